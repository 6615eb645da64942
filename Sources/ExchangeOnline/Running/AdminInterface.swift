internal import EntraTokens

/// Which of the service's interfaces a connection's calls go to: the token says what it opens.
enum AdminInterface: Sendable, Equatable {
    /// Runs any cmdlet, and gives entities: what the official module uses.
    case cmdlets
    /// Admin API v2.0, documented and small: endpoints with a few cmdlets each, under permissions of their own.
    case endpoints

    /// The interface that a token opens; the larger one where it opens both, or where it does not say.
    init(_ claims: TokenClaims) {
        let names = claims.kind == .application ? claims.roles : claims.scopes
        let permissions = Set(names.map { $0.lowercased() })
        let own: Set = ["exchange.manageasappv2", "exchange.managev2"]
        let others: Set = [
            "exchange.manageasapp", "exchange.manage", "adminapi.accessasuser.all", "remotepowershell.accessasuser.all",
            "ffopowershell.accessasuser.all",
        ]
        self = !permissions.isDisjoint(with: own) && permissions.isDisjoint(with: others) ? .endpoints : .cmdlets
    }
}
