/// A text that comes part by part, without what steers a terminal.
struct HarmlessText {
    /// The beginning of a character whose end has not come.
    private var held: [UInt8] = []
    /// Whether what was taken ends with a line, or is nothing.
    private(set) var endsLine = true

    /// Takes a part.
    ///
    /// - Returns: What can be shown of it and of what was held.
    mutating func take(_ part: [UInt8]) -> [UInt8] {
        held += part
        var whole = held.count
        // A character has at most four bytes, and those behind its first begin with the bits 10.
        for back in 1...4 where back <= held.count {
            let byte = held[held.count - back]
            guard byte & 0xC0 != 0x80 else { continue }
            let length = byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
            if length > back { whole -= back }
            break
        }
        let shown = Array(held[..<whole])
        held.removeFirst(whole)
        return harmless(shown)
    }

    /// What is left at the end.
    mutating func finish() -> [UInt8] {
        defer { held = [] }
        return harmless(held)
    }

    private mutating func harmless(_ bytes: [UInt8]) -> [UInt8] {
        guard let last = bytes.last else { return [] }
        endsLine = last == UInt8(ascii: "\n")
        return Array(TerminalText.neutralised(String(decoding: bytes, as: UTF8.self), keepingLineBreaks: true).utf8)
    }
}
