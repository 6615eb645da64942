/// The form of a token request: what every grant has, and what each adds.
struct TokenForm {
    /// What OpenID Connect adds to a user's request, so that the account and a refresh token come with the token.
    private static let userScopes = ["openid", "profile", "offline_access"]

    private(set) var body = FormBody()

    /// The fields that every grant has.
    ///
    /// - Parameters:
    ///   - grant: The `grant_type`; `nil` for a request that asks for a code and no token.
    ///   - request: What for.
    ///   - application: In whose name.
    ///   - isForUser: Whether a user's token is asked for.
    /// - Throws: ``TokenError`` with code `invalidRequest`.
    init(_ grant: String?, _ request: TokenRequest, _ application: ClientApplication, isForUser: Bool) throws {
        body.append("client_id", application.id)
        for (name, value) in try Self.scope(of: request, isForUser: isForUser) { body.append(name, value) }
        if let grant { body.append("grant_type", grant) }
        guard request.authority.form != .openID else { return }
        if let claims = try ClaimsDocument.text(challenge: request.claims, capabilities: application.capabilities) {
            body.append("claims", claims)
        }
        body.append("client_info", "1")
    }

    mutating func append(_ name: String, _ value: String) { body.append(name, value) }

    mutating func append(_ field: FormField) { body.append(field.name, field.value) }

    /// The scope, or at the v1.0 endpoints the resource.
    static func scope(of request: TokenRequest, isForUser: Bool) throws -> [(String, String)] {
        switch request.authority.form {
        case .entraV1: [("resource", try request.resource())] + (isForUser ? [("scope", "openid")] : [])
        case .entra, .openID:
            [("scope", (request.scopes + (isForUser ? userScopes : [])).joined(separator: " "))]
        }
    }
}
