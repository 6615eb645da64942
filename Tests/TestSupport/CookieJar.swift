import ExoTransport

/// The cookies of one session: names and values per host, without paths and dates.
struct CookieJar {
    private var cookies: [String: [(name: String, value: String)]] = [:]

    mutating func take(_ fields: [String], from host: String) {
        for field in fields {
            let attributes = field.split(separator: ";").map { trim($0) }
            guard let pair = attributes.first, let equals = pair.firstIndex(of: "=") else { continue }
            let name = String(pair[..<equals])
            cookies[host, default: []].removeAll { $0.name == name }
            guard !attributes.contains(where: { $0.lowercased() == "max-age=0" }) else { continue }
            cookies[host, default: []].append((name, String(pair[pair.index(after: equals)...])))
        }
    }

    func header(for host: String) -> String? {
        guard let pairs = cookies[host], !pairs.isEmpty else { return nil }
        return pairs.map { "\($0.name)=\($0.value)" }.joined(separator: "; ")
    }

    private func trim(_ text: Substring) -> Substring {
        var text = text
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return text
    }
}
