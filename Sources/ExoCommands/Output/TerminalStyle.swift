internal import ExoJSON

/// A look of text on a terminal, as its control sequence.
package enum TerminalStyle: String, Sendable {
    case heading = "1"
    case faint = "2"
    case error = "1;31"
    case warning = "33"
    case hint = "36"
    case name = "34"
    case text = "32"
    case number = "36;22"
    case yes = "32;22"
    case no = "33;22"

    /// The text in that look.
    package func applied(to text: String) -> String { "\u{1B}[\(rawValue)m\(text)\u{1B}[0m" }

    /// How a value looks among others of its kind: truth values and numbers have their colours, texts none.
    static func of(_ value: JSONValue) -> TerminalStyle? {
        switch value {
        case .bool(let flag): flag ? .yes : .no
        case .integer, .unsigned, .double: .number
        default: nil
        }
    }

    /// What begins it, and what ends it.
    var bounds: (begin: [UInt8], end: [UInt8]) { (Array("\u{1B}[\(rawValue)m".utf8), Array("\u{1B}[0m".utf8)) }
}
