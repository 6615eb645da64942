/// Finds secrets inside of texts by what stands before them.
enum SecretValue {
    /// What a signature, a key or a password is called, in small letters.
    private static let names = [
        "sig", "sharedaccesskey", "accesskey", "accountkey", "password", "pwd", "client_secret", "clientsecret",
        "access_token",
        "refresh_token", "authorization",
    ].map { Array($0.utf8) }

    /// A text without the signatures and keys of links and connection strings in it, without private keys, and without the secrets
    /// in CLIXML.
    static func removed(from text: String) -> String {
        var bytes = Array(text.utf8)
        let small = bytes.map(lowercased)
        if names.contains(where: { small.firstRange(of: $0) != nil }) { bytes = withoutNamed(bytes, small) }
        let whole = withoutKeys(String(decoding: bytes, as: UTF8.self))
        return whole.contains(" N=") || whole.contains("<SS") ? withoutElements(Array(whole.utf8)) : whole
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(lowercased(byte)) }

    /// A text without what stands behind a name and a sign that gives it a value.
    private static func withoutNamed(_ bytes: [UInt8], _ small: [UInt8]) -> [UInt8] {
        var shown: [UInt8] = []
        var place = 0
        while place < bytes.count {
            let isStart = place == 0 || !isLetter(bytes[place - 1])
            guard isStart, let name = names.first(where: { small[place...].starts(with: $0) }),
                let start = value(behind: place + name.count, in: bytes)
            else {
                shown.append(bytes[place])
                place += 1
                continue
            }
            let scheme = ["bearer ", "basic "].first { small[start...].starts(with: $0.utf8) }
            let secret = start + (scheme?.utf8.count ?? 0)
            let end = bytes[secret...].firstIndex { "&; \"'<>,\r\n\t".utf8.contains($0) } ?? bytes.count
            shown += bytes[place..<secret]
            if end > secret { shown += TraceRedaction.removed.utf8 }
            place = end
        }
        return shown
    }

    /// Where the value of a name begins: behind a sign, with blanks and quotes around it; nil where none follows.
    private static func value(behind end: Int, in bytes: [UInt8]) -> Int? {
        func behind(_ start: Int) -> Int {
            bytes[min(start, bytes.count)...].firstIndex { !" \"'\\".utf8.contains($0) } ?? bytes.count
        }
        let sign = behind(end)
        guard sign < bytes.count else { return nil }
        if bytes[sign...].starts(with: "%3d".utf8) || bytes[sign...].starts(with: "%3D".utf8) { return sign + 3 }
        guard bytes[sign] == UInt8(ascii: "=") || bytes[sign] == UInt8(ascii: ":") else { return nil }
        return behind(sign + 1)
    }

    /// A text without private keys in the form of PEM.
    private static func withoutKeys(_ text: String) -> String {
        let mark = "PRIVATE KEY-----"
        guard text.contains(mark) else { return text }
        var shown = ""
        var rest = text[...]
        while let begin = rest.firstRange(of: mark) {
            shown += rest[..<begin.upperBound] + TraceRedaction.removed
            let behind = rest[begin.upperBound...]
            rest = behind.firstRange(of: "-----END").map { behind[$0.lowerBound...] } ?? ""
            // The end has the mark of a beginning too.
            guard let end = rest.firstRange(of: mark) else { continue }
            shown += rest[..<end.upperBound]
            rest = rest[end.upperBound...]
        }
        return shown + rest
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
