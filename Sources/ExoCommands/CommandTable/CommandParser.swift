/// Reads the words of a command line by the table.
package struct CommandParser {
    /// What the words ask for.
    package enum Result: Sendable {
        /// Run this command.
        case run(CommandSpec, Invocation)
        /// Show help of the command at the end of this path.
        case help([CommandSpec])
        /// Show help of a cmdlet.
        case cmdletHelp(String)
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
            } else if word == "--help" || (word == "-h" && !command.takesCmdletWords) {
                return helpResult
            } else if word == "--version" && path.count == 1 {
                return .version
            } else if word.hasPrefix("--") {
                try take(option: word, rest: &rest)
            } else if word.hasPrefix("-") && word != "-" && !command.takesCmdletWords {
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

    private var helpResult: Result {
        if command.takesCmdletWords, let name = cmdletWords.first { return .cmdletHelp(name) }
        return .help(path)
    }

    private mutating func take(plain word: String) throws {
        if command.takesCmdletWords { return cmdletWords.append(word) }
        guard !command.subcommands.isEmpty else { return arguments.append(word) }
        if let next = command.subcommand(named: word) { return path.append(next) }
        if path.count == 1, word.contains("-"), let run = root.subcommand(named: "run") {
            path.append(run)
            return cmdletWords.append(word)
        }
        let known = command.subcommands.filter { !$0.isHidden }.map(\.name)
        throw error(
            "there is no command '\(names.joined(separator: " ")) \(word)'",
            details: DidYouMean.lines(word, among: known)
        )
    }

    private mutating func take(option word: String, rest: inout ArraySlice<String>) throws {
        let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(parts[0])
        let known = command.subcommands.isEmpty ? command.options : command.allOptions
        guard let spec = known.first(where: { $0.name == name }) else { throw unknown(name, known: known) }
        if let refusal = spec.refusal { throw error("--\(name) is refused: \(refusal)") }
        guard !options.contains(where: { $0.spec.name == name }) else { throw error("--\(name) is given twice") }
        switch spec.kind {
        case .flag:
            guard parts.count == 1 else { throw error("--\(name) takes no value") }
            options.append((spec, ""))
        case .value(let value):
            if parts.count == 2 { return options.append((spec, String(parts[1]))) }
            guard let next = rest.popFirst() else { throw error("--\(name) needs a value: --\(name) <\(value)>") }
            guard !next.hasPrefix("--") else {
                throw error("--\(name) needs a value before '\(next)'; a value with dashes is written --\(name)=…")
            }
            options.append((spec, next))
        }
    }

    private func unknown(_ name: String, known: [OptionSpec]) -> UsageError {
        let names = known.filter { $0.refusal == nil }.map { "--\($0.name)" }
        var details = DidYouMean.lines("--\(name)", among: names)
        if command.takesCmdletWords { details.append("words after '--' go to the cmdlet as they are") }
        return error("unknown option --\(name)", details: details)
    }

    private func finished() throws -> Result {
        if path.count == 2, command.name == "help" {
            if arguments.count == 1, arguments[0].contains("-") { return .cmdletHelp(arguments[0]) }
            return .help(try helpPath())
        }
        guard command.body != nil else {
            if path.count == 1 && options.isEmpty { return .help(path) }
            let known = command.subcommands.filter { !$0.isHidden }.map(\.name)
            throw error("which one? \(known.joined(separator: ", "))")
        }
        for (spec, _) in options where command.option(named: spec.name) == nil {
            throw error("--\(spec.name) does not belong to '\(names.joined(separator: " "))'")
        }
        if command.takesCmdletWords, cmdletWords.isEmpty { throw error("which cmdlet?") }
        if let missing = command.arguments.dropFirst(arguments.count).first(where: { !$0.isOptional }) {
            throw error("<\(missing.name)> is missing: \(missing.help)")
        }
        if !command.takesCmdletWords, arguments.count > command.arguments.count {
            throw error("'\(arguments[command.arguments.count])' is one word too many")
        }
        let values = options.map { ($0.spec.name, $0.value) }
        return .run(
            command,
            Invocation(
                path: names,
                arguments: arguments,
                cmdletWords: cmdletWords,
                options: Dictionary(values) { first, _ in first }
            )
        )
    }

    private func helpPath() throws -> [CommandSpec] {
        var wanted = [root]
        for word in arguments {
            guard let next = wanted[wanted.count - 1].subcommand(named: word) else {
                throw error("there is no command '\(word)'")
            }
            wanted.append(next)
        }
        return wanted
    }

    private func error(_ message: String, details: [String] = []) -> UsageError {
        UsageError(message, path: names, details: details)
    }
}
