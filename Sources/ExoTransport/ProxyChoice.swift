/// Which proxy a request takes.
struct ProxyChoice: Sendable, Equatable {
    /// The proxy's URL; `nil` for none.
    var url: String?

    /// Hosts and networks that are reached without it, in the form of `no_proxy`; none where a proxy was named explicitly.
    var exceptions = ""

    /// The proxy's host and port for a message, without a user name and password.
    var name: String? {
        guard let url else { return nil }
        guard let parts = CurlURL(url, asProxy: true), let host = parts.host else { return "named by the settings" }
        return parts.port.map { "\(host):\($0)" } ?? host
    }

    /// Chooses as curl does: the session's proxy first, then `https_proxy` or `http_proxy`, then `all_proxy`, unless `no_proxy`
    /// names the host.
    ///
    /// `HTTP_PROXY` in capitals is not read, since a web server sets it from a request's header.
    init(session: String?, target: HTTPURL, environment: [String: String]) {
        if let session {
            url = session.isEmpty ? nil : session
            return
        }
        func variable(_ names: String...) -> String? {
            names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        }
        let own = target.scheme == "https" ? variable("https_proxy", "HTTPS_PROXY") : variable("http_proxy")
        url = own ?? variable("all_proxy", "ALL_PROXY")
        guard url != nil, let list = variable("no_proxy", "NO_PROXY") else { return }
        // libcurl knows networks too; whether it is a name is found here, so that messages speak of no proxy that was not asked.
        exceptions = list
        if Self.list(list, names: target.host) { url = nil }
    }

    private static func list(_ list: String, names host: String) -> Bool {
        let host = host.drop { $0 == "[" }.prefix { $0 != "]" }
        return list.split { $0 == "," || $0 == " " }.contains { entry in
            if entry == "*" { return true }
            let name = entry.lowercased().drop { $0 == "." || $0 == "[" }.prefix { $0 != "]" }
            return !name.isEmpty && (host == name || host.hasSuffix("." + name))
        }
    }
}

extension HTTPSession {
    /// The host and port of the proxy that a request to an address takes; `nil` where it takes none.
    ///
    /// - Throws: ``TransportError`` when the address is none.
    package func proxyName(for url: String, environment: [String: String]) throws -> String? {
        ProxyChoice(session: proxy, target: try HTTPURL(url), environment: environment).name
    }
}
