import EmulatorCore
import ExoCrypto
import ExoJSON
import HTTPServer

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension TokenRefusal {
    /// The words of the service's diagnostics header: a number, a reason, a category.
    ///
    /// Numbers and categories are those of Microsoft's table, and of captures where it has none; reasons that nobody
    /// captured are guesses.
    ///
    /// https://learn.microsoft.com/exchange/client-developer/exchange-web-services/instrumenting-client-requests-for-ews-and-rest-in-exchange
    var diagnostics: (number: Int, reason: String, category: String) {
        switch self {
        case .badSignature: (2_000_000, "The token has an invalid signature.", "invalid_signature")
        case .missing, .malformed:
            (2_000_001, "OAuth token submitted with the request can not be parsed.", "invalid_token")
        // A guess: the table has nothing for a token that begins later.
        case .notYetValid: (2_000_001, "The token is not valid yet.", "invalid_token")
        // The Get-EXO* cmdlets of the official module go by this number.
        case .expired: (2_000_002, "The token has expired.", "token_expired")
        case .wrongAudience: (2_000_003, "The audience claim value is invalid 'aud'.", "invalid_resource")
        case .revoked: (2_000_008, "The token was revoked.", "invalid_grant")
        case .wrongIssuer: (2_000_009, "The issuer of the token is unknown.", "invalid_issuer")
        }
    }

    /// The header fields of the 401 that refuses the token.
    ///
    /// - Parameters:
    ///   - authority: The sign-in host that the service trusts.
    ///   - resource: The client id of the service.
    ///   - isBearer: Whether the request spoke of a bearer token at all: without, the service asks for Basic credentials alone.
    /// - Returns: The fields.
    func headers(authority: String, resource: String, isBearer: Bool) -> [ServerRequest.Field] {
        guard isBearer else { return [ServerRequest.Field("WWW-Authenticate", #"Basic Realm="""#)] }
        let (number, reason, category) = diagnostics
        return [
            ServerRequest.Field("WWW-Authenticate", challenge(authority: authority, resource: resource)),
            ServerRequest.Field("x-ms-diagnostics", #"\#(number);reason="\#(reason)";error_category="\#(category)""#),
        ]
    }

    private func challenge(authority: String, resource: String) -> String {
        let authorize = #"authorization_uri="\#(authority)/common/oauth2/authorize""#
        if case .revoked(let date) = self {
            let claims = Self.claims(notBefore: date)
            return #"Bearer realm="", \#(authorize), client_id="\#(resource)", error="insufficient_claims", "#
                + #"claims="\#(claims)""#
        }
        return #"Bearer client_id="\#(resource)", trusted_issuers="00000001-0000-0000-c000-000000000000@*", "#
            + #"token_types="app_asserted_user_v1 service_asserted_app_v1", \#(authorize), error="invalid_token""#
    }

    // The official module takes standard base64 with its padding alone.
    private static func claims(notBefore date: Date) -> String {
        let second = String(Int(date.timeIntervalSince1970.rounded(.down)))
        let claims: JSONValue = ["access_token": ["nbf": ["essential": true, "value": .string(second)]]]
        return Base64.encode(claims.serialized())
    }
}
