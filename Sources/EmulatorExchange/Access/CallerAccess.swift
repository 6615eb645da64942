import CmdletCatalogue
import EmulatorCore

/// What the caller of a request may do.
struct CallerAccess: Sendable {
    let snapshot: AccessSnapshot
    /// The keys under which the caller has roles.
    let keys: Set<String>
    /// By directory roles, role groups and assignments to oneself.
    let direct: AccessGrant
    /// Over one's own things, by the policy of one's mailbox; looked for where the first does not suffice.
    let own: @Sendable () throws -> AccessGrant?

    /// What the caller may do with a cmdlet, `nil` for nothing.
    ///
    /// - Throws: `DatabaseError`.
    func permission(for facts: CmdletFacts) throws -> CmdletPermission? {
        var permission = direct.permission(for: facts.name)
        if let permission, permission.isFull(for: facts) { return permission }
        guard let more = try own()?.permission(for: facts.name) else { return permission }
        permission?.formUnion(more)
        return permission ?? more
    }

    /// Every cmdlet that the caller may run.
    func cmdlets() throws -> CmdletSet { try own().map { direct.cmdlets.union($0.cmdlets) } ?? direct.cmdlets }

    /// Whether the caller may give a role to others.
    func delegates(_ role: AccessRole) -> Bool {
        snapshot.assignments(of: keys).contains { assignment in
            guard assignment.isDelegating else { return false }
            var above: AccessRole? = role
            while let role = above {
                if role.name == assignment.role.name { return true }
                above = role.parent.flatMap { snapshot.roles[$0.lowercased()] }
            }
            return false
        }
    }
}
