/// Which values of the index are looked at, so that none that a comparison means is left out.
///
/// The index compares bytes, comparisons compare characters: what is not ASCII may be written in several ways, so only what
/// stands before it is looked up.
enum IndexPattern: Sendable, Equatable {
    /// Any of these values.
    case exactly([String])
    /// Values that begin so; all with an empty text.
    case prefix(String)
    /// Values that begin so and match a pattern of SQLite's GLOB.
    case glob(prefix: String, pattern: String)

    /// The longest pattern that is handed on: SQLite takes 50,000 bytes, with brackets around what means something to it.
    private static let longest = 10_000

    /// The values that fit a pattern in which an asterisk stands for any number of characters.
    ///
    /// - Parameter pattern: The pattern in small letters.
    init(_ pattern: String) {
        guard let star = pattern.utf8.firstIndex(of: UInt8(ascii: "*")) else {
            self = .equal(to: pattern)
            return
        }
        let head = String(pattern[..<star])
        guard pattern.utf8.allSatisfy({ $0 < 0x80 }), pattern.utf8.count <= Self.longest else {
            self = .prefix(Self.plain(head))
            return
        }
        guard pattern[star...].contains(where: { $0 != "*" }) else {
            self = .prefix(head)
            return
        }
        let glob = pattern.map { "?[".contains($0) ? "[\($0)]" : String($0) }.joined()
        self = .glob(prefix: head, pattern: glob)
    }

    /// The values that equal a text in small letters.
    static func equal(to text: String) -> IndexPattern {
        let start = plain(text)
        return start.utf8.count == text.utf8.count ? .exactly([text]) : .prefix(start)
    }

    /// The values that begin with a text in small letters.
    static func beginning(with text: String) -> IndexPattern { .prefix(plain(text)) }

    /// What of a text can be looked up: up to the first character that is not ASCII, or that such a one may change.
    private static func plain(_ text: String) -> String {
        guard let end = text.utf8.firstIndex(where: { $0 >= 0x80 }) else { return text }
        return String(text[..<end].dropLast())
    }
}
