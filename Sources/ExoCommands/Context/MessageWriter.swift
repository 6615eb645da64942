/// Standard error: lines for a person, with control characters made visible and anything shaped like a token left out.
package struct MessageWriter: Sendable {
    private let sink: any ByteSink
    /// Whether warnings and notes are left out; errors never are.
    package var isQuiet = false

    package init(_ sink: any ByteSink) { self.sink = sink }

    /// Writes the lines of an error.
    package func error(_ error: CommandError) { for line in error.lines { write(line) } }

    /// Writes a warning of the service or of this program.
    package func warning(_ text: String) {
        guard !isQuiet else { return }
        write("warning: \(text)")
    }

    /// Writes a line that helps and that nothing depends on.
    package func note(_ text: String) {
        guard !isQuiet else { return }
        write(text)
    }

    /// Writes a line whatever happens.
    package func write(_ text: String) { send(Self.presentable(text) + "\n") }

    /// Writes a question or a progress text, without a line break after it.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - control: A terminal sequence of our own to put before it.
    package func prompt(_ text: String, control: String = "") { send(control + Self.presentable(text)) }

    /// A text without control characters (line breaks stay) and without tokens.
    package static func presentable(_ text: String) -> String {
        TerminalText.neutralised(SecretText.redacted(text), keepingLineBreaks: true)
    }

    private func send(_ text: String) {
        do { try sink.write(Array(text.utf8)) } catch { return }  // Nobody reads standard error: nobody to tell.
    }
}
