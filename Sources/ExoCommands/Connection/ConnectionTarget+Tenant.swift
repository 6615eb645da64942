internal import EntraTokens
internal import ExchangeOnline
internal import ExoTransport

extension ConnectionTarget {
    /// What finds out whose a domain is, by the way that leads to this target's sign-in service.
    ///
    /// - Parameters:
    ///   - context: What the command may touch.
    ///   - retry: How often a failing service is asked; `nil` asks as often as for anything else.
    /// - Returns: The resolver.
    func tenantResolver(_ context: CommandContext, retry: RetryPolicy? = nil) -> TenantResolver {
        TenantResolver(
            transport: context.makeTransport(),
            cloud: cloud,
            session: HTTPSession(
                trustedAuthorities: trustedAuthorities ?? cloud.trustedAuthorities,
                proxy: proxy?.text
            ),
            retry: retry ?? RetryPolicy(jitter: context.jitter),
            clock: context.clock,
            now: context.now,
            observer: context.observer.ofSignIn
        )
    }
}
