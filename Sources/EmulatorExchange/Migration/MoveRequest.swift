import EmulatorCore
import ExoJSON

/// A mailbox that moves, whose state follows the emulator's clock.
struct MoveRequest: Sendable {
    static let noun = "MoveRequest"
    /// How long a request waits and copies, in minutes: guesses.
    private static let (queued, copying) = (5, 120)

    let mailbox: ExchangeObject
    let entry: ContentStore.Entry

    func moment(_ name: String) -> ServiceDate? { entry.text(name).flatMap { ServiceDate(parsing: $0) } }

    /// When it was asked for, or resumed.
    var begun: ServiceDate { moment("Begun") ?? entry.changed }

    private func after(_ minutes: Int) -> ServiceDate { begun.adding(ticks: Int64(minutes) * 600_000_000) }

    var started: ServiceDate { after(Self.queued) }
    var copied: ServiceDate { after(Self.queued + Self.copying) }

    func status(at now: ServiceDate) -> String {
        if entry.value["Suspended"] == true { return "Suspended" }
        if now < started { return "Queued" }
        if now < copied { return "InProgress" }
        if entry.value["SuspendWhenReadyToComplete"] == true { return "AutoSuspended" }
        if let wanted = moment("CompleteAfter"), now < wanted { return "Synced" }
        return "Completed"
    }

    func percentage(at now: ServiceDate) -> Int64 {
        let status = status(at: now)
        if status == "Completed" { return 100 }
        let all = max(1, copied.ticks - started.ticks)
        return min(max(0, now.ticks - started.ticks), all) * 95 / all
    }

    private func values(at now: ServiceDate) -> JSONObject {
        [
            "Identity": .string(mailbox.name), "MailboxIdentity": .string(mailbox.name),
            "DisplayName": .string(mailbox.text("DisplayName") ?? mailbox.name),
            "Alias": .string(mailbox.text("Alias") ?? ""), "Status": .string(status(at: now)),
            "ExchangeGuid": .string(mailbox.text("ExchangeGuid") ?? mailbox.guid), "Guid": .string(mailbox.guid),
            "Direction": entry.value["Direction"] ?? "Pull", "Flags": entry.value["Flags"] ?? "CrossOrg, Pull",
            "BatchName": entry.value["BatchName"] ?? .null, "RemoteHostName": entry.value["RemoteHostName"] ?? .null,
            "RequestStyle": entry.value["RemoteHostName"] == nil ? "IntraOrg" : "CrossOrg",
            "TargetDatabase": .string(TenantNames.database),
            "SuspendWhenReadyToComplete": entry.value["SuspendWhenReadyToComplete"] ?? false,
        ]
    }

    func row(at now: ServiceDate) -> ObjectRow {
        ObjectShape.of(noun: Self.noun).row(mailbox.name, values(at: now))
    }

    /// How far it is.
    ///
    /// - Throws: `DatabaseError`.
    func statistics(at now: ServiceDate, _ store: ContentStore) throws -> ObjectRow {
        let totals = try MailboxContent(mailbox, in: store).totals()
        let percent = percentage(at: now)
        let status = status(at: now)
        var row = ObjectShape.of(noun: "MoveRequestStatistics").row(mailbox.name, values(at: now))
        row.set([
            "StatusDetail": .string(status == "InProgress" ? "CopyingMessages" : status),
            "SyncStage": .string(status == "Completed" ? "SyncFinished" : "CopyingMessages"),
            "PercentComplete": .integer(percent), "TotalMailboxSize": DescribedValue.sizeText(totals.bytes),
            "TotalMailboxItemCount": .integer(Int64(totals.items)),
            "ItemsTransferred": .integer(Int64(totals.items) * percent / 100),
            "BytesTransferred": DescribedValue.sizeText(totals.bytes / 100 * percent),
            "QueuedTimestamp": begun.json, "StartTimestamp": started <= now ? started.json : .null,
            "LastUpdateTimestamp": now.json,
            "InitialSeedingCompletedTimestamp": copied <= now ? copied.json : .null,
            "CompletionTimestamp": status == "Completed" ? max(copied, moment("CompleteAfter") ?? copied).json : .null,
        ])
        return row
    }
}

/// The move requests of a tenant.
struct MoveRequests: Sendable {
    let scope: CallScope
    var store: ContentStore { ContentStore(scope) }

    private static let types = MailboxTarget.types.union(["MailUser"])

    /// - Throws: `DatabaseError`.
    func all() throws -> [MoveRequest] {
        try store.entries(.moveRequest).compactMap { entry in
            try mailbox(entry.key).map { MoveRequest(mailbox: $0, entry: entry) }
        }
    }

    private func mailbox(_ guid: String) throws -> ExchangeObject? {
        try scope.objects.objects(named: guid, of: .recipient) { $0.guid == guid }.first
    }

    /// Whose mailbox a call is about.
    ///
    /// - Throws: ``AdminAPIError``: not found, ambiguous.
    func subject(_ call: BoundCall) throws -> ExchangeObject {
        try scope.object(named: call.text("Identity") ?? "", in: .mailbox, types: Self.types)
    }

    /// The request that a call names.
    ///
    /// - Throws: ``AdminAPIError`` when there is none.
    func request(_ call: BoundCall) throws -> MoveRequest {
        let mailbox = try subject(call)
        guard let entry = try store.entry(.moveRequest, key: mailbox.guid) else {
            throw AdminAPIError.notFound(call.text("Identity") ?? "", noun: MoveRequest.noun)
        }
        return MoveRequest(mailbox: mailbox, entry: entry)
    }
}
