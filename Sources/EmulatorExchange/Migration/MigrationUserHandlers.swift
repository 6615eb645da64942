import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Get-MigrationUser and Get-MigrationUserStatistics: who moves, and how far.
struct MigrationUserReader: CmdletHandler {
    let noun: String

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let identity = call.text("Identity") ?? call.text("EmailAddress")
        let batch = call.text("BatchId")?.lowercased()
        let mailbox = call.text("MailboxGuid").flatMap { GUIDText(parsing: $0)?.description }
        let (status, summary) = (call.text("Status")?.lowercased(), call.text("StatusSummary")?.lowercased())
        let all = try MigrationBatches(scope).all().filter {
            batch == nil || [$0.entry.key, $0.entry.text("Guid")].contains(batch)
        }
        var users = all.flatMap { batch in batch.users.map { MigrationUser(address: $0, batch: batch) } }
        if let identity {
            users = users.filter { $0.isNamed(identity) }
            // Somebody is one batch's: where that is not named, the others do not count.
            let own = users.filter { !$0.isElsewhere }
            if batch == nil { users = own.isEmpty ? Array(users.prefix(1)) : own }
        }
        let now = scope.asOf
        users = try users.filter { user in
            let state = user.batch.status(ofUser: user.address, at: now)
            guard status.map({ $0 == state.status.lowercased() }) ?? true else { return false }
            guard summary.map({ $0 == state.summary.lowercased() }) ?? true else { return false }
            return try mailbox.map { try $0 == user.recipient(scope)?.text("ExchangeGuid") } ?? true
        }
        if let identity, users.isEmpty { throw AdminAPIError.notFound(identity, noun: noun) }
        let limit = try ResultSize.given(in: call)
        return .rows(noun, scope, limit: limit, of: users) { user in
            try user.row(noun, user.recipient(scope), call, now)
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(
            beside: [
                "Identity", "EmailAddress", "BatchId", "Status", "StatusSummary", "MailboxGuid", "IncludeReport",
                "IncludeSkippedItems", "LimitSkippedItemsTo", "ResultSize",
            ],
            shape: nil
        )
    }
}

/// Somebody of a batch.
struct MigrationUser: Sendable {
    let address: String
    let batch: MigrationBatch

    /// The address in small letters.
    var key: String { address.lowercased() }
    var isElsewhere: Bool { batch.isElsewhere(key) }
    private var guid: String { SeedIdentifier.make("migrationUser", batch.entry.key, address) }

    /// Whether an identity means this one: the address, or the guid of the move.
    func isNamed(_ identity: String) -> Bool {
        if identity.lowercased() == key { return true }
        guard !identity.contains("@"), let wanted = GUIDText(parsing: identity) else { return false }
        return wanted.description == guid
    }

    /// Whose mailbox moves, `nil` where there is nobody.
    func recipient(_ scope: CallScope) throws -> ExchangeObject? {
        try scope.objects.recipient(named: address)
    }

    func row(
        _ noun: String,
        _ recipient: ExchangeObject?,
        _ call: BoundCall,
        _ now: ServiceDate
    ) -> ObjectRow {
        let state = batch.status(ofUser: address, at: now)
        let source = SourceMailbox(of: recipient, address: address)
        let percent = batch.percentage(ofUser: address, at: now)
        let isFailed = state.status == "Failed"
        let copied = isFailed ? nil : batch.synced(ofUser: address).flatMap { $0 <= now ? $0 : nil }
        let synced = JSONValue.integer(source.items * percent / 100)
        var row = ObjectShape.of(noun: noun).row(
            address,
            [
                "Identity": .string(address), "MailboxIdentifier": .string(address),
                "MailboxEmailAddress": .string(address), "BatchId": .string(batch.name),
                "Status": .string(state.status), "StatusSummary": .string(state.summary),
                "State": .string(state.status), "RecipientType": "MailboxOrMailUser", "Guid": .string(guid),
                "RequestGuid": .string(SeedIdentifier.make("migrationRequest", batch.entry.key, address)),
                "LastSuccessfulSyncTime": copied?.json ?? .null,
                "ItemsSynced": synced, "SyncedItemCount": synced,
                // Nothing is lost here on the way.
                "DataConsistencyScore": copied == nil ? .null : "Perfect",
                "TotalItemsInSourceMailboxCount": .integer(source.items), "PercentageComplete": .integer(percent),
                "EstimatedTotalTransferCount": .integer(source.items), "MigrationType": .string(batch.type),
                "EstimatedTotalTransferSize": DescribedValue.sizeText(source.bytes),
                "BytesTransferred": DescribedValue.sizeText(source.bytes / 100 * percent),
            ]
        )
        if let guid = recipient?.text("ExchangeGuid") { row["MailboxGuid"] = .string(guid) }
        if let name = recipient?.text("LegacyExchangeDN") { row["MailboxLegacyDN"] = .string(name) }
        if isFailed, let problem = batch.problems[key] {
            row["ErrorSummary"] = .string(problem.message)
            row["Error"] = .string(problem.text)
        }
        if call.isOn("IncludeReport") { row["Report"] = report(source, isFailed ? batch.problems[key] : nil, now) }
        return row
    }

    /// What was written down of it; the words are guesses.
    private func report(_ source: SourceMailbox, _ problem: MigrationProblem?, _ now: ServiceDate) -> JSONValue {
        var report = MigrationReport()
        report.note(
            "The user was added to the migration batch \"\(batch.name)\".",
            at: batch.moment("Created"),
            by: now
        )
        if let problem {
            report.note(problem.text, at: batch.begun, by: now)
            return report.value
        }
        source.note(
            begun: batch.begun(ofUser: address),
            copied: batch.synced(ofUser: address),
            done: batch.finished(ofUser: address),
            by: now,
            in: &report
        )
        return report.value
    }
}

/// Get-MigrationStatistics: all batches together.
struct MigrationStatisticsReader: CmdletHandler {
    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        var counts: [String: Int64] = [:]
        for batch in try MigrationBatches(scope).all() {
            for user in batch.users { counts[batch.status(ofUser: user, at: scope.now).summary, default: 0] += 1 }
        }
        let row = ObjectShape.of(noun: "MigrationStatistics").row(
            scope.tenant.initialDomain,
            [
                "Identity": .string(scope.tenant.initialDomain), "MigrationType": "ExchangeRemoteMove",
                "TotalCount": .integer(counts.values.reduce(0, +)), "ActiveCount": .integer(counts["Active"] ?? 0),
                "SyncedCount": .integer(counts["Synced"] ?? 0), "FinalizedCount": .integer(counts["Completed"] ?? 0),
                "FailedCount": .integer(counts["Failed"] ?? 0),
                "StoppedCount": .integer(counts["Stopped"] ?? 0),
            ]
        )
        return .row("MigrationStatistics", scope, row)
    }
}

/// Start-, Stop-, Set- and Remove-MigrationUser: one of a batch.
struct MigrationUserChanger: CmdletHandler {
    enum Change: String, Sendable {
        case start = "Starting"
        case stop = "Stopping"
        case remove = "Removing"
        case set = "Setting"
    }

    let change: Change

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let batches = MigrationBatches(scope)
            let identity = call.text("Identity") ?? ""
            guard let found = try batches.user(identity) else {
                throw AdminAPIError.notFound(identity, noun: call.facts.noun)
            }
            if call.isQuestion { return .confirmation("\(change.rawValue) migration user \"\(found.address)\".") }
            try batches.change(found.batch, values(of: found, call, scope), at: scope.now)
            return .done(warnings: [])
        }
    }

    /// What a batch says after a change of somebody.
    private func values(of user: MigrationUser, _ call: BoundCall, _ scope: CallScope) throws -> JSONObject {
        let (batch, key) = (user.batch, user.key)
        let others = batch.stoppedUsers.filter { $0 != key }.sorted().map { JSONValue.string($0) }
        switch change {
        case .set:
            var times = batch.userTimes
            if let moment = call.date("CompleteAfter") { times[key] = moment }
            return ["UserTimes": MigrationBatch.byUser(times.mapValues(\.json))]
        case .stop: return ["StoppedUsers": .array(others + [.string(key)])]
        case .start:
            let isHere = batch.arrivals[key] != nil
            let problems = try isHere ? [:] : MigrationBatch.problems(of: [user.address], in: batch.entry.value, scope)
            return [
                "StoppedUsers": .array(others), "Problems": batch.problems(with: problems[key], of: key),
                "MissingUsers": .null,
            ]
        case .remove:
            let rest = batch.users.filter { $0.lowercased() != key }
            var values = batch.notes(of: rest)
            values["Users"] = .array(rest.map { .string($0) })
            values["Problems"] = batch.problems(with: nil, of: key)
            values["MissingUsers"] = .null
            return values
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(
            beside: Set(["Identity", "Confirm", "WhatIf"] + (change == .set ? ["CompleteAfter"] : [])),
            shape: nil
        )
    }
}
