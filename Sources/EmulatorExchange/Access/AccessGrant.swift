import Synchronization

/// What a number of assignments give together.
final class AccessGrant: Sendable {
    /// The cmdlets, the service's alone.
    let cmdlets: CmdletSet
    private let assignments: [AccessSnapshot.Assignment]
    private let known = Mutex<[String: CmdletPermission]>([:])

    init(_ assignments: [AccessSnapshot.Assignment]) {
        self.assignments = assignments.filter { !$0.isDelegating }
        cmdlets = self.assignments.reduce(into: CmdletSet()) { $0.formUnion($1.role.cmdlets) }
    }

    /// What is given of a cmdlet, `nil` for nothing.
    func permission(for cmdlet: String) -> CmdletPermission? {
        if let permission = known.withLock({ $0[cmdlet] }) { return permission }
        guard cmdlets.contains(cmdlet) else { return nil }
        var permission = CmdletPermission()
        for assignment in assignments { permission.add(assignment, of: cmdlet) }
        known.withLock { $0[cmdlet] = permission }
        return permission
    }
}
