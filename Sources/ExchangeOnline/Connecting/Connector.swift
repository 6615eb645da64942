internal import EntraTokens
internal import ExoTransport

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// Makes one connection: the tenant, the token's checks, the first request.
struct Connector {
    var client: ExchangeClient
    var request: ConnectionRequest

    func connect() async throws -> ExchangeConnection {
        guard (1...1000).contains(request.pageSize) else {
            throw ExchangeError(
                code: .invalidRequest,
                message: "the page size must be 1 to 1000, not \(request.pageSize)"
            )
        }
        let endpoint = request.service == .exchange ? request.cloud.exchange : request.cloud.compliance
        let redirects = RedirectPolicy(endpoint, service: request.service)
        let session = HTTPSession(
            trustedAuthorities: request.trustedAuthorities ?? endpoint.trustedAuthorities
                ?? request.cloud.trustedAuthorities,
            proxy: request.proxy
        )
        guard let frontDoor = ServiceURL(endpoint.base) else {
            throw ExchangeError(
                code: .invalidRequest,
                message: "the cloud's address \(endpoint.base) is not an https address"
            )
        }
        let start = try rememberedAddress(inside: redirects) ?? frontDoor
        try checkUserName()
        let tokens = try await ValidatedTokenProvider.open(
            request.tokenSource,
            for: TokenTarget(
                cloud: request.cloud,
                service: request.service,
                identity: request.identity,
                resolvedTenantID: rememberedTenant
            ),
            client: client
        ) { token in
            try await tenant(of: token, session)
        }
        let channel = AdminChannel(
            client: client,
            request: request,
            redirects: redirects,
            session: session,
            tokens: tokens,
            tenantID: tokens.tenantID,
            frontDoor: frontDoor,
            start: start
        )
        if request.verifiesAccess { try await channel.verifyAccess() }
        channel.tell(.connected(url: channel.origin.origin))
        return ExchangeConnection(channel: channel)
    }

    /// Where an earlier connection ended up, if that is one of the service's hosts.
    private func rememberedAddress(inside redirects: RedirectPolicy) throws -> ServiceURL? {
        guard let remembered = request.remembered?.connectionURI else { return nil }
        guard let url = ServiceURL(remembered), url.isInside(redirects.domains) else {
            throw ExchangeError(
                code: .redirectRefused,
                message: "the remembered address \(remembered) is not one of the service's hosts",
                repair: .connectAgain
            )
        }
        return url
    }

    /// The tenant of an earlier connection; only what cannot change a path is accepted.
    private var rememberedTenant: String? {
        request.remembered?.tenantID.flatMap { UUID(uuidString: $0) }.map { $0.uuidString.lowercased() }
    }

    private func checkUserName() throws {
        guard case .userPrincipalName(let user) = request.identity else { return }
        guard user.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }), user.contains("@") else {
            throw ExchangeError(
                code: .invalidRequest,
                message: "'\(user)' is not a user principal name",
                repair: "write it as name@domain"
            )
        }
    }

    /// The id of the tenant that is named, or that the identity's domain belongs to.
    ///
    /// - Parameters:
    ///   - token: The token at hand, which may say how a user whose domain is unknown names the tenant.
    ///   - session: With what the authority is asked.
    /// - Returns: The id, in lower case.
    /// - Throws: ``ExchangeError`` or `CancellationError`.
    private func tenant(of token: AccessToken?, _ session: HTTPSession) async throws -> String {
        if request.tenant == nil, let known = rememberedTenant { return known }
        let resolver = TenantResolver(
            transport: client.transport,
            cloud: request.cloud,
            session: session,
            clock: client.clock,
            now: client.now
        )
        do {
            return try await resolver.tenantID(of: request.tenant ?? request.identity.tenantName)
        } catch let error as TokenError {
            var repair: Repair?
            if error.code == .noSuchTenant, request.tenant == nil, case .userPrincipalName = request.identity {
                repair = .nameTenant(ofToken: token?.claims.tenantID)
            }
            throw ErrorMapper.error(resolving: error, repair: repair)
        }
    }
}
