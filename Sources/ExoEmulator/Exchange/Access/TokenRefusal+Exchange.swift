import HTTPServer

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
        var challenge =
            #"Bearer client_id="00000002-0000-0ff1-ce00-000000000000", "#
            + #"trusted_issuers="00000001-0000-0000-c000-000000000000@*", "#
            + #"token_types="app_asserted_user_v1 service_asserted_app_v1", "#
            + #"authorization_uri="\#(authority)/common/oauth2/authorize""#
        if self != .missing { challenge += #", error="invalid_token""# }
        return [
            ServerRequest.Field("WWW-Authenticate", challenge),
            ServerRequest.Field("x-ms-diagnostics", #"\#(number);reason="\#(reason)";error_category="\#(category)""#),
        ]
    }
}
