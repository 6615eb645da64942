import CmdletCatalogue

extension EmulatedCmdlets {
    /// A cmdlet of the catalogue, and how far it is emulated in each service that has it.
    package struct Cmdlet: Sendable {
        package let name: String
        /// The services, each with: by hand, by pattern, or not and why.
        package let extents: [(service: String, extent: String)]
    }

    /// The names of all cmdlets that the catalogue knows.
    package static var catalogue: [String] { CmdletCatalogue.names }

    /// Names that may have been meant.
    package static func nearest(to name: String) -> [String] { CmdletCatalogue.nearestNames(to: name) }

    /// What is known of a cmdlet.
    package static func cmdlet(named name: String) -> Cmdlet? {
        guard let facts = CmdletCatalogue.cmdlet(named: name) else { return nil }
        guard facts.module == nil else {
            return Cmdlet(name: facts.name, extents: [("Exchange Online", "no: \(NotEmulated.client.rawValue)")])
        }
        let services: [(String, CmdletService)] = [
            ("Exchange Online", .exchangeOnline), ("Security & Compliance", .securityCompliance),
        ]
        let extents = services.filter { facts.services.contains($0.1) }.map { title, service in
            (service: title, extent: extent(of: facts, in: service))
        }
        return Cmdlet(name: facts.name, extents: extents)
    }

    private static func extent(of facts: CmdletFacts, in service: CmdletService) -> String {
        let table = CmdletTable.of(service)
        if table.ownNames.contains(facts.name) { return "by hand" }
        if table.handler(of: facts) != nil { return "by pattern" }
        return "no: \(NotEmulated.reason(of: facts).rawValue)"
    }
}
