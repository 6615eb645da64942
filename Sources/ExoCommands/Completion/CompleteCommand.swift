internal import CmdletCatalogue

/// `exo __complete`: one `word<TAB>description` a line for the last word of a command line.
enum CompleteCommand {
    static func run(_ invocation: Invocation, _ context: CommandContext) throws -> ExitCode {
        let words = invocation.cmdletWords
        for (word, help) in candidates(words, context) {
            let word = TerminalText.neutralised(word)
            try context.output.line(help.isEmpty ? word : "\(word)\t\(TerminalText.neutralised(help))")
        }
        return .done
    }

    private static func candidates(_ words: [String], _ context: CommandContext) -> [(String, String)] {
        guard let last = words.last else { return [] }
        var command = CommandTable.root
        var cmdlet: String?
        var pending: OptionSpec?
        for word in words.dropLast() {
            if let option = pending, option.kind != .flag {
                pending = nil
            } else if word.hasPrefix("--") {
                let options = command.subcommands.isEmpty ? command.options : command.allOptions
                pending = word.contains("=") ? nil : options.first { "--\($0.name)" == word && $0.kind != .flag }
            } else if let next = command.subcommand(named: word) {
                command = next
            } else if word.contains("-"), !word.hasPrefix("-"), cmdlet == nil {
                cmdlet = word
                command = CommandTable.root.subcommand(named: "run") ?? command
            }
        }
        if let pending { return values(pending.completion, last, context) }
        if last.hasPrefix("--") {
            let options = command.subcommands.isEmpty ? command.options : command.allOptions
            var seen: Set<String> = []
            return options.filter { $0.refusal == nil && seen.insert($0.name).inserted }
                .map { ("--\($0.name)", $0.help) }.filter { $0.0.hasPrefix(last) }
        }
        if let cmdlet { return parameters(of: cmdlet, last) }
        let commands = command.subcommands.filter { !$0.isHidden && $0.name.hasPrefix(last) }.map {
            ($0.name, $0.summary)
        }
        if !commands.isEmpty { return commands }
        if command.takesCmdletWords || (command.name == CommandTable.root.name && !last.isEmpty) {
            return CmdletCatalogue.names(startingWith: last).map { ($0, "") }
        }
        return values(command.arguments.first?.completion ?? .none, last, context)
    }

    private static func parameters(of cmdlet: String, _ last: String) -> [(String, String)] {
        guard last.hasPrefix("-"), let facts = CmdletCatalogue.cmdlet(named: cmdlet) else { return [] }
        let wanted = last.dropFirst().lowercased()
        return facts.parameters.filter { $0.name.lowercased().hasPrefix(wanted) }.map { ("-\($0.name)", $0.type) }
    }

    private static func values(
        _ completion: OptionSpec.Completion,
        _ last: String,
        _ context: CommandContext
    ) -> [(String, String)] {
        switch completion {
        case .none, .files: return []
        case .words(let words): return words.filter { $0.hasPrefix(last) }.map { ($0, "") }
        case .connections:
            do {
                return try ConnectionStore(context).names().map(\.text).filter { $0.hasPrefix(last) }.map { ($0, "") }
            } catch {
                return []  // A completion has no place for an error.
            }
        }
    }
}
