internal import ExchangeOnline
internal import ExoJSON

/// Makes plans of a line: looks everything up, reads files, binds every cmdlet, and sends nothing.
struct PipelinePlanner {
    let line: String
    /// What the command line of the shell says.
    let shell: Invocation
    let context: CommandContext
    /// Whether standard input holds the lines, so that no value can come from there.
    let readsLinesFromInput: Bool

    /// The options that may stand behind a cmdlet on a line; the others belong to the connection.
    private static let lineOptions = Set(
        OptionSpec.rows.map(\.name) + ["parameters", "repeat-tenant", "timeout", "yes"]
    )

    /// Plans all pipelines of the line.
    ///
    /// - Throws: ``CommandError`` with the place in the line; ``UsageError`` for options.
    func plans() throws -> [PipelinePlan] {
        let pipelines: [LinePipeline]
        do { pipelines = try CommandLineReader.read(line: line) } catch let error as BindingError {
            throw report(error, nil)
        }
        return try pipelines.map(plan)
    }

    private func report(_ error: BindingError, _ call: LineCall?) -> CommandError {
        LineReport(line: line, width: context.terminal.width).commandError(error, in: call)
    }

    private func plan(_ pipeline: LinePipeline) throws -> PipelinePlan {
        let invocation = try lineInvocation(pipeline)
        var plan = PipelinePlan(source: .rows([]), invocation: invocation)
        var calls = pipeline.calls[...]
        var columns: [String]?
        if let values = pipeline.values {
            plan.source = .rows(values.map(\.json))
        } else if let first = calls.popFirst() {
            do { columns = try begin(with: first, &plan) } catch let error as BindingError {
                throw report(error, first)
            }
        }
        var isEnded = false
        for call in calls {
            do { try add(call, to: &plan, columns: &columns, isEnded: &isEnded) } catch let error as BindingError {
                throw report(error, call)
            }
        }
        return plan
    }

    // MARK: Options

    /// The options of the shell with those of the line in their place.
    private func lineInvocation(_ pipeline: LinePipeline) throws -> Invocation {
        let calls = pipeline.calls.filter { !isOwn($0.name) && StageSpec.named($0.name) == nil }
        let options = calls.flatMap(\.options)
        guard !options.isEmpty, let name = calls.first?.name else { return shell }
        let words = ["run", name] + options.flatMap(\.words)
        guard case .run(_, let own) = try CommandParser.parse(words, root: CommandTable.root) else { return shell }
        for option in own.optionNames where !Self.lineOptions.contains(option) {
            let place = options.first { $0.words[0].hasPrefix("--\(option)") }?.place ?? 0..<1
            throw report(
                StageArguments.error(
                    .unsupported,
                    CommandTable.shell.option(named: option) == nil
                        ? "--\(option) belongs to a single command: exo \(name) … --\(option)."
                        : "--\(option) is for the whole shell, not for one line.",
                    place,
                    repair: "Give it to 'exo shell', or to exo with this line alone."
                ),
                nil
            )
        }
        return shell.overridden(by: own)
    }
}
