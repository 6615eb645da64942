import EmulatorCore
import ExoCrypto
import ExoJSON
import HTTPServer

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension GraphError {
    /// A 401 in Graph's words; a revoked token is answered with the challenge that asks for a newer one.
    init(_ refusal: TokenRefusal, authority: String) {
        var challenge =
            #"Bearer realm="", authorization_uri="\#(authority)/common/oauth2/authorize", "#
            + #"client_id="\#(ResourceAPI.graph)""#
        let message: String
        switch refusal {
        case .missing: message = "Access token is empty."
        case .malformed: message = "CompactToken parsing failed with error code: 80049217"
        case .expired: message = "Lifetime validation failed, the token is expired."
        case .notYetValid: message = "Lifetime validation failed, the token is not valid yet."
        case .wrongAudience: message = "Access token validation failure. Invalid audience."
        case .wrongIssuer: message = "Access token validation failure. Invalid issuer."
        case .revoked(let moment):
            message = """
                Continuous access evaluation resulted in challenge with result: InteractionRequired and code: \
                TokenIssuedBeforeRevocationTimestamp
                """
            let seconds = Int64(moment.timeIntervalSince1970.rounded(.up))
            let claims: JSONValue = [
                "access_token": ["nbf": ["essential": true, "value": .string(String(seconds))]]
            ]
            challenge += #", error="insufficient_claims", claims="\#(Base64.encode(claims.serialized()))""#
        default: message = "Access token validation failure."
        }
        self.init(
            401,
            "InvalidAuthenticationToken",
            message,
            headers: [ServerRequest.Field("WWW-Authenticate", challenge)]
        )
    }
}
