/// An absolute `http` or `https` URL taken apart: where a request goes, and what it asks for there.
///
/// User names, fragments, blanks, control characters, quotation marks and backslashes are refused: readers disagree about where
/// such URLs point.
package struct HTTPURL: Sendable, Equatable {
    /// The longest URL accepted, in bytes.
    package static let longestText = 64 << 10

    /// `http` or `https`.
    package var scheme: String
    /// The host in lower case, an IPv6 address in its brackets.
    package var host: String
    /// The port, the scheme's own where none is written.
    package var port: Int
    /// Path and query as written, beginning with a slash.
    package var target: String

    /// Host and port for a message.
    package var name: String { "\(host):\(port)" }

    /// Scheme, host and port; the port only where it is not the scheme's own.
    package var origin: String {
        port == Self.defaultPort(of: scheme) ? "\(scheme)://\(host)" : "\(scheme)://\(host):\(port)"
    }

    /// Takes a URL apart.
    ///
    /// - Parameter text: The URL (RFC 3986), percent-encoded.
    /// - Throws: ``TransportError`` `invalidRequest`, or `other` where libcurl is not installed.
    package init(_ text: String) throws {
        guard text.utf8.count <= Self.longestText else { throw Self.refusal("it is too long") }
        guard text.utf8.allSatisfy(Self.isAllowed) else {
            throw Self.refusal("it holds a fragment, or a character that must be percent-encoded")
        }
        try CurlLibrary.check()
        guard let parts = CurlURL(text), let scheme = parts.scheme, scheme == "http" || scheme == "https" else {
            throw Self.refusal("it must be an absolute URL that begins with https:// or http://")
        }
        // libcurl takes one slash or three for two, and an empty port for none.
        let rest = text.dropFirst(scheme.count)
        let authority = rest.dropFirst("://".count).prefix { $0 != "/" && $0 != "?" }
        guard rest.hasPrefix("://"), !authority.isEmpty, authority.last != ":" else {
            throw Self.refusal("it names no host, or an empty port")
        }
        // A host in percent-encoding is one host for this reader and another for the next; an IPv6 zone has its own.
        guard authority.hasPrefix("[") || !authority.contains("%") else {
            throw Self.refusal("its host is percent-encoded")
        }
        guard !parts.hasUser else { throw Self.refusal("it must not hold a user name") }
        guard let host = parts.host, host.utf8.contains(where: { $0 != UInt8(ascii: ".") }) else {
            throw Self.refusal("it names no host")
        }
        let port = parts.port ?? Self.defaultPort(of: scheme)
        guard (1...65_535).contains(port) else { throw Self.refusal("its port is not a number from 1 to 65535") }
        self.scheme = scheme
        self.host = host.lowercased()
        self.port = port
        target = (parts.path ?? "/") + (parts.query.map { "?\($0)" } ?? "")
    }

    private static func defaultPort(of scheme: String) -> Int { scheme == "https" ? 443 : 80 }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "#"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\\"): false
        default: byte > 0x20 && byte < 0x7F
        }
    }

    private static func refusal(_ reason: String) -> TransportError {
        TransportError(code: .invalidRequest, message: "the URL cannot be used: \(reason)")
    }
}
