package import EmulatorCore

/// A redirect URI taken apart as strictly as a decision about it needs.
package struct RedirectURI: Sendable, Equatable {
    static let loopback: Set = ["localhost", "127.0.0.1", "[::1]"]
    private static let publicCloud = "https://login.microsoftonline.com"
    // The portal is registered under the address the emulator has when nobody chooses another.
    private static let portal = (origin: "https://localhost:8443", path: "/portal/signin")
    private static let nativePaths = ["/common/oauth2/nativeclient", "/organizations/oauth2/nativeclient"]

    /// The URI as it was written.
    package let text: String
    /// The scheme, lower case.
    package let scheme: String
    /// The host, lower case; empty where the URI has none.
    package let host: String
    /// The port as written, if there is one.
    package let port: String?
    /// Path and query; empty where there is neither.
    package let path: String

    /// Reads a URI; `nil` when it is none, has a fragment or a user, or holds a character that readers see differently.
    package init?(_ text: String) {
        guard !text.isEmpty, text.utf8.count <= 2048,
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && !#"\"<>^`{|}"#.utf8.contains($0) }),
            !text.contains("#"), let colon = text.firstIndex(of: ":")
        else { return nil }
        scheme = text[..<colon].lowercased()
        guard let first = scheme.first, first.isLetter,
            scheme.allSatisfy({ $0.isLetter || $0.isASCIIDigit || "+-.".contains($0) }),
            !["javascript", "data", "vbscript", "file", "about", "blob"].contains(scheme)
        else { return nil }
        self.text = text
        let rest = text[text.index(after: colon)...]
        guard rest.hasPrefix("//") else {
            guard scheme != "http", scheme != "https" else { return nil }
            (host, port, path) = ("", nil, String(rest))
            return
        }
        let authority = rest.dropFirst(2).prefix { $0 != "/" && $0 != "?" }
        path = String(rest.dropFirst(2 + authority.count))
        guard !authority.contains("@") else { return nil }
        if let mark = authority.lastIndex(of: ":"), !authority[mark...].contains("]") {
            let digits = authority[authority.index(after: mark)...]
            guard digits.allSatisfy(\.isASCIIDigit), let number = UInt16(digits), number > 0 else { return nil }
            host = authority[..<mark].lowercased()
            port = String(digits)
        } else {
            host = authority.lowercased()
            port = nil
        }
        guard !host.isEmpty || !scheme.hasPrefix("http") else { return nil }
    }

    /// Whether a registration covers this URI.
    ///
    /// The port of `http://localhost` does not count, so that a client may listen on any. Beyond the service, the three
    /// names of the machine itself count as one, the emulator's own landing page stands for the public cloud's, and its
    /// portal answers under whatever address it was reached at.
    ///
    /// - Parameters:
    ///   - registered: The URI as it is registered.
    ///   - authority: The emulator as the client reached it.
    /// - Returns: Whether it does.
    package func matches(_ registered: String, own authority: String) -> Bool {
        if text == registered { return true }
        for path in Self.nativePaths where registered == Self.publicCloud + path && text == authority + path {
            return true
        }
        if registered == Self.portal.origin + Self.portal.path, text == authority + Self.portal.path { return true }
        guard let other = RedirectURI(registered), scheme == other.scheme, pathOrRoot == other.pathOrRoot else {
            return false
        }
        return isLoopback && other.isLoopback || host == other.host && port == other.port
    }

    /// Whether the URI leads to a program on the same machine, without TLS.
    var isLoopback: Bool { scheme == "http" && Self.loopback.contains(host) }

    /// The URI with fields added.
    ///
    /// - Parameters:
    ///   - fields: The fields.
    ///   - separator: `?` for the query, `#` for the fragment.
    /// - Returns: The whole address.
    package func adding(_ fields: FormFields, after separator: Character) -> String {
        let whole = path.isEmpty && scheme.hasPrefix("http") ? text + "/" : text
        let joint = separator == "?" && whole.contains("?") ? "&" : separator
        return "\(whole)\(joint)\(fields.encoded)"
    }

    private var pathOrRoot: String { path.isEmpty ? "/" : path }
}
