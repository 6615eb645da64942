import CmdletCatalogue

/// What is emulated, for who asks.
package enum EmulatedCmdlets {
    /// The names of the cmdlets of both services, sorted.
    package static var names: [String] {
        Set(CmdletTable.emulated.names).union(CmdletTable.compliance.names).sorted()
    }

    /// A table in Markdown: each noun with its cmdlets, by how far they are emulated, for both services.
    package static var coverage: String {
        var text = """
            # What is emulated

            Written by `exo-emulator cmdlets --coverage`. A cmdlet **by hand** has the meaning that the service gives it; one **by
            pattern** makes, reads, changes and takes away objects with the properties and parameters of the catalogue, and
            nothing follows from them; one that is **not** emulated answers 501 and says so.

            """
        for (title, service) in [
            ("Exchange Online", CmdletService.exchangeOnline), ("Security & Compliance", .securityCompliance),
        ] { text += section(title, of: service) }
        return text
    }

    /// Whether a cmdlet of a service is answered.
    static func isEmulated(_ facts: CmdletFacts, by service: CmdletService) -> Bool {
        CmdletTable.of(service).handler(of: facts) != nil
    }

    private static func section(_ title: String, of service: CmdletService) -> String {
        let table = CmdletTable.of(service)
        let byHand = table.ownNames
        var text = "\n## \(title)\n\n| noun | by hand | by pattern | not |\n|---|---|---|---|\n"
        var counts = (hand: 0, pattern: 0, none: 0)
        var reasons: [NotEmulated: [String]] = [:]
        for noun in CmdletCatalogue.nounNames {
            let cmdlets = (CmdletCatalogue.noun(named: noun)?.cmdlets ?? [])
                .compactMap { CmdletCatalogue.cmdlet(named: $0) }
                .filter { $0.services.contains(service) && $0.module == nil }
            guard !cmdlets.isEmpty else { continue }
            let hand = cmdlets.filter { byHand.contains($0.name) }
            let pattern = cmdlets.filter { !byHand.contains($0.name) && isEmulated($0, by: service) }
            let none = cmdlets.filter { !byHand.contains($0.name) && !isEmulated($0, by: service) }
            counts = (counts.hand + hand.count, counts.pattern + pattern.count, counts.none + none.count)
            for facts in none { reasons[NotEmulated.reason(of: facts), default: []].append(facts.name) }
            let cells = [hand, pattern, none].map { list in list.map(\.verb).joined(separator: ", ") }
            text += "| \(noun) | \(cells.joined(separator: " | ")) |\n"
        }
        text += "\nBy hand: \(counts.hand), by pattern: \(counts.pattern), not emulated: \(counts.none).\n"
        text += "\n### Why not\n\n| a cmdlet that | cmdlets |\n|---|---|\n"
        for reason in NotEmulated.allCases {
            guard let names = reasons[reason] else { continue }
            text += "| \(reason.rawValue) | \(names.sorted().joined(separator: ", ")) |\n"
        }
        return text
    }
}
