import CmdletCatalogue
import EmulatorCore
import Synchronization

/// Which cmdlets the directory roles of a caller open.
final class RoleAccess: Sendable {
    /// The emulated cmdlets.
    private let names: [String]
    private let known = Mutex<[Set<String>: Set<String>]>([:])

    init(cmdlets names: [String]) { self.names = names }

    /// The emulated cmdlets that a holder of these directory roles may run.
    func cmdlets(ofRoles templateIDs: Set<String>) -> Set<String> {
        if let cmdlets = known.withLock({ $0[templateIDs] }) { return cmdlets }
        let roles = CmdletCatalogue.roles(ofEntraRoles: templateIDs)
        let cmdlets = Set(names.filter { !roles.isDisjoint(with: CmdletCatalogue.roles(of: $0)) })
        known.withLock { known in
            if known.count > 500 { known.removeAll() }
            known[templateIDs] = cmdlets
        }
        return cmdlets
    }

    /// Whether one of these directory roles is supported for an application that acts for itself.
    func supportsApplication(withRoles templateIDs: Set<String>) -> Bool {
        templateIDs.contains { id in
            CmdletCatalogue.entraRole(templateID: id)?.applicationServices.contains(.exchangeOnline) ?? false
        }
    }
}
