import EmulatorCore

/// What stands in the place of who and what was recorded: the same for the same, whatever the letter case.
///
/// It belongs to one thread at a time.
struct IdentityNames {
    /// More are replaced by one word for all.
    private static let most = 200_000

    private var guids: [String: String] = [:]
    private var domains: [String: String] = [:]
    private var words: [String: String] = [:]
    private var pages: [String: String] = [:]
    private var addresses: [String: String] = [:]
    /// The phrases that are looked for in texts, by their first word, the longest first.
    private var phrases: [String: [String]] = [:]

    /// Words that name nobody.
    private static let common: Set = [
        "default", "unlimited", "none", "true", "false", "all", "public", "private", "organization", "everyone", "self",
        "yes", "no", "active", "enabled", "disabled", "anonymous", "local", "remote", "user", "group", "mail", "inbox",
        "calendar", "and", "the", "for", "removed", "administrator", "admin", "root", "global", "standard", "strict",
        "users", "microsoft", "exchange", "system", "test", "allow", "block", "value", "name", "message",
    ]

    // MARK: Learning

    /// Learns a domain.
    mutating func learn(domain: String) { _ = replacement(domain: domain) }

    /// Learns the name of somebody or something.
    mutating func learn(name: String) {
        let key = name.trimmed.lowercased()
        guard key.count >= 2, key.count <= 400, !Self.common.contains(key),
            key.contains(where: \.isLetter) || key.count >= 5 && key.contains(where: \.isNumber),
            !key.contains("@"), Self.guid(key) == nil, !key.hasPrefix("name "), words.count < Self.most,
            words[key] == nil, domains[key] == nil
        else { return }
        if Self.isDomain(key) { return learn(domain: key) }
        let number = words.count + 1
        words[key] = key.contains(" ") ? "Name \(number)" : "name\(number)"
        guard key.count >= 3 else { return }
        let first = String(key.prefix(while: Self.isWord))
        guard !first.isEmpty else { return }
        phrases[first, default: []].append(key)
        phrases[first]?.sort { $0.count > $1.count }
    }

    // MARK: Replacing

    mutating func replacement(guid: String) -> String {
        let key = guid.lowercased()
        if let known = guids[key] { return known }
        let digits = String(guids.count + 1, radix: 16)
        let made = "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
        if guids.count < Self.most { guids[key] = made }
        return made
    }

    mutating func replacement(domain: String) -> String {
        let key = domain.lowercased()
        if let known = domains[key] { return known }
        if let parent = domains.keys.first(where: { key.hasSuffix(".\($0)") }), let known = domains[parent] {
            return known
        }
        let number = domains.count + 1
        let made = key.hasSuffix(".onmicrosoft.com") ? "tenant\(number).onmicrosoft.com" : "domain\(number).example"
        if domains.count < Self.most { domains[key] = made }
        return made
    }

    mutating func replacement(address: String) -> String {
        let parts = address.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let domain = replacement(domain: parts[1])
        guard !parts[0].isEmpty else { return "@\(domain)" }
        if parts[0].lowercased().hasPrefix("systemmailbox") || parts[0].lowercased() == "oauthuser" {
            return "\(parts[0])@\(domain)"
        }
        learn(name: parts[0])
        return "\(words[parts[0].lowercased()] ?? "someone")@\(domain)"
    }

    mutating func replacement(page: String) -> String {
        if let known = pages[page] { return known }
        let made = "page-\(pages.count + 1)"
        if pages.count < Self.most { pages[page] = made }
        return made
    }

    mutating func replacement(ip address: String) -> String {
        if let known = addresses[address] { return known }
        let made = "192.0.2.\(addresses.count % 250 + 1)"
        if addresses.count < Self.most { addresses[address] = made }
        return made
    }

    /// What stands for a name that was learned.
    func replacement(name: String) -> String? { words[name.trimmed.lowercased()] }

    /// A text with every name, domain, address and id in it replaced.
    mutating func replaced(_ text: String) -> String {
        if let whole = replacement(name: text) { return whole }
        var result = ""
        var rest = text[...]
        var isStart = true
        while let character = rest.first {
            if isStart, Self.isPart(character) {
                let run = String(rest.prefix(while: Self.isPart))
                if let replacement = replaced(run: run) {
                    result += replacement
                    rest = rest.dropFirst(run.count)
                    continue
                }
                if let (phrase, count) = phrase(at: rest) {
                    result += phrase
                    rest = rest.dropFirst(count)
                    isStart = false
                    continue
                }
            }
            result.append(character)
            rest.removeFirst()
            isStart = !Self.isWord(character)
        }
        return result
    }

    private func phrase(at rest: Substring) -> (String, Int)? {
        let first = rest.prefix(while: Self.isWord).lowercased()
        guard let candidates = phrases[first] else { return nil }
        for phrase in candidates {
            let part = rest.prefix(phrase.count)
            guard part.lowercased() == phrase else { continue }
            let next = rest.dropFirst(phrase.count).first
            // Before an @ or a dot it is a part of an address or of a host.
            guard next.map({ !Self.isWord($0) && $0 != "@" }) ?? true else { continue }
            if let known = words[phrase] { return (known, phrase.count) }
        }
        return nil
    }

    /// What stands for letters, digits and what holds them together, where it is somebody's.
    private mutating func replaced(run: String) -> String? {
        if run.contains("@") {
            let trailing = String(run.reversed().prefix { $0 == "." || $0 == "-" }.reversed())
            let core = String(run.dropLast(trailing.count))
            let parts = core.split(separator: "@", omittingEmptySubsequences: false)
            guard parts.count == 2, Self.isDomain(String(parts[1])) else { return nil }
            return replacement(address: core) + trailing
        }
        if let guid = Self.guid(run) { return replacement(guid: guid) }
        if run.count > 36, run.contains("-") {
            // An id with something before or behind it.
            let characters = Array(run)
            for start in 0...(characters.count - 36) {
                let part = String(characters[start..<(start + 36)])
                guard Self.guid(part) != nil else { continue }
                let before = String(characters[..<start])
                let behind = String(characters[(start + 36)...])
                return replaced(before) + replacement(guid: part) + replaced(behind)
            }
        }
        if run.count == 32, run.allSatisfy(\.isHexDigit), run.contains(where: \.isNumber) {
            let text = run.lowercased()
            let parts = [
                text.prefix(8), text.dropFirst(8).prefix(4), text.dropFirst(12).prefix(4),
                text.dropFirst(16).prefix(4), text.dropFirst(20),
            ]
            return replacement(guid: parts.joined(separator: "-")).filter { $0 != "-" }
        }
        if Self.isIPAddress(run) { return replacement(ip: run) }
        let host = run.lowercased()
        if host.hasSuffix(".onmicrosoft.com") { return replacement(domain: host) }
        if domains[host] != nil || domains.keys.contains(where: { host.hasSuffix(".\($0)") }) {
            return replacement(domain: host)
        }
        return nil
    }

    // MARK: Shapes

    private static func isWord(_ character: Character) -> Bool { character.isLetter || character.isNumber }

    private static func isPart(_ character: Character) -> Bool { isWord(character) || "._+@%-'".contains(character) }

    static func guid(_ text: String) -> String? {
        guard text.utf8.count == 36 else { return nil }
        for (place, byte) in text.utf8.enumerated() {
            let isHyphen = [8, 13, 18, 23].contains(place)
            guard isHyphen ? byte == 0x2D : Character(Unicode.Scalar(byte)).isHexDigit else { return nil }
        }
        return text
    }

    /// Whether a text can be a domain that somebody owns: the service's own hosts and the names of types are none.
    static func isDomain(_ text: String) -> Bool {
        let labels = text.lowercased().split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 2, labels.count <= 8, let last = labels.last, last.count >= 2,
            last.allSatisfy({ $0.isLetter && $0.isASCII }),
            labels.allSatisfy({
                !$0.isEmpty && $0.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
            })
        else { return false }
        let host = text.lowercased()
        if host.hasSuffix(".onmicrosoft.com") { return true }
        let own = [
            "microsoft.com", "outlook.com", "office365.com", "office365.us", "office.com", "microsoftonline.com",
            "microsoftonline.us", "windows.net", "azure.com", "live.com", "w3.org", "xmlsoap.org",
        ]
        let types = ["system", "microsoft", "exchange", "odata", "deserialized"]
        return !own.contains { host == $0 || host.hasSuffix(".\($0)") } && !types.contains(String(labels[0]))
    }

    private static func isIPAddress(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil } && !text.hasPrefix("127.")
    }
}
