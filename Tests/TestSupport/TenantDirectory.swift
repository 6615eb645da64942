import ExoTransport

/// Answers which tenant a domain belongs to, so that scripts are about what comes after that question.
struct TenantDirectory: Sendable {
    /// The domain that most tests are about.
    static let contoso = TenantDirectory(tenants: ["contoso.com": TestToken.contoso])

    /// The tenants' ids by their domains.
    var tenants: [String: String]

    /// The OpenID configuration that is asked for; `nil` for other requests and domains.
    func reply(to request: HTTPRequest) -> ScriptedReply? {
        let parts = request.url.split(separator: "/")
        guard request.method == "GET", parts.count > 2, request.url.hasSuffix("/v2.0/.well-known/openid-configuration"),
            let tenant = tenants[String(parts[2])]
        else { return nil }
        let address = "https://login.microsoftonline.com/\(tenant)"
        return .json(#"{"token_endpoint":"\#(address)/oauth2/v2.0/token","issuer":"\#(address)/v2.0"}"#)
    }
}
