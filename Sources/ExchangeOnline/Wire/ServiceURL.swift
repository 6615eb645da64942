/// An `https` URL taken apart: where it points, and what is asked for there.
///
/// User names, fragments, blanks, control characters and backslashes are refused: readers disagree about where such URLs point.
struct ServiceURL: Equatable {
    /// The host in small letters.
    var host: String
    /// The port; 443 where none is written.
    var port: Int
    /// Path and query, beginning with a slash.
    var target: String

    init(host: String, port: Int, target: String = "/") {
        self.host = host
        self.port = port
        self.target = target
    }

    init?(_ text: String) {
        guard text.lowercased().hasPrefix("https://"), text.utf8.count <= 16_384 else { return nil }
        let rest = text.dropFirst(8)
        guard rest.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") && $0 != UInt8(ascii: "#") })
        else { return nil }
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        guard !authority.contains("@") else { return nil }
        let parts = authority.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let name = parts.first, !name.isEmpty, name.utf8.allSatisfy(Self.isHostCharacter) else { return nil }
        if parts.count == 2 {
            guard let number = Int(parts[1]), (1...65_535).contains(number) else { return nil }
            port = number
        } else {
            port = 443
        }
        host = name.lowercased()
        let tail = rest.dropFirst(authority.count)
        target = tail.hasPrefix("/") ? String(tail) : "/" + tail
    }

    /// Scheme, host and port; the port only where it is not 443.
    var origin: String { port == 443 ? "https://\(host)" : "https://\(host):\(port)" }

    /// The path without the query.
    var path: Substring { target.prefix { $0 != "?" } }

    /// The first label of the host's name.
    var firstLabel: Substring { host.prefix { $0 != "." } }

    /// Whether the host is one of these domains or below one of them.
    func isInside(_ domains: [String]) -> Bool {
        domains.contains { domain in
            let domain = domain.lowercased()
            return host == domain || host.hasSuffix("." + domain)
        }
    }

    private static func isHostCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
