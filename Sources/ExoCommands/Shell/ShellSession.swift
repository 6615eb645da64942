internal import ExchangeOnline

/// Runs lines on one connection.
struct ShellSession: Sendable {
    var context: CommandContext
    let invocation: Invocation
    let readsLinesFromInput: Bool
    /// Whether the line is an argument of this program.
    private let isArgument: Bool
    private let warm: WarmConnection
    private let outputs = KnownOutputs()

    init(_ invocation: Invocation, _ context: CommandContext, readsLinesFromInput: Bool) {
        var context = context
        // The commands of this program that stand on a line would begin one each.
        context.openPager = nil
        self.invocation = invocation
        self.context = context
        self.readsLinesFromInput = readsLinesFromInput
        isArgument = invocation.has("command")
        warm = WarmConnection(invocation, context)
    }

    /// On what lines run, as far as nobody need be asked: the name of a stored connection, else whose token it is.
    var place: String? {
        do {
            let named = invocation.value("connection")
            let identity = try ConnectionIdentity.read(invocation, context)
            let hasToken = context.variable("EXO_ACCESS_TOKEN") != nil
            if named == nil, let identity, hasToken || ConnectionIdentity.isGiven(invocation) { return identity.value }
            return try ConnectionChoice.find(named, ConnectionStore(context), context)?.text
        } catch { return nil }  // The first cmdlet tells it.
    }

    /// What a line came to.
    struct Outcome: Sendable {
        var code = ExitCode.done
        /// Whether it failed only where its cmdlets say that what follows runs all the same.
        var goesOn = false
    }

    /// Runs a line; errors are told.
    ///
    /// - Returns: What the first pipeline that did not succeed came to, or `incomplete` where others ran after it.
    /// - Throws: ``OutputEnded`` alone.
    func run(_ line: String) async throws -> Outcome {
        let line = line.filter { !$0.isWhitespace } == "?" ? "help" : line
        do {
            let planner = PipelinePlanner(
                line: line,
                shell: invocation,
                context: context,
                readsLinesFromInput: readsLinesFromInput,
                takesSecrets: !isArgument,
                outputs: outputs
            )
            var outcome = Outcome()
            let plans = try planner.plans()
            for (pipeline, plan) in plans {
                let one = try await run(plan ?? planner.plan(pipeline))
                guard one.code != .done else { continue }
                guard one.goesOn else { return one }
                outcome = Outcome(code: plans.count == 1 ? one.code : .incomplete, goesOn: true)
            }
            return outcome
        } catch let error as OutputEnded {
            throw error
        } catch {
            let code = ExoProgram.report(error, in: context)
            // Another token may be there for the next line.
            if code == .notConnected { await warm.forget() }
            return Outcome(code: code)
        }
    }

    /// Runs a pipeline.
    private func run(_ plan: PipelinePlan) async throws -> Outcome {
        var run = try PipelineRun(plan, warm, context)
        let code: ExitCode
        do { code = try await run.run() } catch let error as ExchangeError where run.goesOn {
            code = ExoProgram.report(error, in: context)
        }
        try context.output.flush()
        return Outcome(code: code, goesOn: run.goesOn && [.failed, .incomplete, .notAuthorised].contains(code))
    }

    /// Ends the connection.
    func end() async { await warm.forget() }

    /// Whether more lines could make a text right that ends early.
    static func isUnfinished(_ text: String) -> Bool {
        do {
            _ = try CommandLineReader.read(line: text, takesSecrets: true)
            return false
        } catch let error as BindingError {
            return error.isUnfinished
        } catch {
            return false
        }
    }

    /// Whether a line asks to leave.
    static func leaves(_ line: String) -> Bool {
        ["exit", "quit", "logout"].contains(line.filter { !$0.isWhitespace }.lowercased())
    }
}
