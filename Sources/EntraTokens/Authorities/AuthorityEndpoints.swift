/// Where an authority does what.
public struct AuthorityEndpoints: Sendable, Hashable {
    /// Who issues its tokens, as the provider writes it; `nil` where that was not asked.
    public var issuer: String?
    /// The token endpoint (RFC 6749, section 3.2).
    public var token: String
    /// The authorization endpoint (RFC 6749, section 3.1); `nil` where there is none.
    public var authorization: String?
    /// The device authorization endpoint (RFC 8628, section 3.1); `nil` where there is none.
    public var deviceAuthorization: String?

    /// Makes endpoints.
    public init(token: String, authorization: String? = nil, deviceAuthorization: String? = nil, issuer: String? = nil)
    {
        self.token = token
        self.authorization = authorization
        self.deviceAuthorization = deviceAuthorization
        self.issuer = issuer
    }

    /// Entra ID's own, at an address.
    init(entra address: String, tenant: String, isV1: Bool) {
        let base = "\(address)/\(tenant)/oauth2/" + (isV1 ? "" : "v2.0/")
        self.init(
            token: base + "token",
            authorization: base + "authorize",
            deviceAuthorization: base + "devicecode" + (isV1 ? "?api-version=1.0" : "")
        )
    }
}
