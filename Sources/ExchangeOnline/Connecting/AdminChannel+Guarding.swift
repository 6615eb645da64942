internal import EntraTokens
import Synchronization

/// Holding what is to be sent against the guard rails.
extension AdminChannel {
    /// What the connection is called in messages.
    var name: String { request.name ?? request.identity.value }

    /// Refuses what the guard rails forbid, as far as that is known without asking anybody.
    ///
    /// A domain that was repeated may be another one of the tenant; whether it is, ``requireTenant(before:_:repeated:)`` asks.
    ///
    /// - Throws: ``ExchangeError`` with code `guarded`.
    func refuseForbidden(_ call: String, _ effect: CmdletEffect, repeatedTenant: String?) throws {
        try request.guardRails.check(call, effect, of: name)
        guard request.guardRails.wantsTenant(before: effect), !isTenant(repeatedTenant) else { return }
        if let repeatedTenant, Self.isDomain(repeatedTenant) { return }
        throw unrepeated(call, repeatedTenant)
    }

    /// Makes sure that the caller repeated a name of the tenant, where the guard rails want that.
    ///
    /// Its id and the name it was connected by are known; of any other domain the sign-in service says whose it is, once.
    ///
    /// - Throws: ``ExchangeError`` with code `guarded`; `CancellationError`.
    func requireTenant(before call: String, _ effect: CmdletEffect, repeated: String?) async throws {
        guard request.guardRails.wantsTenant(before: effect), !isTenant(repeated) else { return }
        guard let repeated, Self.isDomain(repeated) else { throw unrepeated(call, repeated) }
        let domain = repeated.lowercased()
        do {
            try await steps.value(for: .domain(domain)) {
                guard !isTenant(domain) else { return }
                let owner = try await Connector(client: client, request: request).tenantID(of: domain, session)
                askedDomains.withLock { $0[domain] = owner == tenantID }
            }
        } catch let error as TokenError {
            throw unrepeated(call, repeated, cause: error)
        }
        guard isTenant(domain) else { throw unrepeated(call, repeated) }
    }

    private func unrepeated(_ call: String, _ repeated: String?, cause: TokenError? = nil) -> ExchangeError {
        let named = request.tenant ?? request.identity.tenantName
        let isForeign = askedDomains.withLock { $0[named.lowercased()] } == false
        return GuardRails.unrepeated(
            call,
            of: name,
            tenant: isForeign ? tenantID : named,
            repeated: repeated,
            cause: cause
        )
    }

    /// Whether that is known to be a name of the tenant.
    func isTenant(_ name: String?) -> Bool {
        guard let wanted = name?.lowercased(), !wanted.isEmpty else { return false }
        return tenantNames.contains { $0.lowercased() == wanted } || askedDomains.withLock { $0[wanted] } == true
    }

    /// The names of the tenant that are known without asking.
    private var tenantNames: [String] {
        if let tenant = request.tenant { return [tenantID, tenant] }
        // The domain of a user who is a guest is another tenant's, and what was remembered does not say who is one.
        if case .userPrincipalName = request.identity, request.rememberedTenant != nil { return [tenantID] }
        return [tenantID, request.identity.tenantName]
    }

    private static func isDomain(_ text: String) -> Bool { text.contains(".") }
}
