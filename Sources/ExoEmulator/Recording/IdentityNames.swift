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
    private var numbers: [String: String] = [:]
    /// How long the phrases are that are looked for in texts, by their first word, the longest first.
    private var phrases: [String: [Int]] = [:]

    /// Words that name nobody.
    private static let common: Set = [
        "default", "unlimited", "none", "true", "false", "all", "public", "private", "organization", "everyone", "self",
        "yes", "no", "active", "enabled", "disabled", "anonymous", "local", "remote", "user", "group", "mail", "inbox",
        "calendar", "and", "the", "for", "removed", "administrator", "admin", "root", "global", "standard", "strict",
        "users", "nt authority", "microsoft", "exchange", "system", "test", "allow", "block", "value", "name",
        "message",
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
        let (length, known) = (key.count, phrases[first] ?? [])
        guard !known.contains(length) else { return }
        phrases[first] = (known + [length]).sorted(by: >)
    }

    /// Learns whose address something is: ada.lovelace is Ada somewhere else.
    private mutating func learn(local: String) {
        learn(name: local)
        let parts = local.split { $0 == "." || $0 == "_" }
        guard (2...3).contains(parts.count), parts.allSatisfy({ $0.allSatisfy(\.isLetter) }) else { return }
        for part in parts where part.count >= 3 { learn(name: String(part)) }
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
        if let known = parent(of: key) { return known }
        let number = domains.count + 1
        let made = key.hasSuffix(".onmicrosoft.com") ? "tenant\(number).onmicrosoft.com" : "domain\(number).example"
        if domains.count < Self.most { domains[key] = made }
        return made
    }

    /// What stands for a host or for the domain that it is in, where that was learned.
    func known(host: String) -> String? { domains[host] ?? parent(of: host) }

    private func parent(of host: String) -> String? {
        var rest = host[...]
        while let point = rest.firstIndex(of: ".") {
            rest = rest[rest.index(after: point)...]
            if let known = domains[String(rest)] { return known }
        }
        return nil
    }

    mutating func replacement(address: String) -> String {
        let parts = address.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let domain = replacement(domain: parts[1])
        guard !parts[0].isEmpty else { return "@\(domain)" }
        if parts[0].lowercased().hasPrefix("systemmailbox") || parts[0].lowercased() == "oauthuser" {
            return "\(parts[0])@\(domain)"
        }
        // What names nobody is kept, so that two such addresses stay two.
        if Self.common.contains(parts[0].lowercased()) { return "\(parts[0].lowercased())@\(domain)" }
        learn(local: parts[0])
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

    /// What stands for a security identifier of somebody's domain.
    mutating func replacement(sid: String) -> String {
        number(of: sid.lowercased()) { "S-1-5-21-1000000000-1000000000-1000000000-\($0)" }
    }

    /// What stands for the number that a sign-in service has for somebody.
    mutating func replacement(netID: String) -> String {
        number(of: netID.lowercased()) { count in
            let digits = String(count, radix: 16, uppercase: true)
            return "1003" + String(repeating: "0", count: 12 - digits.count) + digits
        }
    }

    private mutating func number(of key: String, _ make: (Int) -> String) -> String {
        if let known = numbers[key] { return known }
        let made = make(numbers.count + 1)
        if numbers.count < Self.most { numbers[key] = made }
        return made
    }

    /// What stands for the phrase that begins at a place of a text, and where it ends.
    func phrase(at place: String.Index, in text: String) -> (String, String.Index)? {
        let rest = text[place...]
        guard let lengths = phrases[rest.prefix(while: Self.isWord).lowercased()] else { return nil }
        for length in lengths {
            let part = rest.prefix(length)
            guard let known = words[part.lowercased()] else { continue }
            // Before an @ or a letter it is a part of an address or of another word.
            let next = part.endIndex < text.endIndex ? text[part.endIndex] : nil
            guard next.map({ !Self.isWord($0) && $0 != "@" }) ?? true else { continue }
            return (known, part.endIndex)
        }
        return nil
    }

    /// What stands for a name that was learned.
    func replacement(name: String) -> String? { words[name.trimmed.lowercased()] }
}
