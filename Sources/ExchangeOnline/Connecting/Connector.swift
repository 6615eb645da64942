internal import EntraTokens
internal import ExoTransport

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// Makes one connection: the checks that ask nobody, and later the tenant and the token's checks.
struct Connector {
    var client: ExchangeClient
    var request: ConnectionRequest

    /// A connection that has asked for nothing yet; what contradicts without asking is refused here.
    ///
    /// - Throws: ``ExchangeError``.
    func connection() throws -> ExchangeConnection {
        guard (1...1000).contains(request.pageSize) else {
            throw ExchangeError(
                code: .invalidRequest,
                message: "the page size must be 1 to 1000, not \(request.pageSize)"
            )
        }
        let endpoint = request.cloud.endpoint(of: request.service)
        guard let frontDoor = try ServiceURL(endpoint.base) else {
            throw ExchangeError(
                code: .invalidRequest,
                message: "the cloud's address \(endpoint.base) is not an https address"
            )
        }
        let redirects = RedirectPolicy(endpoint, frontDoor: frontDoor.host, service: request.service)
        let start = try rememberedAddress(inside: redirects) ?? frontDoor
        try checkUserName()
        try ValidatedTokenProvider.check(request.tokenSource, for: target, now: client.now())
        let channel = AdminChannel(
            client: client,
            request: request,
            redirects: redirects,
            session: HTTPSession(
                trustedAuthorities: request.trustedAuthorities ?? endpoint.trustedAuthorities
                    ?? request.cloud.trustedAuthorities,
                proxy: request.proxy
            ),
            frontDoor: frontDoor,
            start: start
        )
        return ExchangeConnection(channel: channel)
    }

    /// Finds the tenant, gets the first token and checks it.
    ///
    /// - Parameter session: With what the authority is asked.
    /// - Returns: Where the connection's tokens come from from now on.
    /// - Throws: ``ExchangeError`` with every contradiction.
    func tokens(_ session: HTTPSession) async throws -> ValidatedTokenProvider {
        try await ValidatedTokenProvider.open(request.tokenSource, for: target, client: client) { token in
            try await tenant(of: token, session)
        }
    }

    /// What a token is held against before the tenant is looked up.
    private var target: TokenTarget {
        TokenTarget(
            cloud: request.cloud,
            service: request.service,
            identity: request.identity,
            resolvedTenantID: request.rememberedTenant
        )
    }

    /// Where an earlier connection ended up, if that is one of the service's hosts.
    private func rememberedAddress(inside redirects: RedirectPolicy) throws -> ServiceURL? {
        guard let remembered = request.remembered?.connectionURI else { return nil }
        guard let url = try ServiceURL(remembered), url.isInside(redirects.domains) else {
            throw ExchangeError(
                code: .redirectRefused,
                message: "the remembered address \(remembered) is not one of the service's hosts",
                repair: .connectAgain
            )
        }
        return url
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
        if request.tenant == nil, let known = request.rememberedTenant { return known }
        do {
            return try await tenantID(of: request.tenant ?? request.identity.tenantName, session)
        } catch let error as TokenError {
            var repair: Repair?
            if error.code == .noSuchTenant, request.tenant == nil, case .userPrincipalName = request.identity {
                repair = .nameTenant(ofToken: token?.claims.tenantID)
            }
            throw ErrorMapper.error(resolving: error, repair: repair)
        }
    }

    /// The id of the tenant of that name, as the authority knows it.
    ///
    /// - Throws: `TokenError` or `CancellationError`.
    func tenantID(of name: String, _ session: HTTPSession) async throws -> String {
        let resolver = TenantResolver(
            transport: client.transport,
            cloud: request.cloud,
            session: session,
            retry: client.retries,
            clock: client.clock,
            now: client.now,
            observer: client.observer.ofSignIn
        )
        return try await resolver.tenantID(of: name)
    }
}

extension ConnectionRequest {
    /// The tenant of an earlier connection; only what cannot change a path is accepted.
    var rememberedTenant: String? {
        remembered?.tenantID.flatMap { UUID(uuidString: $0) }.map { $0.uuidString.lowercased() }
    }
}
