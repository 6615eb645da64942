package import ExchangeOnline

/// Reads cmdlet calls as PowerShell writes them.
///
/// Two doors: a whole line, as it is pasted or typed at a prompt, and the words that a Unix shell has already taken
/// apart. What only PowerShell itself can run (variables, operators, commands in parentheses) is refused.
package enum CommandLineReader {
    /// Reads a whole line; `;` and line breaks separate pipelines.
    ///
    /// - Parameters:
    ///   - line: The text.
    ///   - takesSecrets: Whether a secret may stand in it.
    /// - Returns: The pipelines in their order, none for an empty line.
    /// - Throws: `BindingError` with code `syntax` or `unsupported`.
    package static func read(line: String, takesSecrets: Bool = false) throws -> [LinePipeline] {
        var scanner = LineScanner(line, takesSecrets: takesSecrets)
        var pipelines: [LinePipeline] = []
        while true {
            try scanner.skipBlanks(lineBreaks: true)
            guard let scalar = scanner.current else { return pipelines }
            if scalar == ";" {
                scanner.place += 1
                continue
            }
            pipelines.append(try scanner.pipeline())
            try scanner.skipBlanks()
            guard let scalar = scanner.current, scalar != ";", !scalar.isLineBreak else { continue }
            throw scanner.syntax("'\(scalar)' stands where the statement should end", at: scanner.place)
        }
    }

    /// Reads the words behind a cmdlet's name as a Unix shell passes them.
    ///
    /// The shell has removed its own quotes. A dash and a letter begin a parameter (`-Name`, `-Name:value`), `--` ends them,
    /// and what any other word means is decided by the type of its parameter; see ``ShellWords``.
    ///
    /// - Parameter words: The words.
    /// - Returns: The arguments in their order.
    package static func read(words: [String]) -> [CmdletArgument] {
        ArgumentWords(words).arguments.map(\.argument)
    }
}
