internal import EntraTokens
internal import ExchangeOnline

/// What is to be reached, as whom, and by which way: what a connection remembers and options may change.
struct ConnectionTarget: Sendable, Equatable {
    var cloud: Cloud
    var service: AdminService
    var identity: ConnectionIdentity
    /// The tenant that a guest works in, as it was named.
    var tenant: String?
    /// What an earlier connection found out.
    var remembered = ConnectionRequest.Remembered()
    /// A PEM file with the only authorities to trust.
    var trustedAuthorities: String?
    var proxy: ProxyAddress?
    var pageSize = 1000

    /// The request for a connection with that token.
    func request(_ token: AccessToken, _ context: CommandContext, verifiesAccess: Bool) -> ConnectionRequest {
        ConnectionRequest(
            cloud: cloud,
            service: service,
            identity: identity,
            tenant: remembered.tenantID == nil ? tenant : nil,
            tokenSource: PassedTokenSource(token, now: context.now),
            pageSize: pageSize,
            remembered: remembered,
            verifiesAccess: verifiesAccess,
            trustedAuthorities: trustedAuthorities,
            proxy: proxy?.text
        )
    }
}
