import EmulatorCore

/// How identities are found in a text: each run of letters, digits and what holds them together is looked at once.
extension IdentityNames {
    /// How many times over what is written for an address may be written.
    private static let deepest = 3

    /// A text with every name, domain, address and id in it replaced.
    mutating func replaced(_ text: String) -> String { replaced(text, depth: 0) }

    private mutating func replaced(_ text: String, depth: Int) -> String {
        if let whole = replacement(name: text) { return whole }
        var result = ""
        var place = text.startIndex
        var read = place
        var isStart = true
        while place < text.endIndex {
            let character = text[place]
            if isStart, Self.isPart(character) {
                if place >= read {
                    let end = text[place...].firstIndex { !Self.isPart($0) } ?? text.endIndex
                    read = end
                    let isGuest = text[end...].prefix(5).lowercased() == "#ext#"
                    if let made = isGuest ? replaced(guest: text[place..<end]) : replaced(run: text[place..<end], depth)
                    {
                        result += made
                        place = end
                        continue
                    }
                }
                if let (phrase, end) = phrase(at: place, in: text) {
                    result += phrase
                    place = end
                    isStart = false
                    continue
                }
            }
            result.append(character)
            place = text.index(after: place)
            isStart = !Self.isWord(character)
        }
        return result
    }

    /// The address of a guest at home, with a line in the place of its @.
    private mutating func replaced(guest: Substring) -> String? {
        guard let line = guest.lastIndex(of: "_") else { return nil }
        let domain = String(guest[guest.index(after: line)...])
        guard Self.isDomain(domain) else { return nil }
        return replacement(address: "\(guest[..<line])@\(domain)").replacing("@", with: "_")
    }

    /// What stands for a run where something of it is somebody's.
    private mutating func replaced(run: Substring, _ depth: Int) -> String? {
        if depth < Self.deepest, run.contains("%") {
            let decoded = PercentCoding.decoded(run)
            let inner = decoded == run ? decoded : replaced(decoded, depth: depth + 1)
            if inner != decoded { return PercentCoding.encoded(inner) }
        }
        var pieces: [String] = []
        var isChanged = false
        for piece in run.split(separator: "'", omittingEmptySubsequences: false) {
            let made = replaced(piece: piece)
            isChanged = isChanged || made != nil
            pieces.append(made ?? replacement(name: String(piece)) ?? String(piece))
        }
        return isChanged ? pieces.joined(separator: "'") : nil
    }

    /// What stands for a run without quotes; what stands around it stays.
    private mutating func replaced(piece: Substring) -> String? {
        guard let first = piece.firstIndex(where: Self.isWord), let last = piece.lastIndex(where: Self.isWord) else {
            return nil
        }
        let core = piece[first...last]
        let before = piece[..<first]
        let made =
            before.last == "@" && Self.isDomain(String(core)) ? replacement(domain: String(core)) : replaced(core)
        return made.map { "\(before)\($0)\(piece[piece.index(after: last)...])" }
    }

    private mutating func replaced(_ core: Substring) -> String? {
        let parts = core.split(separator: "@", omittingEmptySubsequences: false)
        if parts.count == 2, Self.isDomain(String(parts[1])) { return replacement(address: String(core)) }
        if let made = withoutIDs(core) { return made }
        guard parts.count > 1 else { return replaced(plain: core) }
        var made: [String] = []
        for part in parts { made.append(known(part)) }
        let joined = made.joined(separator: "@")
        return joined == core ? nil : joined
    }

    /// A run with the ids in it replaced, whatever stands between them; `nil` where there is none.
    private mutating func withoutIDs(_ run: Substring) -> String? {
        let bytes = Array(run.utf8)
        var result = ""
        var (start, place) = (0, 0)
        func text(_ range: Range<Int>) -> Substring { Substring(decoding: bytes[range], as: UTF8.self) }
        while place + 36 <= bytes.count {
            guard Self.isGUID(bytes[place..<place + 36]) else {
                place += 1
                continue
            }
            result += known(text(start..<place))
            result += replacement(guid: String(text(place..<place + 36)))
            place += 36
            start = place
        }
        guard start > 0 else { return nil }
        return result + known(text(start..<bytes.count))
    }

    /// What stands for the name that an object was made with, which nothing else may have told of.
    private mutating func replacement(alias: String) -> String {
        guard alias.contains(".") else { return alias }
        return String(replacement(address: "\(alias)@\(Self.nobody)").prefix { $0 != "@" })
    }

    private static let nobody = "nobody.example"

    private mutating func known(_ part: Substring) -> String {
        replaced(plain: part) ?? replacement(name: String(part)) ?? String(part)
    }

    /// What stands for something without an @ and without ids, where it is somebody's.
    private mutating func replaced(plain run: Substring) -> String? {
        guard run.utf8.count <= 400 else { return nil }
        if Self.isSID(run) { return replacement(sid: String(run)) }
        if Self.isNetID(run) { return replacement(netID: String(run)) }
        let digits = run.prefix(32)
        if digits.utf8.count == 32, digits.allSatisfy(\.isHexDigit), digits.contains(where: \.isNumber) {
            // An id without hyphens, alone or before a name as in the distinguished names of old.
            let behind = run.dropFirst(32)
            guard behind.isEmpty || behind.first == "-" else { return nil }
            let text = digits.lowercased()
            let parts = [
                text.prefix(8), text.dropFirst(8).prefix(4), text.dropFirst(12).prefix(4),
                text.dropFirst(16).prefix(4), text.dropFirst(20),
            ]
            let name = String(behind.dropFirst())
            return replacement(guid: parts.joined(separator: "-")).filter { $0 != "-" }
                + (behind.isEmpty ? "" : "-\(replacement(name: name) ?? replacement(alias: name))")
        }
        if Self.isIPAddress(String(run)) { return replacement(ip: String(run)) }
        let host = run.lowercased()
        if host.hasSuffix(".onmicrosoft.com") { return replacement(domain: host) }
        return known(host: host)
    }
}
