/// `exo shell`: lines as PowerShell has them, on one connection that stays open.
enum ShellCommand {
    static func run(_ invocation: Invocation, _ context: CommandContext) async throws -> ExitCode {
        // What belongs to single lines or to the connection is asked for when one comes.
        for name in invocation.optionNames { _ = invocation.has(name) }
        let line = invocation.value("command")
        let readsInput = line == nil && !context.terminal.inputIsTerminal
        if readsInput, invocation.has("access-token-stdin") {
            throw invocation.usageError("standard input cannot hold both the token and the lines")
        }
        let session = ShellSession(invocation, context, readsLinesFromInput: readsInput)
        let code: ExitCode
        if let line {
            code = ShellSession.leaves(line) ? .done : try await session.run(line).code
        } else if readsInput {
            code = try await lines(session, keepsGoing: invocation.has("keep-going"), context)
        } else {
            code = try await ShellPrompt(session, context).run()
        }
        await session.end()
        return code
    }

    /// Runs the lines of standard input.
    private static func lines(
        _ session: ShellSession,
        keepsGoing: Bool,
        _ context: CommandContext
    ) async throws -> ExitCode {
        var result = ExitCode.done
        var number = 0
        while var line = try context.input.readLine() {
            number += 1
            let start = number
            if start == 1, line.unicodeScalars.first == "\u{FEFF}" { line.unicodeScalars.removeFirst() }
            while ShellSession.isUnfinished(line), let next = try context.input.readLine() {
                number += 1
                line += "\n" + next
            }
            if ShellSession.leaves(line) { break }
            let outcome = try await session.run(line)
            guard outcome.code != .done else { continue }
            if !outcome.goesOn {
                context.errors.note(start == number ? "at line \(start)" : "at lines \(start) to \(number)")
                guard keepsGoing, outcome.code != .interrupted else { return outcome.code }
            }
            result = .incomplete
        }
        return result
    }
}
