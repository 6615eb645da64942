import EmulatorCore
import ExoJSON
import Synchronization

/// What calls look at beside the objects that they are about, looked up when the first one asks.
///
/// Whatever of it is changed brings the store into another state (`noteIfStanding`), and callers are let in
/// anew with facts of their own. A call that writes must not ask here, since what it wrote may not be known yet.
final class StandingFacts: Sendable {
    private struct Known: Sendable {
        var nextArrival: ServiceDate?
        var publicFolderMailboxes: PublicFolderMailboxes?
        var unsaid: [String: JSONObject] = [:]
    }

    private let known = Mutex(Known())

    /// When the next mailbox will have moved, the end of time where none moves.
    ///
    /// - Throws: `DatabaseError`.
    func nextArrival(_ store: ContentStore) throws -> ServiceDate {
        if let moment = known.withLock({ $0.nextArrival }) { return moment }
        let moment = try store.firstMoment(of: .arrival) ?? ServiceDate(ticks: .max)
        known.withLock { $0.nextArrival = moment }
        return moment
    }

    /// The mailboxes that hold public folders.
    ///
    /// - Throws: `DatabaseError`.
    func publicFolderMailboxes(_ scope: CallScope) throws -> PublicFolderMailboxes {
        if let mailboxes = known.withLock({ $0.publicFolderMailboxes }) { return mailboxes }
        let mailboxes = try PublicFolderMailboxes(scope)
        known.withLock { $0.publicFolderMailboxes = mailboxes }
        return mailboxes
    }

    /// What objects of a view show that say nothing of their policies.
    ///
    /// - Throws: `DatabaseError`.
    func unsaidPolicies(of view: NounView, _ objects: ObjectStore) throws -> JSONObject {
        if let unsaid = known.withLock({ $0.unsaid[view.noun] }) { return unsaid }
        let unsaid = try objects.unsaidPolicies(of: view.shape)
        known.withLock { $0.unsaid[view.noun] = unsaid }
        return unsaid
    }
}

extension Connection {
    /// Says that the store's state is another one, where an object is among what ``StandingFacts`` are made of.
    func noteIfStanding(_ objectClass: ExchangeObject.Class, _ typeDetails: String) {
        let isPolicy = UnsaidPolicies.nouns.contains { objectClass == .setting(noun: $0) }
        if isPolicy || typeDetails == PublicFolderMailboxes.type { noteChange() }
    }
}
