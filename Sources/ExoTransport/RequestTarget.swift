/// The parts of a URL that decide where a request goes.
struct RequestTarget: Sendable, Equatable {
    var scheme: String
    /// The host in lower case, an IPv6 address in its brackets.
    var host: String
    var port: Int

    /// Host and port for a message.
    var name: String { "\(host):\(port)" }

    /// Reads an absolute `http` or `https` URL (RFC 3986) that is percent-encoded and names no user.
    ///
    /// - Throws: ``TransportError`` `invalidRequest`.
    init(_ url: String) throws {
        guard url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x5C && $0 != 0x22 && $0 != 0x3C && $0 != 0x3E })
        else {
            throw Self.refusal("it holds a character that must be percent-encoded")
        }
        let halves = url.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
        let scheme = halves[0].lowercased()
        guard halves.count == 2, scheme == "http" || scheme == "https" else {
            throw Self.refusal("it must begin with https:// or http://")
        }
        let authority = halves[1].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard !authority.contains("@") else { throw Self.refusal("it must not hold a user name") }
        var host = authority[...]
        var port = scheme == "https" ? 443 : 80
        let afterAddress = authority.lastIndex(of: "]").map { authority.index(after: $0) } ?? authority.startIndex
        if let colon = authority[afterAddress...].firstIndex(of: ":") {
            let digits = authority[authority.index(after: colon)...]
            guard let number = UInt16(digits), number > 0, digits.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
                throw Self.refusal("its port is not a number from 1 to 65535")
            }
            port = Int(number)
            host = authority[..<colon]
        }
        guard !host.isEmpty else { throw Self.refusal("it names no host") }
        self.scheme = scheme
        self.host = host.lowercased()
        self.port = port
    }

    private static func refusal(_ reason: String) -> TransportError {
        TransportError(code: .invalidRequest, message: "the URL cannot be used: \(reason)")
    }
}
