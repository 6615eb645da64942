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
    var diagnostics: (number: Int, reason: String, category: String) {
        switch self {
        case .missing: (2_000_001, "No bearer token was sent.", "missing_token")
        case .malformed: (2_000_002, "The token is not well formed.", "invalid_token")
        case .badSignature: (2_000_003, "The token has an invalid signature.", "invalid_signature")
        case .expired: (2_000_004, "The token has expired.", "token_expired")
        case .notYetValid: (2_000_005, "The token is not valid yet.", "invalid_lifetime")
        case .wrongAudience: (2_000_006, "The audience of the token is not this service.", "invalid_resource")
        case .wrongIssuer: (2_000_007, "The issuer of the token is not trusted.", "invalid_issuer")
        case .revoked: (2_000_008, "The token was revoked.", "invalid_user")
        }
    }

    /// The header fields of the 401 that refuses the token.
    func headers(authority: String) -> [ServerRequest.Field] {
        let (number, reason, category) = diagnostics
        return [
            ServerRequest.Field("WWW-Authenticate", challenge(authority: authority)),
            ServerRequest.Field("x-ms-diagnostics", #"\#(number);reason="\#(reason)";error_category="\#(category)""#),
        ]
    }

    private func challenge(authority: String) -> String {
        let resource = ResourceAPI.exchange
        let authorize = #"authorization_uri="\#(authority)/common/oauth2/authorize""#
        if case .revoked(let date) = self {
            let claims = Self.claims(notBefore: date)
            return #"Bearer realm="", \#(authorize), client_id="\#(resource)", error="insufficient_claims", "#
                + #"claims="\#(claims)""#
        }
        let types = #"token_types="app_asserted_user_v1 service_asserted_app_v1", \#(authorize)"#
        let error = self == .missing ? "" : #", error="invalid_token""#
        return #"Bearer client_id="\#(resource)", trusted_issuers="00000001-0000-0000-c000-000000000000@*", "#
            + types + error
    }

    // The official module takes standard base64 with its padding alone.
    private static func claims(notBefore date: Date) -> String {
        let second = String(Int(date.timeIntervalSince1970.rounded(.down)))
        let claims: JSONValue = ["access_token": ["nbf": ["essential": true, "value": .string(second)]]]
        return Base64.encode(claims.serialized())
    }
}
