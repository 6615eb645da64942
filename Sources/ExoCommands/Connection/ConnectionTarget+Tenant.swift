internal import EntraTokens
internal import ExchangeOnline
internal import ExoTransport

extension ConnectionTarget {
    /// What finds out whose a domain is, by the way that leads to this target's sign-in service.
    func tenantResolver(_ context: CommandContext) -> TenantResolver {
        TenantResolver(
            transport: context.makeTransport(),
            cloud: cloud,
            session: HTTPSession(
                trustedAuthorities: trustedAuthorities ?? cloud.trustedAuthorities,
                proxy: proxy?.text
            ),
            clock: context.clock,
            now: context.now,
            observer: context.observer.ofSignIn
        )
    }
}
