import CmdletCatalogue

extension EmulatedCmdlets {
    /// A cmdlet of the catalogue, and how far it is emulated.
    package struct Cmdlet: Sendable {
        package let name: String
        /// The services that have it.
        package let services: [String]
        /// By hand, by pattern, or not and why.
        package let extent: String
    }

    /// The names of all cmdlets that the catalogue knows.
    package static var catalogue: [String] { CmdletCatalogue.names }

    /// Names that may have been meant.
    package static func nearest(to name: String) -> [String] { CmdletCatalogue.nearestNames(to: name) }

    /// What is known of a cmdlet.
    package static func cmdlet(named name: String) -> Cmdlet? {
        guard let facts = CmdletCatalogue.cmdlet(named: name) else { return nil }
        return Cmdlet(name: facts.name, services: facts.services.map(\.rawValue), extent: extent(of: facts))
    }

    private static func extent(of facts: CmdletFacts) -> String {
        if CmdletTable.emulated.ownNames.contains(facts.name) { return "by hand" }
        if CmdletTable.emulated.handler(of: facts) != nil { return "by pattern" }
        if let module = facts.module { return "no: a function of the official module (\(module)), not of the service" }
        if facts.isRetired { return "no: it does nothing any more, as its page says" }
        if !CmdletCatalogue.cmdletsWithRoles.contains(facts.name) { return "no: no role opens it" }
        return "no: answers 501"
    }
}
