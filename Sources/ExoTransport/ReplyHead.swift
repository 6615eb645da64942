/// The head of a reply, read line by line.
struct ReplyHead: Sendable {
    /// The status of the newest head; 0 before the first.
    private(set) var status = 0
    /// The fields of the newest head.
    private(set) var headers = HTTPHeaders()
    /// Whether the newest head has ended.
    private(set) var isComplete = false
    private var bytes = 0
    private let maximumBytes: Int
    private let maximumFields: Int

    init(maximumBytes: Int, maximumFields: Int) {
        self.maximumBytes = maximumBytes
        self.maximumFields = maximumFields
    }

    /// Reads one line with its line break; a status line starts a new head, and what follows a head (trailers) only counts.
    ///
    /// - Throws: ``TransportError`` `tooLarge`.
    mutating func read(_ line: some RandomAccessCollection<UInt8>) throws {
        bytes += line.count
        guard bytes <= maximumBytes, headers.fields.count < maximumFields || line.count <= 2 else {
            throw TransportError(
                code: .tooLarge,
                message: "the reply's head is larger than \(maximumBytes) bytes or \(maximumFields) fields",
                mayHaveBeenSent: true
            )
        }
        var text = line[...]
        while let last = text.last, last == UInt8(ascii: "\n") || last == UInt8(ascii: "\r") { text.removeLast() }
        if text.starts(with: "HTTP/".utf8) {
            let words = text.split(separator: UInt8(ascii: " "), maxSplits: 2)
            status = words.count > 1 ? Int(String(decoding: words[1], as: UTF8.self)) ?? 0 : 0
            headers = HTTPHeaders()
            isComplete = false
        } else if text.isEmpty {
            isComplete = true
        } else if !isComplete {
            readField(text)
        }
    }

    private mutating func readField<Text: RandomAccessCollection<UInt8>>(_ text: Text) where Text.SubSequence == Text {
        if text.first.map(Self.isBlank) == true {
            // A folded line (RFC 9112, section 5.2) belongs to the field before.
            guard let last = headers.fields.indices.last else { return }
            headers.fields[last].value += " " + Self.trimmed(text)
        } else if let colon = text.firstIndex(of: UInt8(ascii: ":")) {
            headers.add(Self.trimmed(text[text.index(after: colon)...]), as: Self.trimmed(text[..<colon]))
        }
    }

    private static func trimmed<Text: RandomAccessCollection<UInt8>>(_ text: Text) -> String
    where Text.SubSequence == Text {
        var text = text
        while let first = text.first, isBlank(first) { text.removeFirst() }
        while let last = text.last, isBlank(last) { text.removeLast() }
        return String(decoding: text, as: UTF8.self)
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
}
