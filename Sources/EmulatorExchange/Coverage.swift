import CmdletCatalogue

/// What of Exchange is emulated, for who asks.
package enum EmulatedCmdlets {
    /// The names of the cmdlets, sorted.
    package static var names: [String] { CmdletTable.emulated.names }

    /// A table in Markdown: each noun of Exchange Online with its cmdlets, by how far they are emulated.
    package static var coverage: String {
        let byHand = CmdletTable.emulated.ownNames
        let byPattern = Set(SettingCmdlets.names)
        var text = """
            # What of Exchange Online is emulated

            Written by `exo-emulator cmdlets --coverage`. A cmdlet **by hand** has the meaning that the service gives it; one **by
            pattern** makes, reads, changes and takes away objects with the properties and parameters of the catalogue, and
            nothing follows from them; one that is **not** emulated answers 501 and says so. Security & Compliance is
            not emulated.

            | noun | by hand | by pattern | not |
            |---|---|---|---|

            """
        var counts = (hand: 0, pattern: 0, none: 0)
        for noun in CmdletCatalogue.nounNames {
            let cmdlets = (CmdletCatalogue.noun(named: noun)?.cmdlets ?? []).filter { name in
                guard let facts = CmdletCatalogue.cmdlet(named: name) else { return false }
                return facts.services.contains(.exchangeOnline) && facts.module == nil
            }
            guard !cmdlets.isEmpty else { continue }
            let hand = cmdlets.filter(byHand.contains)
            let pattern = cmdlets.filter { byPattern.contains($0) && !byHand.contains($0) }
            let none = cmdlets.filter { !byPattern.contains($0) && !byHand.contains($0) }
            counts = (counts.hand + hand.count, counts.pattern + pattern.count, counts.none + none.count)
            let cells = [hand, pattern, none].map { names in
                names.map { String($0.prefix { $0 != "-" }) }.joined(separator: ", ")
            }
            text += "| \(noun) | \(cells.joined(separator: " | ")) |\n"
        }
        return text + "\nBy hand: \(counts.hand), by pattern: \(counts.pattern), not emulated: \(counts.none).\n"
    }
}
