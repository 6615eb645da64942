/// An application's tokens, in its own name (RFC 6749, section 4.4).
public struct ClientCredentialsFlow: TokenFlow {
    /// The application, with what proves it.
    public let application: ClientApplication

    /// Makes a flow.
    ///
    /// - Parameters:
    ///   - clientID: The application's id.
    ///   - authentication: What proves it: a secret, a certificate, another issuer's assertion.
    public init(clientID: String, authentication: any ClientAuthentication) {
        application = ClientApplication(id: clientID, authentication: authentication)
    }

    /// By itself.
    public var renewal: TokenRenewal { .silent }
    /// Never.
    public var isForUsers: Bool { false }

    /// Asks the token endpoint.
    public func reply(to request: TokenRequest, from client: AuthorityClient) async throws -> TokenReply {
        let form = try TokenForm("client_credentials", request, application, isForUser: false)
        return try await client.token(form, for: request.authority, application: application)
    }
}
