/// A look of text on a terminal, as its control sequence.
package enum TerminalStyle: String, Sendable {
    case heading = "1"
    case faint = "2"
    case error = "1;31"
    case warning = "33"
    case hint = "36"

    /// The text in that look.
    package func applied(to text: String) -> String { "\u{1B}[\(rawValue)m\(text)\u{1B}[0m" }
}
