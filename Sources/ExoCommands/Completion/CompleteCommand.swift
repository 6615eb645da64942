/// `exo __complete`: one `word<TAB>description` a line for the last word of a command line.
///
/// A line `:files` asks the shell to complete the names of files.
enum CompleteCommand {
    static func run(_ invocation: Invocation, _ context: CommandContext) throws -> ExitCode {
        var place = CompletionPlace()
        guard let last = invocation.cmdletWords.last else { return .done }
        for word in invocation.cmdletWords.dropLast() { place.pass(word) }
        var seen: Set<String> = []
        for candidate in place.candidates(for: last, context) where seen.insert(candidate.word).inserted {
            let word = TerminalText.neutralised(candidate.word)
            let help = TerminalText.neutralised(candidate.help)
            try context.output.line(help.isEmpty ? word : "\(word)\t\(help)")
        }
        return .done
    }
}
