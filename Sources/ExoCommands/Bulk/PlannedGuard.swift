internal import EntraTokens
internal import ExchangeOnline

/// The guard rails of where calls would be sent, as far as they can be held against without asking anybody.
struct PlannedGuard {
    /// Where they would be sent; `nil` where nothing is connected.
    private let target: ConnectionTarget?
    /// What was repeated as the tenant's name.
    private let repeated: String?

    init(_ target: ConnectionTarget?, repeated: String?) {
        self.target = target
        self.repeated = repeated
    }

    /// Refuses what they forbid.
    ///
    /// - Throws: `ExchangeError` with code `guarded`.
    func check(_ cmdlet: BoundCmdlet) throws {
        guard let target else { return }
        let name = target.name ?? target.identity.value
        let effect = cmdlet.on(target.service).effect
        try target.guardRails.check(cmdlet.name, effect, of: name)
        guard target.guardRails.wantsTenant(before: effect), !isTenants, !isOpen else { return }
        throw GuardRails.unrepeated(
            cmdlet.name,
            of: name,
            tenant: target.tenant ?? target.identity.tenantName,
            repeated: repeated
        )
    }

    /// The name that was repeated, where it is wanted and the sign-in service alone knows whose it is.
    func openName(before cmdlet: BoundCmdlet) -> String? {
        guard let target, target.guardRails.wantsTenant(before: cmdlet.on(target.service).effect) else { return nil }
        return isOpen ? repeated : nil
    }

    /// Whether the name is known to be the tenant's.
    private var isTenants: Bool {
        guard let target, let repeated else { return false }
        // The domain of a guest is another tenant's.
        let names = [target.remembered.tenantID, target.tenant ?? target.identity.tenantName]
        return names.contains { $0?.lowercased() == repeated.lowercased() }
    }

    /// Whether it may be the tenant's: another domain of it, or its id where that is not known yet.
    private var isOpen: Bool {
        guard let target, let repeated, !isTenants else { return false }
        return repeated.contains(".") || target.remembered.tenantID == nil
    }
}
