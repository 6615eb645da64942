import EmulatorAdministration
import EmulatorCore
import ExoJSON

/// A request to the token endpoint whose client is known.
struct TokenRequest: Sendable {
    let call: EntraCall
    let version: ProtocolVersion
    let form: FormFields
    let authority: Authority
    let client: Client
    let credential: ClientCredential
    let claims: ClaimsRequest
    let binding: TokenBinding

    /// A field that must be there.
    ///
    /// - Throws: ``EntraError`` 900144.
    func required(_ name: String) throws -> String {
        guard let value = form[name] else { throw EntraError.missing(name) }
        return value
    }

    /// The scope, which must be there on the v2.0 endpoint.
    ///
    /// - Throws: ``EntraError`` 901002 where a resource stands in its place, or 900144.
    func requiredScope() throws -> String {
        guard form["scope"] != nil || form["resource"] == nil else { throw EntraError.resourceOnVersion2 }
        return try required("scope")
    }

    /// What the request itself asks for; `nil` where it leaves that to the grant.
    func askedScope() throws -> ScopeRequest? {
        switch version {
        case .v1: form["resource"].map { ScopeRequest(resource: $0) }
        case .v2: try form["scope"].map { try ScopeRequest(parsing: $0) }
        }
    }

    /// Members of a reply about time: numbers on the v2.0 endpoint, text on the other.
    func times(_ lifetime: TokenLifetime, issuedAt: Int, resource: ResourceAPI) -> JSONObject {
        func number(_ value: Int) -> JSONValue { version == .v1 ? .string(String(value)) : .integer(Int64(value)) }
        var times: JSONObject = [
            "expires_in": number(lifetime.expiresIn), "ext_expires_in": number(lifetime.expiresIn),
        ]
        if let refreshIn = lifetime.refreshIn { times["refresh_in"] = number(refreshIn) }
        guard version == .v1 else { return times }
        times["expires_on"] = number(issuedAt + lifetime.seconds)
        times["not_before"] = number(issuedAt - Int(TokenFamily.skew))
        times["resource"] = .string(resource.identifier)
        return times
    }
}
