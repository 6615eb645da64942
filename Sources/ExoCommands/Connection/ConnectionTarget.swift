internal import EntraTokens
internal import ExchangeOnline

/// What is to be reached, as whom, and by which way: what a connection remembers and options may change.
struct ConnectionTarget: Sendable, Equatable {
    var cloud: Cloud
    var service: AdminService
    var identity: ConnectionIdentity
    /// The tenant that a guest works in, as it was named.
    var tenant: String?
    /// The partner's user who signs in, where the identity is a delegated organization and the user was named.
    var administrator: String?
    /// What an earlier connection found out.
    var remembered = ConnectionRequest.Remembered()
    /// A PEM file with the only authorities to trust.
    var trustedAuthorities: String?
    var proxy: ProxyAddress?
    var pageSize = 1000
    /// What it is called in messages.
    var name: String?
    /// What it may be used for.
    var guardRails = GuardRails()
    /// The file in which changes are noted.
    var changeLog: String?

    /// Whether it leads to the same service of the same tenant in the same name.
    func leadsTo(sameAs other: ConnectionTarget) -> Bool {
        cloud.name == other.cloud.name && service == other.service && identity == other.identity
            && tenant == other.tenant && administrator == other.administrator
    }

    /// What its tokens are asked for with.
    ///
    /// - Parameter scope: The permission; `nil` asks for all of the service.
    /// - Returns: The request.
    func tokenRequest(scope: String? = nil) -> TokenRequest {
        let user: String? = if case .userPrincipalName(let name) = identity { name } else { nil }
        return TokenRequest(
            authority: Authority(cloud, tenant: remembered.tenantID ?? tenant ?? identity.tenantName),
            scopes: [scope ?? cloud.endpoint(of: service).scope],
            account: user ?? administrator
        )
    }

    /// The request for a connection with tokens of that source.
    func request(_ source: any TokenSource, verifiesAccess: Bool) -> ConnectionRequest {
        ConnectionRequest(
            cloud: cloud,
            service: service,
            identity: identity,
            tenant: remembered.tenantID == nil ? tenant : nil,
            tokenSource: administrator.map { AdministratorSource(source: source, name: $0) } ?? source,
            pageSize: pageSize,
            remembered: remembered,
            verifiesAccess: verifiesAccess,
            trustedAuthorities: trustedAuthorities,
            proxy: proxy?.text,
            name: name,
            guardRails: guardRails,
            changeLog: changeLog.map { ChangeLog(path: $0) }
        )
    }
}
