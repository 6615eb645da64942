import EmulatorCore
import ExoJSON

/// A mailbox that moves.
struct MoveRequest: Sendable {
    static let noun = "MoveRequest"

    let mailbox: ExchangeObject
    let state: MoveState

    private func values(at now: ServiceDate) -> JSONObject {
        [
            "Identity": .string(mailbox.name), "MailboxIdentity": .string(mailbox.name),
            "DisplayName": .string(mailbox.text("DisplayName") ?? mailbox.name),
            "Alias": .string(mailbox.text("Alias") ?? ""), "Status": .string(state.status(at: now)),
            "ExchangeGuid": .string(mailbox.text("ExchangeGuid") ?? mailbox.guid), "Guid": .string(mailbox.guid),
            "Direction": state.value["Direction"] ?? "Pull", "Flags": state.value["Flags"] ?? "CrossOrg, Pull",
            "BatchName": state.value["BatchName"] ?? .null, "RemoteHostName": state.value["RemoteHostName"] ?? .null,
            "RequestStyle": state.value["RemoteHostName"] == nil ? "IntraOrg" : "CrossOrg",
            "TargetDatabase": .string(TenantNames.database),
            "SuspendWhenReadyToComplete": state.value["SuspendWhenReadyToComplete"] ?? false,
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
        let percent = state.percentage(at: now)
        let status = state.status(at: now)
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
            "DataConsistencyScore": state.copied <= now ? "Perfect" : .null,
            "QueuedTimestamp": state.begun.json, "StartTimestamp": state.started <= now ? state.started.json : .null,
            "LastUpdateTimestamp": now.json,
            "InitialSeedingCompletedTimestamp": state.copied <= now ? state.copied.json : .null,
            "CompletionTimestamp": isDone ? state.finished?.json ?? .null : .null,
        ])
        if showsReport {
            var report = MigrationReport()
            report.note("The move request was created.", at: state.begun, by: now)
            let done = isDone ? state.finished : nil
            source.note(begun: state.started, copied: state.copied, done: done, by: now, in: &report)
            row["Report"] = report.value
        }
        return row
    }

    /// What moves: of a mailbox that is here what is in it, of one elsewhere what is in it there.
    private func source(_ store: ContentStore) throws -> SourceMailbox {
        let isHere = state.value["Direction"] == "Push" || mailbox.properties[MailboxContent.cameAlong] != true
        guard isHere, RecipientTypes.mailboxes.contains(mailbox.typeDetails), state.batch == nil else {
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
    func states() throws -> [MoveState] {
        try store.entries(.moveRequest).map { MoveState(entry: $0) } + ofBatches()
    }

    /// The request whose state this is, `nil` where nobody has the mailbox any more.
    ///
    /// - Throws: `DatabaseError`.
    func request(_ state: MoveState) throws -> MoveRequest? {
        let mailbox =
            try state.batch == nil ? mailbox(state.identity) : scope.objects.recipient(named: state.identity)
        return mailbox.map { MoveRequest(mailbox: $0, state: state) }
    }

    /// The requests of batches, from the first copied item on: all, or those that may be of one mailbox.
    private func ofBatches(of wanted: ExchangeObject? = nil) throws -> [MoveState] {
        let names = wanted.map(Self.names)
        return try MigrationBatches(scope).all().flatMap { batch -> [MoveState] in
            // Of a batch that was started again who has arrived is there still.
            let isBegun = batch.begun.map { $0 <= scope.asOf } ?? false
            guard batch.way.movesMailboxes, isBegun || !batch.arrivals.isEmpty else { return [] }
            let host = try host(of: batch)
            return batch.users.filter { address in
                let key = address.lowercased()
                return names?.contains(key) ?? true && batch.problems[key] == nil
                    && (isBegun || batch.arrivals[key] != nil)
            }.map { MoveState(address: $0, in: batch, host: host) }
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
            return MoveRequest(mailbox: mailbox, state: MoveState(entry: entry))
        }
        for state in try ofBatches(of: mailbox) {
            if let found = try request(state), found.mailbox.guid == mailbox.guid { return found }
        }
        return nil
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
        try MailboxArrivals.expect(.request, key: mailbox.guid, at: request?.state.finished, in: store)
    }

    func remove(_ request: MoveRequest) throws {
        try store.remove(.moveRequest, key: request.mailbox.guid)
        try MailboxArrivals.expect(.request, key: request.mailbox.guid, at: nil, in: store)
    }
}
