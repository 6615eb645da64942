import EmulatorCore
import ExoJSON

/// Mailboxes that have moved by the emulator's clock: what a recipient is when its mailbox has come or gone.
///
/// When the next one will have moved is noted for each batch and request, and what is noted is among ``StandingFacts``, so
/// that a call knows without a look whether anything is to be done.
struct MailboxArrivals: Sendable {
    /// What moves mailboxes.
    enum Mover: String, Sendable {
        case batch
        case request
    }

    let scope: CallScope

    /// Notes when something will have moved, `nil` for nothing that is known.
    ///
    /// - Throws: `DatabaseError`.
    static func expect(_ mover: Mover, key: String, at moment: ServiceDate?, in store: ContentStore) throws {
        try store.store.write { connection in
            connection.noteChange()
            if let moment {
                try store.put(.arrival, owner: mover.rawValue, key: key, [:], at: moment)
            } else {
                try store.remove(.arrival, owner: mover.rawValue, key: key)
            }
        }
    }

    /// Makes of recipients what they are now.
    ///
    /// - Throws: `DatabaseError`.
    func settle() throws {
        let (store, now) = (ContentStore(scope), scope.now)
        guard try scope.standing.nextArrival(store) <= now else { return }
        try scope.context.store.write { connection in
            connection.noteChange()
            let domains = Set(try scope.context.directory.domains(of: scope.tenant.id).map { $0.name.lowercased() })
            for entry in try store.entries(.arrival) where entry.changed <= now {
                switch Mover(rawValue: entry.owner) {
                case .batch: try settle(batch: entry.key, store, now, domains)
                case .request: try settle(request: entry.key, store, domains)
                case nil: break
                }
            }
        }
    }

    private func settle(
        batch key: String,
        _ store: ContentStore,
        _ now: ServiceDate,
        _ domains: Set<String>
    ) throws {
        guard let batch = try store.entry(.migrationBatch, key: key).map({ MigrationBatch(entry: $0) }) else {
            return try Self.expect(.batch, key: key, at: nil, in: store)
        }
        var arrivals = batch.arrivals
        for user in batch.users {
            guard arrivals[user.lowercased()] == nil, let done = batch.finished(ofUser: user), done <= now else {
                continue
            }
            arrivals[user.lowercased()] = done
            guard let recipient = try scope.objects.recipient(named: user) else { continue }
            try move(recipient, isOutbound: batch.way.isOutbound, to: batch.entry.text("TargetDeliveryDomain"), domains)
        }
        let moments = MigrationBatch.byUser(arrivals.mapValues(\.json))
        try MigrationBatches(scope).change(batch, ["ArrivedUsers": moments], at: batch.entry.changed)
    }

    private func settle(request key: String, _ store: ContentStore, _ domains: Set<String>) throws {
        try Self.expect(.request, key: key, at: nil, in: store)
        guard let entry = try store.entry(.moveRequest, key: key),
            let recipient = try scope.objects.recipient(named: key)
        else { return }
        try move(
            recipient,
            isOutbound: entry.text("Direction") == "Push",
            to: entry.text("TargetDeliveryDomain"),
            domains
        )
    }

    /// Makes of a recipient what it is now; the domains are the organization's, in small letters.
    private func move(
        _ recipient: ExchangeObject,
        isOutbound: Bool,
        to domain: String?,
        _ domains: Set<String>
    ) throws {
        let life = MailboxLife(scope)
        if isOutbound {
            guard RecipientTypes.mailboxes.contains(recipient.typeDetails) else { return }
            try life.moveOut(recipient, to: domain)
        } else if recipient.typeDetails == "MailUser" {
            try life.moveIn(recipient, try scope.context.directory.user(id: recipient.memberID), domains: domains)
        }
    }
}
