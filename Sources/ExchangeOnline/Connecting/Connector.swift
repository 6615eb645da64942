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
        let resolved = try await resolvedTenant(session)
        let tokens = try await ValidatedTokenProvider.open(
            request.tokenSource,
            for: TokenTarget(
                cloud: request.cloud,
                service: request.service,
                identity: request.identity,
                resolvedTenantID: resolved
            ),
            client: client
        )
        let channel = AdminChannel(
            client: client,
            request: request,
            redirects: redirects,
            session: session,
            tokens: tokens,
            tenantID: try tenant(resolved ?? tokens.latest.claims.tenantID),
            frontDoor: frontDoor,
            start: start
        )
        if request.verifiesAccess { try await channel.verifyAccess() }
        client.observer(
            ConnectionEvent(
                .connected,
                [
                    .init("tenant", channel.tenantID), .init("url", channel.origin.origin),
                    .init("connection-id", channel.connectionID),
                ]
            )
        )
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

    /// The tenant that the identity names, where it names one.
    private func resolvedTenant(_ session: HTTPSession) async throws -> String? {
        let name: String
        switch request.identity {
        case .userPrincipalName(let user):
            guard user.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }), user.contains("@") else {
                throw ExchangeError(
                    code: .invalidRequest,
                    message: "'\(user)' is not a user principal name",
                    repair: "write it as name@domain"
                )
            }
            return nil
        case .organization(let organization), .delegatedOrganization(let organization): name = organization
        }
        if let id = UUID(uuidString: name) { return id.uuidString.lowercased() }
        if let known = request.remembered?.tenantID { return known }
        do {
            return try await TenantResolver(transport: client.transport, cloud: request.cloud, session: session)
                .tenantID(of: name)
        } catch let error as TransportError {
            throw ErrorMapper.error(for: error, at: request.cloud.authority)
        } catch let error as TokenError {
            throw ErrorMapper.error(for: error, resolvingAt: request.cloud.authority)
        }
    }

    /// The tenant as it stands in every path; only what cannot change the path is accepted.
    private func tenant(_ id: String?) throws -> String {
        guard let id, UUID(uuidString: id) != nil else {
            throw ExchangeError(
                code: .tokenRefused,
                message: "the token does not say which tenant it is for (claim tid)",
                repair: "get an access token for Exchange Online, not an id token or one of another issuer"
            )
        }
        return id
    }
}
