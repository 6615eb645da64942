internal import ExchangeOnline

/// Runs lines on one connection.
struct ShellSession: Sendable {
    var context: CommandContext
    let invocation: Invocation
    let readsLinesFromInput: Bool
    private let warm: WarmConnection
    private let outputs = KnownOutputs()

    init(_ invocation: Invocation, _ context: CommandContext, readsLinesFromInput: Bool) {
        self.invocation = invocation
        self.context = context
        self.readsLinesFromInput = readsLinesFromInput
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

    /// Runs a line; errors are told.
    ///
    /// - Returns: What the first pipeline that did not succeed came to.
    /// - Throws: ``OutputEnded`` alone.
    func run(_ line: String) async throws -> ExitCode {
        let line = line.filter { !$0.isWhitespace } == "?" ? "help" : line
        do {
            let planner = PipelinePlanner(
                line: line,
                shell: invocation,
                context: context,
                readsLinesFromInput: readsLinesFromInput,
                outputs: outputs
            )
            for (pipeline, plan) in try planner.plans() {
                var run = try PipelineRun(plan ?? planner.plan(pipeline), warm, context)
                let code = try await run.run()
                try context.output.flush()
                guard code == .done else { return code }
            }
            return .done
        } catch let error as OutputEnded {
            throw error
        } catch {
            let code = ExoProgram.report(error, in: context)
            // Another token may be there for the next line.
            if code == .notConnected { await warm.forget() }
            return code
        }
    }

    /// Ends the connection.
    func end() async { await warm.forget() }

    /// Whether more lines could make a text right that ends early.
    static func isUnfinished(_ text: String) -> Bool {
        do {
            _ = try CommandLineReader.read(line: text)
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
