import ExoCrypto

/// The texts of a message in MIME (RFC 2045, 2046): its body, and attachments that are texts.
struct MessageTexts {
    private(set) var parts: [(name: String, text: String)] = []

    /// Fields of which a message has one at least.
    private static let fields: Set = [
        "content-type", "date", "from", "message-id", "mime-version", "received", "return-path", "subject", "to",
    ]
    /// How deep parts stand in each other that are read.
    private static let mostDepth = 30

    /// - Returns: `nil` for a text that begins with no head of a message.
    init?(_ text: String) {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        guard let end = lines.firstIndex(where: \.isEmpty), Self.isHead(lines[..<end]) else { return nil }
        read(lines[...])
    }

    /// Whether lines are fields and what goes on with them, one of them a message's.
    private static func isHead(_ lines: ArraySlice<Substring>) -> Bool {
        guard lines.first?.first?.isWhitespace == false else { return false }
        let names = lines.filter { $0.first?.isWhitespace == false }.map { line in
            line.contains(":") ? line.prefix { $0 != ":" }.lowercased() : ""
        }
        return names.contains(where: fields.contains)
            && names.allSatisfy { name in
                !name.isEmpty && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
            }
    }

    private mutating func read(_ lines: ArraySlice<Substring>, depth: Int = 0) {
        guard depth <= Self.mostDepth else { return }
        let end = lines.firstIndex(where: \.isEmpty) ?? lines.endIndex
        let head = Self.head(lines[..<end])
        let body = lines[end...].dropFirst()
        let type = head["content-type"] ?? "text/plain"
        if type.lowercased().hasPrefix("multipart/"), let boundary = Self.parameter("boundary", of: type) {
            for part in body.split(separator: "--\(boundary)", omittingEmptySubsequences: false).dropFirst() {
                read(part.prefix { !$0.hasPrefix("--\(boundary)--") }, depth: depth + 1)
            }
            return
        }
        guard type.lowercased().hasPrefix("text/") else { return }
        let name = Self.parameter("filename", of: head["content-disposition"] ?? "")
        let text = Self.decoded(body, head["content-transfer-encoding"] ?? "")
        parts.append((name ?? "Message Body", type.lowercased().hasPrefix("text/html") ? PageText.plain(text) : text))
    }

    /// The fields of a head by their names in small letters; lines that begin with a blank go on with the field before.
    private static func head(_ lines: ArraySlice<Substring>) -> [String: String] {
        var name = ""
        return lines.reduce(into: [:]) { head, line in
            if line.first?.isWhitespace == true {
                head[name]? += " " + line.trimmingBlanks
            } else if let colon = line.firstIndex(of: ":") {
                name = line[..<colon].lowercased()
                head[name] = line[line.index(after: colon)...].trimmingBlanks
            }
        }
    }

    private static func parameter(_ name: String, of field: String) -> String? {
        field.split(separator: ";").dropFirst().map(\.trimmingBlanks).first { $0.lowercased().hasPrefix("\(name)=") }
            .map { String($0.dropFirst(name.count + 1)).filter { $0 != "\"" } }
    }

    private static func decoded(_ lines: ArraySlice<Substring>, _ encoding: String) -> String {
        let text = lines.joined(separator: "\n")
        switch encoding.lowercased() {
        case "base64": return Base64.decode(lines.joined()).map { String(decoding: $0, as: UTF8.self) } ?? ""
        case "quoted-printable": return String(decoding: unquoted(Array(text.utf8)), as: UTF8.self)
        default: return text
        }
    }

    private static func unquoted(_ bytes: [UInt8]) -> [UInt8] {
        var plain: [UInt8] = []
        var rest = bytes[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "=") else {
                plain.append(byte)
                continue
            }
            if rest.first == UInt8(ascii: "\n") {
                rest.removeFirst()
            } else if let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) {
                plain.append(value)
                rest = rest.dropFirst(2)
            }
        }
        return plain
    }
}
