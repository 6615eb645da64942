import EmulatorAdministration
import EmulatorCore
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What a client asks of the authorize endpoint, beyond where the answer goes.
struct AuthorizeRequest: Sendable {
    let version: ProtocolVersion
    let type: ResponseType
    let scope: ScopeRequest
    /// The scope, or on the v1.0 endpoint the resource, as it was written.
    let scopeText: String
    let resource: String?
    let nonce: String?
    let challenge: CodeChallenge?
    let prompt: Prompt?
    let expectation: AccountExpectation
    let claims: ClaimsRequest
    /// Whether the client demands a second factor (`amr_values`).
    let demandsSecondFactor: Bool
    let wantsClientInfo: Bool
    /// Whether the answer says in which cloud the user lives.
    let wantsCloud: Bool

    /// Reads the request.
    ///
    /// - Parameters:
    ///   - fields: The request's fields.
    ///   - version: The endpoint's generation.
    ///   - address: Whose request it is, and where the answer goes.
    /// - Throws: ``EntraError`` for the client: 900144, 70005, 700054, 700051, 70007, 901002, 70011, 50147, 501491,
    ///   9002325, 9002313.
    init(_ fields: FormFields, version: ProtocolVersion, address: ReplyAddress) throws {
        self.version = version
        try Self.refuseRequestObjects(fields)
        type = try Self.responseType(fields)
        try type.check(address.client.application, fields)
        guard try !type.hasAccessToken || TokenBinding(fields).confirmation == nil else {
            throw EntraError.malformedRequest("'token_type' has to be Bearer here: others come from the token endpoint")
        }
        switch version {
        case .v1:
            resource = fields["resource"]
            scopeText = fields["scope"] ?? "openid"
            scope = ScopeRequest(signInFor: resource ?? "")
        case .v2:
            guard fields["resource"] == nil else { throw EntraError.resourceOnVersion2 }
            guard let text = fields["scope"] else { throw EntraError.missing("scope") }
            resource = nil
            scopeText = text
            scope = try ScopeRequest(parsing: text)
        }
        nonce = fields["nonce"]
        challenge = try CodeChallenge(fields)
        guard address.kind != .spa || !type.hasCode || challenge != nil else { throw EntraError.proofKeyRequired }
        prompt = try fields["prompt"].map { text in
            guard let prompt = Prompt(rawValue: text.lowercased()) else {
                throw EntraError.malformedRequest("the value of 'prompt' is not supported")
            }
            return prompt
        }
        expectation = AccountExpectation(
            login: fields["login_hint"].map(LoginHint.read),
            domain: fields["domain_hint"],
            sessionID: fields["sid"],
            maximumAge: try fields["max_age"].map(Self.seconds),
            userID: fields["id_token_hint"].map { JSONWebToken($0)?.claims["oid"]?.stringValue ?? "" }
        )
        var claims = try ClaimsRequest(fields["claims"])
        // Who limits the age of a sign-in has to learn it (OpenID Connect Core section 3.1.2.1).
        if fields["max_age"] != nil { claims.wantsAuthenticationTime = true }
        self.claims = claims
        let methods = (fields["amr_values"] ?? "").lowercased().split { $0 == " " || $0 == "," }
        demandsSecondFactor = methods.contains("mfa") || methods.contains("ngcmfa")
        wantsClientInfo = fields["client_info"] != nil
        wantsCloud = fields["instance_aware"]?.lowercased() == "true"
    }

    // OpenID Connect Core section 6: whoever sends its request as a token must not be answered as if it had not.
    private static func refuseRequestObjects(_ fields: FormFields) throws {
        for name in ["request", "request_uri"] where fields[name] != nil {
            throw EntraError.unsupportedParameter(name)
        }
    }

    private static func seconds(_ text: String) throws -> TimeInterval {
        guard text.allSatisfy(\.isASCIIDigit), let seconds = TimeInterval(text) else {
            throw EntraError.malformedRequest("the value of 'max_age' is no number of seconds")
        }
        return seconds
    }

    private static func responseType(_ fields: FormFields) throws -> ResponseType {
        for name in [
            "response_type", "scope", "resource", "nonce", "code_challenge", "code_challenge_method", "prompt",
            "max_age", "id_token_hint", "request", "request_uri", "claims",
        ]
        where fields.repeats(name) {
            throw EntraError.malformedRequest("the parameter '\(name)' is given twice")
        }
        guard let type = fields["response_type"] else { throw EntraError.missing("response_type") }
        if let mode = fields["response_mode"], ResponseMode(rawValue: mode.lowercased()) == nil {
            throw EntraError.unknownResponseMode(mode)
        }
        guard let read = ResponseType(type) else { throw EntraError.unknownResponseType(type) }
        return read
    }
}
