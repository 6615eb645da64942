/// Which proxy a request takes.
struct ProxyChoice: Sendable, Equatable {
    /// The proxy's URL; `nil` for none.
    var url: String?

    /// The proxy's host and port for a message, without a user name and password.
    var name: String? {
        guard let url else { return nil }
        let authority = (url.split(separator: "://", maxSplits: 1).last ?? "").prefix { $0 != "/" }
        return String(authority.split(separator: "@").last ?? "")
    }

    /// Chooses as curl does: the session's word first, then `https_proxy` or `http_proxy`, then `all_proxy`, unless `no_proxy`
    /// names the host.
    ///
    /// `HTTP_PROXY` in capitals is not read, since a web server sets it from a request's header.
    init(session: String?, target: RequestTarget, environment: [String: String]) {
        if let session {
            url = session.isEmpty ? nil : session
            return
        }
        func variable(_ names: String...) -> String? {
            names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        }
        let own = target.scheme == "https" ? variable("https_proxy", "HTTPS_PROXY") : variable("http_proxy")
        url = own ?? variable("all_proxy", "ALL_PROXY")
        if url != nil, let list = variable("no_proxy", "NO_PROXY"), Self.list(list, names: target.host) { url = nil }
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
