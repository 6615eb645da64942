/// A host outside of the organization, of which nothing is asked: nothing leaves the emulator.
enum RemoteHost {
    /// Whether a host is there: all are but those whose names say that they are none (`.invalid`, RFC 6761).
    static func answers(_ host: String) -> Bool { !host.lowercased().hasSuffix(".invalid") }

    /// The domain of an address, in lower case.
    static func domain(of address: String) -> String {
        address.lowercased().split(separator: "@").last.map(String.init) ?? ""
    }

    /// The host of a URL, in lower case; what is no URL is a host itself.
    static func host(of url: String) -> String {
        let text = url.lowercased()
        let rest = text.firstRange(of: "://").map { text[$0.upperBound...] } ?? text[...]
        return String(rest.prefix { !"/:?#".contains($0) })
    }
}
