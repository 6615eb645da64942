import CmdletCatalogue
import EmulatorCore
import Synchronization

/// Who may run which cmdlets, emulated or not.
final class RoleAccess: Sendable {
    private struct Keys: Hashable {
        var generation: String?
        var keys: Set<String>
    }

    private let snapshots = Mutex<[String: (generation: String, snapshot: AccessSnapshot)]>([:])
    private let grants = Mutex<[Keys: AccessGrant]>([:])

    /// The cmdlets that are the service's; those with property sets are the official module's own.
    private static let service = Set(CmdletCatalogue.cmdletsWithRoles).subtracting(CmdletCatalogue.propertySetCmdlets)

    /// Whether any role opens a cmdlet.
    static func isGrantable(_ cmdlet: String) -> Bool { service.contains(cmdlet) }

    /// What a caller may do.
    ///
    /// - Throws: `DatabaseError`.
    func access(of scope: CallScope) throws -> CallerAccess {
        if scope.service == .securityCompliance { return try ComplianceAccess(scope: scope).access() }
        let generation = try AccessGeneration.current(of: scope.tenant.id, in: scope.context.store)
        let snapshot = try snapshot(generation, scope)
        let keys = try snapshot.keys(ofCaller: scope)
        let own: @Sendable () throws -> AccessGrant? = { [self] in
            guard let policy = try scope.ownPolicy() else { return nil }
            return snapshot.policy(named: policy).map { grant(snapshot, generation, [$0]) }
        }
        return CallerAccess(snapshot: snapshot, keys: keys, direct: grant(snapshot, generation, keys), own: own)
    }

    private func snapshot(_ generation: String?, _ scope: CallScope) throws -> AccessSnapshot {
        guard let generation else { return .untouched }
        let tenant = scope.tenant.id
        if let known = snapshots.withLock({ $0[tenant] }), known.generation == generation { return known.snapshot }
        let snapshot = try AccessSnapshot(scope.objects)
        snapshots.withLock { known in
            if known.count > 100 { known.removeAll() }
            known[tenant] = (generation, snapshot)
        }
        return snapshot
    }

    private func grant(_ snapshot: AccessSnapshot, _ generation: String?, _ keys: Set<String>) -> AccessGrant {
        // Who has nothing shares it with all who have nothing.
        let place = Keys(generation: generation, keys: keys.filter { snapshot.assignments[$0] != nil })
        if let grant = grants.withLock({ $0[place] }) { return grant }
        let grant = AccessGrant(snapshot.assignments(of: place.keys))
        grants.withLock { known in
            if known.count > 500 { known.removeAll() }
            known[place] = grant
        }
        return grant
    }
}

extension AccessSnapshot {
    /// The keys under which a caller has roles.
    ///
    /// - Throws: `DatabaseError`.
    func keys(ofCaller scope: CallScope) throws -> Set<String> {
        let caller = scope.caller
        let groups =
            asksForGroups
            ? try scope.context.directory.allGroups(containing: caller.objectID, in: scope.tenant.id).map(\.id) : []
        return keys(of: [caller.objectID] + groups, entraRoles: caller.directoryRoles)
    }
}
