internal import EntraTokens

/// Standard error: lines for a person, with control characters made visible and anything shaped like a token left out.
package struct MessageWriter: Sendable {
    private var sink: any ByteSink
    /// Whether the words that lead a line are coloured.
    package var hasColor = false
    /// Whether warnings and notes are left out; errors never are.
    package var isQuiet = false

    private let status: StatusLine?

    /// Makes a writer.
    ///
    /// - Parameters:
    ///   - sink: What takes the bytes.
    ///   - status: The line to take away first.
    package init(_ sink: any ByteSink, status: StatusLine? = nil) {
        self.sink = sink
        self.status = status
    }

    /// The same messages by another way to the same place.
    ///
    /// - Parameter way: What takes the bytes, given what took them before.
    /// - Returns: The writer.
    package func sent(by way: (any ByteSink) -> any ByteSink) -> MessageWriter {
        var writer = self
        writer.sink = way(sink)
        return writer
    }

    /// What tells a program there what takes time.
    package func events(clock: any Clock<Duration>) -> StatusLine { StatusLine(eventsTo: sink, clock: clock) }

    /// Writes the lines of an error.
    package func error(_ error: CommandError) { for line in error.lines { write(line) } }

    /// Words that lead a line, and their colours.
    private static let leads: [(word: String, style: TerminalStyle)] = [
        ("exo: ", .error), ("warning: ", .warning), ("  next: ", .hint),
    ]

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

    /// Writes what is told beside rows.
    package func tell(_ note: RowNote) {
        switch note {
        case .warning(let text): warning(text)
        case .error(let error): self.error(error)
        case .line(let text): write(text)
        }
    }

    /// Writes a line whatever happens.
    package func write(_ text: String) { send(colored(Self.presentable(text)) + "\n") }

    private func colored(_ line: String) -> String {
        guard hasColor, let lead = Self.leads.first(where: { line.hasPrefix($0.word) }) else { return line }
        return lead.style.applied(to: lead.word) + line.dropFirst(lead.word.count)
    }

    /// Writes a question, without a line break after it.
    package func prompt(_ text: String) { send(Self.presentable(text)) }

    /// A text without control characters (line breaks stay) and without tokens.
    package static func presentable(_ text: String) -> String {
        TerminalText.neutralised(SecretText.redacted(text), keepingLineBreaks: true)
    }

    private func send(_ text: String) {
        status?.clear()
        do { try sink.write(Array(text.utf8)) } catch { return }  // Nobody reads standard error: nobody to tell.
    }
}
