import CmdletCatalogue
import EmulatorCore
import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A caller who was let in: for whom a request runs, and what that caller may do.
struct Entrance: Sendable {
    let scope: CallScope
    let access: CallerAccess

    /// Whether it says the same until something is changed, or the token's time is over.
    var isLasting: Bool {
        // Roles of the compliance side are looked up each time, and a partner's relationship ends some time.
        scope.service == .exchangeOnline && scope.caller.homeTenantID == scope.caller.tenantID
    }

    func isOpen(at moment: Date) -> Bool { moment >= scope.caller.beginsOn && moment < scope.caller.expiresOn }
}

/// The callers who were let in since something was changed of which it follows who is.
final class KnownEntrances: Sendable {
    /// What decides of a request who calls.
    struct Key: Hashable, Sendable {
        let authorization: String
        let host: String
        let tenant: String
    }

    private struct Known: Sendable {
        var state: Int64 = 0
        var entrances: [Key: Entrance] = [:]
    }

    private static let most = 512
    private let known = Mutex(Known())

    /// The entrance of a request that comes as one did that was let in.
    func entrance(_ key: Key, in state: Int64, at moment: Date) -> Entrance? {
        let entrance = known.withLock { known in known.state == state ? known.entrances[key] : nil }
        return entrance.flatMap { $0.isOpen(at: moment) ? $0 : nil }
    }

    /// Remembers an entrance that was decided by what the store was like in a state, or later.
    func keep(_ entrance: Entrance, _ key: Key, in state: Int64) {
        guard entrance.isLasting else { return }
        known.withLock { known in
            if known.state != state || known.entrances.count >= Self.most { known = Known(state: state) }
            known.entrances[key] = entrance
        }
    }
}
