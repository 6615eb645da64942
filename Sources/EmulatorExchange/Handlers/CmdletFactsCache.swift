import CmdletCatalogue
import Synchronization

/// What the catalogue says of the cmdlets that were asked for, decoded once each: Set-Mailbox alone has 250 parameters.
final class CmdletFactsCache: Sendable {
    private let known = Mutex<[String: CmdletFacts]>([:])

    /// The facts of a cmdlet, in any letter case; nil when there is no such cmdlet.
    func facts(named name: String) -> CmdletFacts? {
        let key = name.lowercased()
        if let facts = known.withLock({ $0[key] }) { return facts }
        guard let facts = CmdletCatalogue.cmdlet(named: name) else { return nil }
        known.withLock { $0[key] = facts }
        return facts
    }
}
