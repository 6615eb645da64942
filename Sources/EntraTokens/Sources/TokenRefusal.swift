/// A token that a service did not accept.
public struct TokenRefusal: Sendable, Equatable {
    /// The token.
    public var token: AccessToken
    /// What a new one must satisfy: the claims challenge that came with the refusal, decoded; `nil` for a plain refusal.
    public var claims: String?

    /// Makes a refusal.
    public init(of token: AccessToken, claims: String? = nil) {
        self.token = token
        self.claims = claims
    }
}
