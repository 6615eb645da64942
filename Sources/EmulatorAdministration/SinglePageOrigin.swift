package import EmulatorCore

extension Directory {
    /// Whether an origin is a single-page application's.
    package func isSinglePageOrigin(_ text: String) throws -> Bool {
        guard let origin = RedirectURI(origin: text) else { return false }
        return try origin.namesOfHost.contains { name in
            try singlePageURIs(beginning: "\(origin.scheme)://\(name)").contains {
                RedirectURI($0)?.isUnder(origin: origin) == true
            }
        }
    }

    /// The redirect URIs of single-page applications that begin with a text in small letters.
    private func singlePageURIs(beginning start: String) throws -> [String] {
        try store.read { connection in
            try connection.rows(
                "SELECT uri FROM redirect_uri WHERE kind = 'spa' AND lower(uri) >= ? AND lower(uri) < ?",
                [start, start + "\u{10FFFF}"]
            ) { try $0.text() }
        }
    }
}

extension RedirectURI {
    /// Reads an origin as a browser sends it: scheme, host and port.
    package init?(origin text: String) {
        self.init(text)
        guard scheme == "http" || scheme == "https", path.isEmpty else { return nil }
    }

    /// Whether a page at this URI has an origin; as with addresses to return to, the port of `http://localhost` does not
    /// count.
    package func isUnder(origin: RedirectURI) -> Bool {
        guard scheme == origin.scheme else { return false }
        if isLoopback, origin.isLoopback { return true }
        return host == origin.host && (port ?? Self.usualPorts[scheme]) == (origin.port ?? Self.usualPorts[scheme])
    }

    /// The names that count as this host.
    fileprivate var namesOfHost: [String] { isLoopback ? Self.loopback.sorted() : [host] }

    private static let usualPorts = ["http": "80", "https": "443"]
}
