import EmulatorCore
import ExoJSON

/// A mailbox that moves, by itself or with a batch; its state follows the emulator's clock.
struct MoveRequest: Sendable {
    static let noun = "MoveRequest"
    /// How long a request waits and copies, in minutes: guesses.
    private static let (queued, copying) = (5, 120)

    let mailbox: ExchangeObject
    /// What is kept of a request of its own, of a batch's what follows from that.
    let value: JSONObject
    /// When that was written.
    private let changed: ServiceDate
    /// The batch that it belongs to, and by which address; `nil` for one of its own.
    let member: (batch: MigrationBatch, address: String)?

    init(mailbox: ExchangeObject, entry: ContentStore.Entry) {
        self.mailbox = mailbox
        value = entry.value
        changed = entry.changed
        member = nil
    }

    /// The request that the service makes for somebody of a batch of moves.
    init(mailbox: ExchangeObject, address: String, in batch: MigrationBatch, host: String?) {
        let isOutbound = batch.way.isOutbound
        self.mailbox = mailbox
        changed = batch.entry.changed
        member = (batch, address)
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
    var begun: ServiceDate { member?.batch.moment("Started") ?? moment("Begun") ?? changed }

    private func after(_ minutes: Int) -> ServiceDate { begun.adding(ticks: Int64(minutes) * 600_000_000) }

    var started: ServiceDate { after(Self.queued) }
    var copied: ServiceDate { after(Self.queued + Self.copying) }

    /// When it will be done, as far as that is known.
    var finished: ServiceDate? {
        if let member { return member.batch.finished(ofUser: member.address) }
        guard value["Suspended"] != true, value["SuspendWhenReadyToComplete"] != true else { return nil }
        return max(copied, moment("CompleteAfter") ?? copied)
    }

    func status(at now: ServiceDate) -> String {
        if let member {
            let status = member.batch.status(ofUser: member.address, at: now).status
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
        if let member { return member.batch.percentage(ofUser: member.address, at: now) }
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
            "Direction": value["Direction"] ?? "Pull", "Flags": value["Flags"] ?? "CrossOrg, Pull",
            "BatchName": value["BatchName"] ?? .null, "RemoteHostName": value["RemoteHostName"] ?? .null,
            "RequestStyle": value["RemoteHostName"] == nil ? "IntraOrg" : "CrossOrg",
            "TargetDatabase": .string(TenantNames.database),
            "SuspendWhenReadyToComplete": value["SuspendWhenReadyToComplete"] ?? false,
        ]
    }

    func row(at now: ServiceDate) -> ObjectRow {
        ObjectShape.of(noun: Self.noun).row(mailbox.name, values(at: now))
    }

    /// How far it is.
    ///
    /// - Parameters:
    ///   - now: The moment.
    ///   - store: What is in mailboxes.
    ///   - showsReport: Whether with what was written down.
    /// - Returns: The row.
    /// - Throws: `DatabaseError`.
    func statistics(at now: ServiceDate, _ store: ContentStore, showsReport: Bool) throws -> ObjectRow {
        let source = try source(store)
        let percent = percentage(at: now)
        let status = status(at: now)
        let isDone = status == "Completed"
        var row = ObjectShape.of(noun: "MoveRequestStatistics").row(mailbox.name, values(at: now))
        row.set([
            "StatusDetail": .string(status == "InProgress" ? "CopyingMessages" : status),
            "SyncStage": .string(isDone ? "SyncFinished" : "CopyingMessages"),
            "PercentComplete": .integer(percent), "TotalMailboxSize": DescribedValue.sizeText(source.bytes),
            "TotalMailboxItemCount": .integer(source.items),
            "ItemsTransferred": .integer(source.items * percent / 100),
            "BytesTransferred": DescribedValue.sizeText(source.bytes / 100 * percent),
            // Nothing is lost here on the way.
            "DataConsistencyScore": copied <= now ? "Perfect" : .null,
            "QueuedTimestamp": begun.json, "StartTimestamp": started <= now ? started.json : .null,
            "LastUpdateTimestamp": now.json,
            "InitialSeedingCompletedTimestamp": copied <= now ? copied.json : .null,
            "CompletionTimestamp": isDone ? finished?.json ?? .null : .null,
        ])
        if showsReport {
            var report = MigrationReport()
            report.note("The move request was created.", at: begun, by: now)
            let done = isDone ? finished : nil
            source.note(begun: started, copied: copied, done: done, by: now, in: &report)
            row["Report"] = report.value
        }
        return row
    }

    /// What moves: of a mailbox that is here what is in it, of one elsewhere what is in it there.
    private func source(_ store: ContentStore) throws -> SourceMailbox {
        let isHere = value["Direction"] == "Push" || mailbox.properties[MailboxContent.cameAlong] != true
        guard isHere, RecipientTypes.mailboxes.contains(mailbox.typeDetails), member == nil else {
            return SourceMailbox(of: mailbox, address: mailbox.primaryAddress ?? mailbox.name)
        }
        let totals = try MailboxContent(mailbox, in: store).totals()
        return SourceMailbox(items: Int64(totals.items), bytes: totals.bytes)
    }
}

/// The move requests of a tenant.
struct MoveRequests: Sendable {
    let scope: CallScope
    var store: ContentStore { ContentStore(scope) }

    private static let types = MailboxTarget.types.union(["MailUser"])

    /// Those of their own, and those of who moves with a batch.
    ///
    /// - Throws: `DatabaseError`.
    func all() throws -> [MoveRequest] {
        let own = try store.entries(.moveRequest).compactMap { entry in
            try mailbox(entry.key).map { MoveRequest(mailbox: $0, entry: entry) }
        }
        return try own + ofBatches()
    }

    /// The requests of batches, from the first copied item on: all, or those of one mailbox.
    private func ofBatches(of wanted: ExchangeObject? = nil) throws -> [MoveRequest] {
        let names = wanted.map(Self.names)
        return try MigrationBatches(scope).all().flatMap { batch -> [MoveRequest] in
            guard batch.way.movesMailboxes, let begun = batch.begun, begun <= scope.now else { return [] }
            let host = try host(of: batch)
            return try batch.users.compactMap { address in
                guard names?.contains(address.lowercased()) ?? true, batch.problems[address.lowercased()] == nil else {
                    return nil
                }
                let found = try scope.objects.objects(named: address, of: .recipient) { $0.state == .active }.first
                guard let found, wanted.map({ $0.guid == found.guid }) ?? true else { return nil }
                return MoveRequest(mailbox: found, address: address, in: batch, host: host)
            }
        }
    }

    /// What a list may call a mailbox, in small letters.
    private static func names(of mailbox: ExchangeObject) -> Set<String> {
        let addresses = mailbox.texts("EmailAddresses").map { String($0.drop { $0 != ":" }.dropFirst()) }
        let names = ["UserPrincipalName", "Alias", "ExchangeGuid"].compactMap(mailbox.text)
        return Set((addresses + names + [mailbox.name, mailbox.guid]).map { $0.lowercased() })
    }

    /// The server at a batch's other end.
    private func host(of batch: MigrationBatch) throws -> String? {
        guard let name = batch.endpoints.first else { return nil }
        let named = try scope.objects.objects(named: name, of: SettingNoun("MigrationEndpoint").objectClass) { _ in true
        }
        return named.first?.text("RemoteServer")
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

    /// The request of a mailbox: its own, or that of its batch.
    ///
    /// - Throws: `DatabaseError`.
    func request(of mailbox: ExchangeObject) throws -> MoveRequest? {
        if let entry = try store.entry(.moveRequest, key: mailbox.guid) {
            return MoveRequest(mailbox: mailbox, entry: entry)
        }
        return try ofBatches(of: mailbox).first
    }

    /// The request that a call names.
    ///
    /// - Throws: ``AdminAPIError`` when there is none.
    func request(_ call: BoundCall) throws -> MoveRequest {
        guard let request = try request(of: subject(call)) else {
            throw AdminAPIError.notFound(call.text("Identity") ?? "", noun: MoveRequest.noun)
        }
        return request
    }

    /// Writes a request, and notes when its mailbox will have arrived.
    ///
    /// - Throws: `DatabaseError`.
    func put(_ value: JSONObject, for mailbox: ExchangeObject) throws {
        try store.put(.moveRequest, key: mailbox.guid, value, at: scope.now)
        // Within the organization nobody becomes what the mailbox was not.
        let isRemote = value["IsRemote"] == true
        let request = try isRemote ? self.request(of: mailbox) : nil
        try MailboxArrivals.expect(.request, key: mailbox.guid, at: request?.finished, in: store)
    }

    func remove(_ request: MoveRequest) throws {
        try store.remove(.moveRequest, key: request.mailbox.guid)
        try MailboxArrivals.expect(.request, key: request.mailbox.guid, at: nil, in: store)
    }
}
