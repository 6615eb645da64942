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
    /// Whether a secret may stand in the line, which others see where it is an argument of this program.
    let takesSecrets: Bool
    /// The properties of what cmdlets give, as far as lines before this one asked.
    let outputs: KnownOutputs

    /// The options that may stand behind a cmdlet on a line; the others belong to the connection.
    private static let lineOptions = Set(
        OptionSpec.rows.map(\.name) + ["dry-run", "parameters", "repeat-tenant", "timeout", "yes"]
    )

    /// Plans all pipelines of the line.
    ///
    /// - Returns: The pipelines with their plans; without one where it reads what one before it writes, and so is planned when
    ///   its turn comes.
    /// - Throws: ``CommandError`` with the place in the line; ``UsageError`` for options.
    func plans() throws -> [(pipeline: LinePipeline, plan: PipelinePlan?)] {
        let pipelines: [LinePipeline]
        do { pipelines = try CommandLineReader.read(line: line, takesSecrets: takesSecrets) } catch let error
            as BindingError
        {
            throw report(error, nil)
        }
        var plans: [(pipeline: LinePipeline, plan: PipelinePlan?)] = []
        for (place, pipeline) in pipelines.enumerated() {
            var kept: PipelinePlan?
            switch dependence(of: pipeline, on: pipelines[..<place]) {
            case .none: kept = try plan(pipeline)
            case .possible: _ = try plan(pipeline)
            case .certain: try checkNames(pipeline)
            }
            plans.append((pipeline, kept))
        }
        return plans
    }

    private func checkNames(_ pipeline: LinePipeline) throws {
        for call in pipeline.calls where !isOwn(call.name) && StageSpec.named(call.name) == nil {
            do { _ = try bindable(call) } catch let error as BindingError { throw report(error, call) }
        }
    }

    private func report(_ error: BindingError, _ call: LineCall?) -> CommandError {
        LineReport(line: line, width: context.terminal.width).commandError(error, in: call)
    }

    /// Plans one of them.
    ///
    /// - Throws: As for all.
    func plan(_ pipeline: LinePipeline) throws -> PipelinePlan {
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
            // Headings between the lists of a line are texts wherever they go.
            let isHeading = calls.isEmpty && StageSpec.named(first.name)?.name == "Write-Output"
            if isHeading, invocation.value("output") == nil {
                plan.sink.form = .list
                // No heading is no listing that found nothing.
                if case .rows(let values) = plan.source, values.isEmpty { plan.sink.isSilent = true }
            }
        }
        if invocation.has("dry-run"), !calls.isEmpty {
            throw report(
                StageArguments.error(
                    .unsupported,
                    "--dry-run shows one request, and a pipeline has as many as there are rows.",
                    calls.first?.namePlace ?? 0..<1,
                    repair: "Leave out what stands behind the bar, or write -WhatIf, which changes nothing."
                ),
                nil
            )
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
