/// Finds secrets inside of texts by what stands before them.
enum SecretValue {
    /// What a signature or a key stands behind, in small letters.
    private static let marks = ["sig=", "accesskey=", "accountkey=", "password=", "client_secret="]

    /// A text without the signatures and keys of links and connection strings in it, and without the secrets in CLIXML.
    static func removed(from text: String) -> String {
        let bytes = Array(text.utf8)
        let small = bytes.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        let isMarked = marks.contains { small.firstRange(of: Array($0.utf8)) != nil }
        let plain = isMarked ? withoutMarked(bytes, small) : bytes
        let whole = String(decoding: plain, as: UTF8.self)
        return whole.contains(" N=") || whole.contains("<SS") ? withoutElements(plain) : whole
    }

    private static func withoutMarked(_ bytes: [UInt8], _ small: [UInt8]) -> [UInt8] {
        var shown: [UInt8] = []
        var place = 0
        while place < bytes.count {
            guard let mark = marks.first(where: { small[place...].starts(with: $0.utf8) }) else {
                shown.append(bytes[place])
                place += 1
                continue
            }
            let start = place + mark.utf8.count
            let end = bytes[start...].firstIndex { "&; \"'<>,\r\n\t".utf8.contains($0) } ?? bytes.count
            shown += bytes[place..<start]
            // A signature has a sign behind it more often than not; nothing is nothing to hide.
            if end > start { shown += TraceRedaction.removed.utf8 }
            place = end
        }
        return shown
    }

    /// A text in which the elements of CLIXML that hold a secure string, or have the name of a secret, are empty.
    private static func withoutElements(_ bytes: [UInt8]) -> String {
        var shown: [UInt8] = []
        var place = 0
        while place < bytes.count {
            guard bytes[place] == UInt8(ascii: "<"), let end = bytes[place...].firstIndex(of: UInt8(ascii: ">")) else {
                shown.append(bytes[place])
                place += 1
                continue
            }
            let tag = String(decoding: bytes[place + 1..<end], as: UTF8.self)
            shown += bytes[place...end]
            place = end + 1
            guard !tag.hasSuffix("/"), isSecret(tag) else { continue }
            let element = tag.prefix { $0 != " " }
            let start = place
            place = endOfContent(of: element, in: bytes, from: start)
            if place > start { shown += TraceRedaction.removed.utf8 }
        }
        return String(decoding: shown, as: UTF8.self)
    }

    private static func isSecret(_ tag: String) -> Bool {
        if tag.prefix(while: { $0 != " " }) == "SS" { return true }
        guard let name = tag.firstRange(of: " N=\"") else { return false }
        return SecretName.isMember(tag[name.upperBound...].prefix { $0 != "\"" })
    }

    /// Where the end tag of an element begins; elements of its own name may stand inside.
    private static func endOfContent(of element: Substring, in bytes: [UInt8], from start: Int) -> Int {
        let opening = Array("<\(element)".utf8)
        let closing = Array("</\(element)>".utf8)
        var depth = 1
        var place = start
        while place < bytes.count {
            if bytes[place...].starts(with: closing) {
                depth -= 1
                if depth == 0 { return place }
            } else if bytes[place...].starts(with: opening), place + opening.count < bytes.count,
                [UInt8(ascii: " "), UInt8(ascii: ">")].contains(bytes[place + opening.count])
            {
                depth += 1
            }
            place += 1
        }
        return place
    }
}
