internal import ExoJSON

/// Makes something readable of a body that explains a refusal.
enum ErrorText {
    /// The most characters of an explanation.
    static let longest = 1000

    /// The body as JSON, when it is.
    static func json(_ body: [UInt8]) -> JSONValue? {
        let first = body.first { $0 > 0x20 && $0 != 0xEF && $0 != 0xBB && $0 != 0xBF }
        guard first == UInt8(ascii: "{") || first == UInt8(ascii: "\"") else { return nil }
        let text = body.starts(with: [0xEF, 0xBB, 0xBF]) ? body[3...] : body[...]
        do { return try JSONValue(parsing: text) } catch { return nil }
    }

    /// The text of a body that is not JSON: plain, HTML, NUL bytes, something cut off, something compressed.
    ///
    /// - Returns: One line, or `nil` when there is nothing to read.
    static func readable(_ body: [UInt8]) -> String? {
        guard !body.starts(with: [0x1F, 0x8B]) else { return nil }
        let text = String(decoding: body.filter { $0 != 0 }, as: UTF8.self)
        let start = text.first { !$0.isWhitespace && $0 != "\u{FEFF}" }
        if start == "{" || start == "[" { return nil }
        let line = oneLine(start == "<" ? HTMLText.text(of: text) : text)
        return line.isEmpty ? nil : line
    }

    /// The text without its tail where it is very long.
    static func capped(_ text: String) -> String {
        text.count <= longest ? text : text.prefix(longest) + "…"
    }

    /// The text in one line, without characters that move a terminal's cursor.
    private static func oneLine(_ text: String) -> String {
        let words = text.unicodeScalars.split { $0.properties.isWhitespace || $0.value < 0x20 || $0.value == 0x7F }
        return capped(words.map { String($0) }.joined(separator: " "))
    }
}
