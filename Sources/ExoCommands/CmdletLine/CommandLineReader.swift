/// Reads cmdlet calls as PowerShell writes them.
///
/// Two doors: a whole line, as it is pasted or typed at a prompt, and the words that a Unix shell has already taken
/// apart. What only PowerShell itself can run (variables, pipelines, operators, commands in parentheses) is refused.
package enum CommandLineReader {
    /// Reads a whole line; `;` and line breaks separate calls.
    ///
    /// - Parameter line: The text.
    /// - Returns: The calls in their order, none for an empty line.
    /// - Throws: ``CmdletLineError`` with code `syntax` or `unsupported`.
    package static func read(line: String) throws -> [CmdletCall] {
        var scanner = LineScanner(line)
        var calls: [CmdletCall] = []
        while true {
            try scanner.skipBlanks(lineBreaks: true)
            guard let scalar = scanner.current else { return calls }
            if scalar == ";" {
                scanner.place += 1
                continue
            }
            calls.append(try scanner.call())
        }
    }

    /// Reads the words behind a cmdlet's name as a Unix shell passes them.
    ///
    /// The shell has removed its own quotes, so a word tells by its form what it is:
    /// - a dash and a letter begin a parameter, `-Name`, `-Name:value` or `-Switch:$false`;
    /// - `@{…}` and `@(…)` are tables and arrays with PowerShell's quotes inside;
    /// - a word in PowerShell quotes (`"'a,b'"`) is that text, which is how any text is forced;
    /// - `{…}` is a script block, `$true`, `$false` and `$null` are what they say;
    /// - a word with white space is a text as it stands, commas included;
    /// - else commas make a list (a comma at the end takes the next word in), and numbers are typed as PowerShell does.
    ///
    /// - Parameter arguments: The words.
    /// - Returns: The arguments in their order.
    /// - Throws: ``CmdletLineError`` with code `syntax` or `unsupported`.
    package static func read(arguments: [String]) throws -> [PowerShellArgument] {
        var words = ArgumentWords(arguments)
        return try words.arguments()
    }
}
