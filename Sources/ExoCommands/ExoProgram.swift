internal import EntraTokens
internal import ExchangeOnline
internal import ExoTransport

/// The program without its surroundings: words and context in, exit code out.
package enum ExoProgram {
    /// The version.
    package static let version = "0.1.0"

    /// Runs one command line.
    ///
    /// - Parameters:
    ///   - words: The words after the program's name.
    ///   - context: What the command may touch.
    /// - Returns: What the process reports.
    package static func run(_ words: [String], in context: CommandContext) async -> ExitCode {
        do {
            let code = try await perform(words, in: context)
            try context.output.flush()
            return code
        } catch {
            return report(error, in: context)
        }
    }

    /// Runs one command line as the system passes it.
    ///
    /// - Parameters:
    ///   - arguments: The bytes of the words after the program's name.
    ///   - environment: The variables of the process.
    ///   - context: What else the command may touch.
    /// - Returns: What the process reports.
    package static func run(
        arguments: [[UInt8]],
        environment: EnvironmentText,
        in context: CommandContext
    ) async -> ExitCode {
        var context = context
        context.environment = environment.variables
        let words: [String]
        do {
            words = try ArgumentText.words(arguments)
            try environment.check()
        } catch {
            return report(error, in: context)
        }
        return await run(words, in: context)
    }

    /// Runs one command line; errors are thrown.
    static func perform(_ words: [String], in context: CommandContext) async throws -> ExitCode {
        switch try CommandParser.parse(words, root: CommandTable.root) {
        case .version:
            try context.output.line("exo \(version)")
        case .help(let path):
            try context.output.write(Array(HelpText(path, width: context.terminal.width).text.utf8))
        case .topic(let topic):
            let text = topic?.page(width: context.terminal.width) ?? HelpTopic.list(width: context.terminal.width)
            try context.output.write(Array(text.utf8))
        case .cmdletHelp(let name, let part):
            if let stage = StageSpec.named(name) {
                try context.output.write(Array(StageHelp.page(stage, width: context.terminal.width).utf8))
                return .done
            }
            return try CmdletShow.help(name, part, context)
        case .run(let command, let invocation):
            guard let body = command.body else { return .bug }
            var context = context
            context.errors.isQuiet = invocation.has("quiet")
            if invocation.has("no-input") { context.terminal.inputIsTerminal = false }
            switch try ProgressKind.read(invocation) {
            case _ where context.errors.isQuiet: context.status = nil
            case .none: context.status = nil
            case .json: context.status = context.errors.events(clock: context.clock)
            case .line: break
            }
            if command.readsSettings { try Configuration(invocation, context).apply(to: &context) }
            context.logLevel = try LogLevel.read(invocation, context)
            try DistinctFiles.check(invocation)
            let archive = try TraceOption.apply(invocation, to: &context)
            let trace = TraceOption.traceContext(context)
            let code: ExitCode
            do {
                let destination = try OutputDestination(invocation, of: command, context)
                code = try await TraceContext.$current.withValue(trace) {
                    try await destination.writing { try await watched(body, invocation, $0) }
                }
            } catch {
                if let failure = archive?.finish() {
                    context.errors.error(failure)
                    // That its reader left is no failure of the command, and would be told as none.
                    if error is OutputEnded { return failure.exitCode }
                }
                throw error
            }
            if let failure = archive?.finish() {
                context.errors.error(failure)
                return code == .done ? failure.exitCode : code
            }
            if code == .done, !invocation.ignored.isEmpty {
                let names = invocation.ignored.map { "--\($0)" }.joined(separator: ", ")
                context.errors.warning("\(names) had no effect; please report it as a fault of exo")
            }
            return code
        }
        return .done
    }

    /// Runs a command, and beside it what draws the status line where there is one.
    private static func watched(
        _ body: @escaping CommandSpec.Body,
        _ invocation: Invocation,
        _ context: CommandContext
    ) async throws -> ExitCode {
        guard let status = context.status else { return try await body(invocation, context) }
        return try await withThrowingTaskGroup(of: ExitCode?.self) { group in
            group.addTask { try await body(invocation, context) }
            group.addTask {
                await status.run()
                return nil
            }
            defer {
                group.cancelAll()
                status.clear()
            }
            while let code = try await group.next() {
                if let code { return code }
            }
            throw CancellationError()
        }
    }

    /// Tells an error; what the process is to report.
    static func report(_ error: any Error, in context: CommandContext) -> ExitCode {
        do {
            try context.output.flush()
        } catch is OutputEnded {
            return .done
        } catch {
            context.errors.error(ErrorReport.commandError(error))
            return .failed
        }
        switch error {
        case is OutputEnded:
            return .done
        case let error as UsageError:
            context.errors.write("exo: \(error.message)")
            for line in error.details { context.errors.write("  \(line)") }
            if let path = commands(error.path) {
                context.errors.write("usage: \(HelpText(path, width: context.terminal.width).usage)")
            }
            context.errors.write("See '\(error.path.joined(separator: " ")) --help'.")
            return .usage
        default:
            let error = ErrorReport.commandError(error)
            context.errors.error(error)
            return error.exitCode
        }
    }

    private static func commands(_ names: [String]) -> [CommandSpec]? {
        var path = [CommandTable.root]
        for name in names.dropFirst() {
            guard let next = path[path.count - 1].subcommand(named: name) else { return nil }
            path.append(next)
        }
        return path
    }
}
