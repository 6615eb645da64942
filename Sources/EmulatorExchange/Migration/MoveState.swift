import EmulatorCore
import ExoJSON

/// How far a move is, by itself or with a batch, whosesoever mailbox it is; it follows the emulator's clock.
struct MoveState: Sendable {
    /// How long a request waits and copies, in minutes: guesses.
    private static let (queued, copying) = (5, 120)

    /// A name of the mailbox: its GUID, of a batch's the address in its list.
    let identity: String
    /// What is kept of a request of its own, of a batch's what follows from that.
    let value: JSONObject
    /// When that was written.
    private let changed: ServiceDate
    /// The batch that it belongs to; `nil` for one of its own.
    let batch: MigrationBatch?

    init(entry: ContentStore.Entry) {
        identity = entry.key
        value = entry.value
        changed = entry.changed
        batch = nil
    }

    /// That of the request which the service makes for somebody of a batch of moves.
    init(address: String, in batch: MigrationBatch, host: String?) {
        let isOutbound = batch.way.isOutbound
        identity = address
        changed = batch.entry.changed
        self.batch = batch
        value = [
            "Direction": .string(isOutbound ? "Push" : "Pull"),
            "Flags": .string(isOutbound ? "CrossOrg, Push" : "CrossOrg, Pull"),
            "BatchName": .string("MigrationService:\(batch.name)"),
            "RemoteHostName": .string(host ?? batch.endpoints.first ?? ""),
        ]
    }

    func moment(_ name: String) -> ServiceDate? {
        value[name]?.stringValue.flatMap { ServiceDate(parsing: $0) }
    }

    /// When it was asked for, or resumed.
    var begun: ServiceDate { batch?.started(ofUser: identity) ?? moment("Begun") ?? changed }

    private func after(_ minutes: Int) -> ServiceDate { begun.adding(ticks: Int64(minutes) * 600_000_000) }

    var started: ServiceDate { after(Self.queued) }
    var copied: ServiceDate { after(Self.queued + Self.copying) }

    /// When it will be done, as far as that is known.
    var finished: ServiceDate? {
        if let batch { return batch.finished(ofUser: identity) }
        guard value["Suspended"] != true, value["SuspendWhenReadyToComplete"] != true else { return nil }
        return max(copied, moment("CompleteAfter") ?? copied)
    }

    func status(at now: ServiceDate) -> String {
        if let batch {
            let status = batch.status(ofUser: identity, at: now).status
            return ["Syncing": "InProgress", "Completing": "CompletionInProgress", "Stopped": "Suspended"][status]
                ?? status
        }
        if value["Suspended"] == true { return "Suspended" }
        if now < started { return "Queued" }
        if now < copied { return "InProgress" }
        if value["SuspendWhenReadyToComplete"] == true { return "AutoSuspended" }
        if let wanted = moment("CompleteAfter"), now < wanted { return "Synced" }
        return "Completed"
    }

    func percentage(at now: ServiceDate) -> Int64 {
        if let batch { return batch.percentage(ofUser: identity, at: now) }
        let status = status(at: now)
        if status == "Completed" { return 100 }
        let all = max(1, copied.ticks - started.ticks)
        return min(max(0, now.ticks - started.ticks), all) * 95 / all
    }
}
