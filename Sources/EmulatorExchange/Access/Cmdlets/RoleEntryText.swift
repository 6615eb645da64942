import Synchronization

/// How a role tells its entries: where a cmdlet comes from, its name, its parameters.
enum RoleEntryText {
    static let snapin = "Microsoft.Exchange.Management.PowerShell.E2010"
    private static let known = Mutex<[String: [String]]>([:])

    /// The entries of a role, sorted; those of the service's roles are the same in every tenant.
    static func all(of role: AccessRole) -> [String] {
        guard role.isBuiltIn else { return make(role) }
        if let texts = known.withLock({ $0[role.name] }) { return texts }
        let texts = make(role)
        known.withLock { $0[role.name] = texts }
        return texts
    }

    private static func make(_ role: AccessRole) -> [String] {
        let cmdlets = role.entries.keys.sorted().map { cmdlet in
            (["(\(snapin)) \(cmdlet)"] + role.parameters(of: cmdlet).map { "-\($0)" }).joined(separator: " ")
        }
        return cmdlets + role.permissions
    }
}
