internal import EntraTokens

/// A token that a service did not accept.
struct TokenRefusal: Sendable {
    /// The token.
    var token: AccessToken
    /// What a new one must satisfy: the claims challenge that came with the refusal, decoded; `nil` for a plain refusal.
    var claims: String?

    init(of token: AccessToken, claims: String? = nil) {
        self.token = token
        self.claims = claims
    }
}
