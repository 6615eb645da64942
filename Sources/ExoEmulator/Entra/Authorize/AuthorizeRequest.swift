#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What a client asks of the authorize endpoint, beyond where the answer goes.
struct AuthorizeRequest: Sendable {
    private static let hybridTypes: Set = [
        "id_token", "code id_token", "id_token token", "token", "code id_token token",
    ]

    let version: ProtocolVersion
    let scope: ScopeRequest
    /// The scope, or on the v1.0 endpoint the resource, as it was written.
    let scopeText: String
    let resource: String?
    let nonce: String?
    let challenge: CodeChallenge?
    let prompt: Prompt?
    let loginHint: String?
    let wantsClientInfo: Bool
    /// The age beyond which a session is not enough.
    let maximumAge: TimeInterval?

    /// Reads the request.
    ///
    /// - Parameters:
    ///   - fields: The request's fields.
    ///   - version: The endpoint's generation.
    ///   - kind: What the redirect URI is registered as.
    /// - Throws: ``EntraError`` for the client: 900144, 70005, 700054, 70007, 901002, 70011, 50147, 501491, 9002325, 9002313.
    init(_ fields: FormFields, version: ProtocolVersion, kind: RedirectURIKind) throws {
        self.version = version
        try Self.checkResponse(fields)
        switch version {
        case .v1:
            resource = fields["resource"]
            scopeText = fields["scope"] ?? "openid"
            var scope = resource.map { ScopeRequest(resource: $0) } ?? ScopeRequest()
            scope.openID = ["openid", "profile", "offline_access"]
            self.scope = scope
        case .v2:
            guard fields["resource"] == nil else { throw EntraError.resourceOnVersion2 }
            guard let text = fields["scope"] else { throw EntraError.missing("scope") }
            resource = nil
            scopeText = text
            scope = try ScopeRequest(parsing: text)
        }
        nonce = fields["nonce"]
        challenge = try CodeChallenge(fields)
        guard kind != .spa || challenge != nil else { throw EntraError.proofKeyRequired }
        prompt = try fields["prompt"].map { text in
            guard let prompt = Prompt(rawValue: text.lowercased()) else {
                throw EntraError.malformedRequest("the value of 'prompt' is not supported")
            }
            return prompt
        }
        loginHint = fields["login_hint"]
        wantsClientInfo = fields["client_info"] != nil
        maximumAge = fields["max_age"].flatMap { TimeInterval($0) }
        _ = try ClaimsRequest(fields["claims"])
    }

    private static func checkResponse(_ fields: FormFields) throws {
        for name in [
            "response_type", "scope", "resource", "nonce", "code_challenge", "code_challenge_method", "prompt",
        ]
        where fields.repeats(name) {
            throw EntraError.malformedRequest("the parameter '\(name)' is given twice")
        }
        guard let type = fields["response_type"] else { throw EntraError.missing("response_type") }
        if let mode = fields["response_mode"], ResponseMode(rawValue: mode.lowercased()) == nil {
            throw EntraError.unknownResponseMode(mode)
        }
        guard type.lowercased() != "code" else { return }
        let words = type.lowercased().split(separator: " ").sorted().joined(separator: " ")
        throw hybridTypes.contains(words) || words == "token"
            ? EntraError.responseTypeNotEnabled(type)
            : EntraError.unknownResponseType(type)
    }
}
