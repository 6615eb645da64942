internal import ExoJSON

/// Reads an authority's metadata (OpenID Connect Discovery 1.0, section 4) and refuses what contradicts itself.
enum AuthorityMetadata {
    /// Where the document lies.
    static func address(of authority: Authority, tenant: String) -> String {
        let path = "/.well-known/openid-configuration"
        switch authority.form {
        case .entra: return "\(authority.address)/\(tenant)/v2.0\(path)"
        case .entraV1: return "\(authority.address)/\(tenant)\(path)"
        case .openID:
            let issuer = authority.address
            return (issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer) + path
        }
    }

    /// The endpoints that a document names.
    ///
    /// - Throws: ``TokenError`` with code `unexpectedResponse`.
    static func endpoints(in body: [UInt8], status: Int, of authority: Authority) throws -> AuthorityEndpoints {
        guard status == 200 else {
            if let refusal = EntraError(body: body, status: status) {
                throw TokenReply.refused(refusal, retryAfter: nil)
            }
            throw contradiction(
                authority,
                (300..<400).contains(status)
                    ? "it redirects the question for its metadata (\(status)), and no redirect is followed"
                    : "it answered \(status) to the question for its metadata"
            )
        }
        let document: JSONObject?
        do { document = try JSONValue(parsing: body).objectValue } catch { document = nil }
        guard let document else { throw contradiction(authority, "its metadata is no JSON object") }
        func address(_ name: String) throws -> String? {
            guard let text = document[name]?.stringValue else { return nil }
            guard text.lowercased().hasPrefix("https://"), text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
                throw contradiction(authority, "its \(name) is no https address")
            }
            return text
        }
        guard let token = try address("token_endpoint") else {
            throw contradiction(authority, "its metadata names no token_endpoint")
        }
        let issuer = document["issuer"]?.stringValue
        if authority.form == .openID, issuer != authority.address {
            throw contradiction(
                authority,
                "its metadata belongs to another issuer, \(SanitizedText.shown(issuer ?? "which it does not name"))"
            )
        }
        return AuthorityEndpoints(
            token: token,
            authorization: try address("authorization_endpoint"),
            deviceAuthorization: try address("device_authorization_endpoint"),
            issuer: issuer
        )
    }

    private static func contradiction(_ authority: Authority, _ what: String) -> TokenError {
        TokenError(
            code: .unexpectedResponse,
            message: "the authority \(SanitizedText.shown(authority.address)) cannot be used: \(what)",
            repair: "check the authority's address, and whether a proxy answers in its place"
        )
    }
}
