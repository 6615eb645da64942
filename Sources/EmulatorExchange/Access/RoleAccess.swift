import CmdletCatalogue
import EmulatorCore
import Synchronization

/// Which cmdlets the directory roles of a caller open, emulated or not.
final class RoleAccess: Sendable {
    private let known = Mutex<[Set<String>: Set<String>]>([:])

    /// The cmdlets that are the service's; those with property sets are the official module's own.
    private static let service = Set(CmdletCatalogue.cmdletsWithRoles).subtracting(CmdletCatalogue.propertySetCmdlets)

    /// The cmdlets that a holder of these directory roles may run.
    func cmdlets(ofRoles templateIDs: Set<String>) -> Set<String> {
        if let cmdlets = known.withLock({ $0[templateIDs] }) { return cmdlets }
        let cmdlets = CmdletCatalogue.cmdlets(ofEntraRoles: templateIDs).intersection(Self.service)
        known.withLock { known in
            if known.count > 500 { known.removeAll() }
            known[templateIDs] = cmdlets
        }
        return cmdlets
    }

    /// Whether any role opens a cmdlet.
    func isGrantable(_ cmdlet: String) -> Bool { Self.service.contains(cmdlet) }

    /// Whether one of these directory roles is supported for an application that acts for itself.
    func supportsApplication(withRoles templateIDs: Set<String>) -> Bool {
        templateIDs.contains { id in
            CmdletCatalogue.entraRole(templateID: id)?.applicationServices.contains(.exchangeOnline) ?? false
        }
    }
}
