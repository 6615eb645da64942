internal import CmdletCatalogue

/// Reads the words of a command line by the table.
package struct CommandParser {
    /// What the words ask for.
    package enum Result: Sendable {
        /// Run this command.
        case run(CommandSpec, Invocation)
        /// Show help of the command at the end of this path.
        case help([CommandSpec])
        /// Show help of a cmdlet.
        case cmdletHelp(String, CmdletHelp.Part = .brief)
        /// Show a page on a matter that concerns many commands; `nil` stands for the list of them.
        case topic(HelpTopic?)
        /// Show the version.
        case version
    }

    private let root: CommandSpec
    private var path: [CommandSpec]
    private var options: [(spec: OptionSpec, value: String)] = []
    private var arguments: [String] = []
    private var cmdletWords: [String] = []

    /// Reads the words after the program's name.
    ///
    /// - Parameters:
    ///   - words: The words.
    ///   - root: The table.
    /// - Returns: What they ask for.
    /// - Throws: ``UsageError``.
    package static func parse(_ words: [String], root: CommandSpec) throws -> Result {
        var parser = CommandParser(root: root, path: [root])
        return try parser.parse(words[...])
    }

    private init(root: CommandSpec, path: [CommandSpec]) {
        self.root = root
        self.path = path
    }

    private var command: CommandSpec { path[path.count - 1] }
    private var names: [String] { path.map(\.name) }

    private mutating func parse(_ words: ArraySlice<String>) throws -> Result {
        var rest = words
        while let word = rest.popFirst() {
            if word == "--" {
                while let later = rest.popFirst() { try take(plain: later) }
            } else if asksForHelp(word, isLast: rest.isEmpty) {
                return helpResult
            } else if path.count == 1, ["--version", "-v", "-V"].contains(word) {
                return .version
            } else if let spec = option(lettered: word) {
                try take(spec, written: word, value: nil, rest: &rest)
            } else if word.hasPrefix("--") {
                try take(option: word, rest: &rest)
            } else if word.hasPrefix("-") && word != "-" && command.words == .arguments && !command.isHelp {
                throw error(
                    "'\(word.prefix { $0 != "=" && $0 != ":" })' has one dash, and those belong to cmdlets",
                    details: ["options of exo have two dashes, as in --output"]
                )
            } else {
                try take(plain: word)
            }
        }
        return try finished()
    }

    /// The options that may stand here.
    private var known: [OptionSpec] { command.isGroup ? command.allOptions : command.options }

    private func option(lettered word: String) -> OptionSpec? {
        guard word.utf8.count == 2, word.hasPrefix("-") else { return nil }
        return known.first { $0.letter == String(word.dropFirst()) }
    }

    /// Whether a word asks for help: `-h` is a cmdlet's own, and so is `/?` before other words.
    private func asksForHelp(_ word: String, isLast: Bool) -> Bool {
        switch word {
        case "--help", "-?": true
        case "-h": command.words == .arguments
        case "/?": command.words == .arguments || (isLast && cmdletWords.count <= 1)
        default: false
        }
    }

    private var helpResult: Result {
        if command.words == .cmdlet, let name = cmdletWords.first { return .cmdletHelp(name) }
        return .help(path)
    }

    private mutating func take(plain word: String) throws {
        if command.words == .cmdlet, cmdletWords.isEmpty, let own = root.subcommand(named: word),
            own.words == .parameters
        {
            path = [root, own]
            return
        }
        if (path.count == 1 && arguments.isEmpty) || command.words == .cmdlet, cmdletWords.isEmpty, Self.isLine(word),
            let shell = root.subcommand(named: "shell"), let spec = shell.option(named: "command")
        {
            guard path.count == 1 || names == [root.name, "run"] else {
                throw error(
                    "'\(names.joined(separator: " "))' runs one cmdlet, and '\(word.prefix(60))' is a line",
                    details: [
                        "write the cmdlet and its parameters as words of their own; lines run by themselves: exo '…'"
                    ]
                )
            }
            // One word with a whole line in it, as it was pasted.
            path = [root, shell]
            options.append((spec, word))
            return
        }
        guard command.words == .arguments else { return cmdletWords.append(word) }
        guard command.isGroup else { return arguments.append(word) }
        if let next = command.subcommand(named: word) { return path.append(next) }
        if path.count == 1, word.contains("-"), let run = root.subcommand(named: "run") {
            path.append(run)
            return cmdletWords.append(word)
        }
        let names = command.subcommands.filter { !$0.isHidden }.map(\.name)
        let hint = path.count == 1 ? OtherTools.hint(command: word) : nil
        throw error(
            "there is no command '\(self.names.joined(separator: " ")) \(word)'",
            details: hint.map { [$0] } ?? DidYouMean.lines(word, among: names)
        )
    }

    /// Whether a word is a line of its own: no command or cmdlet has a blank in its name.
    private static func isLine(_ word: String) -> Bool {
        word.hasPrefix("(") || word.unicodeScalars.contains { $0.isBlank || $0.isLineBreak || $0 == "|" || $0 == ";" }
    }

    private mutating func take(option word: String, rest: inout ArraySlice<String>) throws {
        let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = parts[0].dropFirst(2)
        guard let spec = known.first(where: { $0.name == name }) else { throw unknown(String(name)) }
        try take(spec, written: "--\(name)", value: parts.count == 2 ? String(parts[1]) : nil, rest: &rest)
    }

    private mutating func take(
        _ spec: OptionSpec,
        written: String,
        value: String?,
        rest: inout ArraySlice<String>
    ) throws {
        if let refusal = spec.refusal { throw error("\(written) is refused: \(refusal)") }
        guard spec.repeats || !options.contains(where: { $0.spec.name == spec.name }) else {
            throw error("--\(spec.name) is given twice")
        }
        switch spec.kind {
        case .flag:
            guard value == nil else { throw error("\(written) takes no value") }
            options.append((spec, ""))
        case .value(let what):
            if let value { return options.append((spec, value)) }
            guard let next = rest.popFirst() else { throw error("\(written) needs a value: \(written) <\(what)>") }
            guard !next.hasPrefix("--") else {
                throw error(
                    "\(written) needs a value before '\(next)'; a value with dashes is written --\(spec.name)=…"
                )
            }
            options.append((spec, next))
        }
    }

    private func unknown(_ name: String) -> UsageError {
        if root.allOptions.contains(where: { $0.name == name && $0.refusal == nil }) {
            return error("--\(name) does not belong to '\(names.joined(separator: " "))'")
        }
        if let parameter = CmdletCatalogue.cmdlet(named: cmdletWords.first ?? "")?.parameter(named: name) {
            return error(
                "unknown option --\(name)",
                details: ["parameters of cmdlets have one dash: -\(parameter.name)"]
            )
        }
        var details = OtherTools.hint(option: name).map { [$0] } ?? []
        if details.isEmpty {
            details = DidYouMean.lines("--\(name)", among: known.filter { $0.refusal == nil }.map { "--\($0.name)" })
        }
        if command.words != .arguments { details.append("words after '--' go to the cmdlet as they are") }
        return error("unknown option --\(name)", details: details)
    }

    private func finished() throws -> Result {
        if command.isHelp {
            let words = try HelpWords(arguments + cmdletWords)
            let asked = words.names
            if let name = asked.first, name.contains("-"), root.subcommand(named: name) == nil,
                HelpTopic.named(name) == nil
            {
                return .cmdletHelp(name, words.part)
            }
            if asked == ["topics"] { return .topic(nil) }
            if asked.count == 1, root.subcommand(named: asked[0]) == nil, StageSpec.named(asked[0]) != nil {
                return .cmdletHelp(asked[0])
            }
            if asked.count == 1, let topic = HelpTopic.named(asked[0]) { return .topic(topic) }
            return .help(try helpPath(asked))
        }
        guard command.body != nil else {
            if path.count == 1 && options.isEmpty { return .help(path) }
            let known = command.subcommands.filter { !$0.isHidden }.map(\.name)
            throw error("which one? \(known.joined(separator: ", "))")
        }
        for (spec, _) in options where command.option(named: spec.name) == nil {
            throw error("--\(spec.name) does not belong to '\(names.joined(separator: " "))'")
        }
        if command.words == .cmdlet, cmdletWords.isEmpty { throw error("which cmdlet?") }
        if let missing = command.arguments.dropFirst(arguments.count).first(where: { !$0.isOptional }) {
            throw error("<\(missing.name)> is missing: \(missing.help)")
        }
        if command.words == .arguments, arguments.count > command.arguments.count,
            command.arguments.last?.repeats != true
        {
            throw error("'\(arguments[command.arguments.count])' is one word too many")
        }
        let values = options.map { ($0.spec.name, $0.value) }
        return .run(
            command,
            Invocation(
                path: names,
                arguments: arguments,
                cmdletWords: cmdletWords,
                options: Dictionary(values) { $0 + "\n" + $1 }
            )
        )
    }

    private func helpPath(_ words: [String]) throws -> [CommandSpec] {
        var wanted = [root]
        for word in words {
            guard let next = wanted[wanted.count - 1].subcommand(named: word) else {
                let near = wanted.count > 1 ? [] : HelpTopic.all.map(\.name) + HelpTopic.pages.map(\.0)
                throw error(
                    "there is no command and no topic '\(word)'",
                    details: DidYouMean.lines(word, among: near + wanted[wanted.count - 1].subcommands.map(\.name)) + [
                        "look for cmdlets with: exo cmdlet search \(word); topics: exo help topics"
                    ]
                )
            }
            wanted.append(next)
        }
        return wanted
    }

    private func error(_ message: String, details: [String] = []) -> UsageError {
        UsageError(message, path: names, details: details)
    }
}
