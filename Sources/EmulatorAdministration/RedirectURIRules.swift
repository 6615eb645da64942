import EmulatorCore

/// Which redirect URIs may be registered.
struct RedirectURIRules: Sendable {
    let allowsPersonalAccounts: Bool

    /// - Throws: ``AdministrationError`` for the first that may not.
    func check(_ uris: [RedirectURIRecord]) throws {
        let limit = allowsPersonalAccounts ? 100 : 256
        guard uris.count <= limit else {
            throw AdministrationError.invalid(
                "redirectUris",
                of: RegistrationCheck.resource,
                "An application may have \(limit) redirect URIs at most."
            )
        }
        var seen: Set<String> = []
        for record in uris {
            if let reason = fault(of: record) ?? (seen.insert(record.uri).inserted ? nil : "It is registered twice.") {
                throw AdministrationError.invalid(
                    "\(record.kind.rawValue).redirectUris",
                    of: RegistrationCheck.resource,
                    "The redirect URI '\(record.uri.prefix(256))' is not valid. \(reason)"
                )
            }
        }
    }

    /// Why a redirect URI may not be registered; `nil` when it may.
    func fault(of record: RedirectURIRecord) -> String? {
        let text = record.uri
        if text.count > 256 { return "It is longer than 256 characters." }
        if text.contains("#") { return "It must not have a fragment." }
        if text.contains("*") { return "It must not have a wildcard." }
        guard let uri = RedirectURI(text) else { return "It is not an absolute URI." }
        if allowsPersonalAccounts, uri.path.contains("?") {
            return "It must not have a query where personal accounts may sign in."
        }
        switch uri.scheme {
        case "https": return nil
        case "http":
            return ["localhost", "127.0.0.1"].contains(uri.host)
                ? nil : "It must begin with https, or with http for localhost."
        default:
            return record.kind == .publicClient
                ? nil : "It must begin with https, or with http for localhost."
        }
    }
}
