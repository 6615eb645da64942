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
        let rows = try users.compactMap { user -> ObjectRow? in
            let state = user.batch.status(ofUser: user.address, at: scope.now)
            if let status, status != state.status.lowercased() { return nil }
            if let summary, summary != state.summary.lowercased() { return nil }
            let recipient = try user.recipient(scope)
            if let mailbox, mailbox != recipient?.text("ExchangeGuid") { return nil }
            return user.row(noun, recipient, state, call, scope.now)
        }
        if let identity, rows.isEmpty { throw AdminAPIError.notFound(identity, noun: noun) }
        let limit = try ResultSize.given(in: call)
        return .rows(noun, scope, limit: limit) { rows }
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

    private var key: String { address.lowercased() }
    var isElsewhere: Bool { batch.isElsewhere(key) }
    private var guid: String { SeedIdentifier.make("migrationUser", batch.entry.key, address) }

    /// Whether an identity means this one: the address, or the guid of the move.
    func isNamed(_ identity: String) -> Bool {
        if identity.contains("@") { return identity.lowercased() == key }
        return identity.lowercased() == key || GUIDText(parsing: identity)?.description == guid
    }

    /// Whose mailbox moves, `nil` where there is nobody.
    func recipient(_ scope: CallScope) throws -> ExchangeObject? {
        try scope.objects.objects(named: address, of: .recipient) { $0.state == .active }.first
    }

    func row(
        _ noun: String,
        _ recipient: ExchangeObject?,
        _ state: (status: String, summary: String),
        _ call: BoundCall,
        _ now: ServiceDate
    ) -> ObjectRow {
        let source = SourceMailbox(of: recipient, address: address)
        let percent = batch.percentage(ofUser: address, at: now)
        let isFailed = state.status == "Failed"
        let isCopied = !isFailed && batch.synced.map { $0 <= now } ?? false
        let synced = JSONValue.integer(source.items * percent / 100)
        var row = ObjectShape.of(noun: noun).row(
            address,
            [
                "Identity": .string(address), "MailboxIdentifier": .string(address),
                "MailboxEmailAddress": .string(address), "BatchId": .string(batch.name),
                "Status": .string(state.status), "StatusSummary": .string(state.summary),
                "State": .string(state.status), "RecipientType": "MailboxOrMailUser", "Guid": .string(guid),
                "RequestGuid": .string(SeedIdentifier.make("migrationRequest", batch.entry.key, address)),
                "LastSuccessfulSyncTime": isCopied ? batch.synced?.json ?? .null : .null,
                "ItemsSynced": synced, "SyncedItemCount": synced,
                // Nothing is lost here on the way.
                "DataConsistencyScore": isCopied ? "Perfect" : .null,
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
            begun: batch.begun,
            copied: batch.synced,
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
            let user = identity.lowercased()
            let all = try batches.all().filter { $0.users.contains { $0.lowercased() == user } }
            guard let batch = all.first(where: { !$0.isElsewhere(user) }) ?? all.first else {
                throw AdminAPIError.notFound(identity, noun: call.facts.noun)
            }
            if call.isQuestion { return .confirmation("\(change.rawValue) migration user \"\(identity)\".") }
            if change == .set {
                try batches.change(batch, ["UserTimes": .object(times(of: user, in: batch, call))], at: scope.now)
                return .done(warnings: [])
            }
            let others = batch.stoppedUsers.filter { $0 != user }.sorted()
            let stopped = change == .stop ? others + [user] : others
            var values: JSONObject = ["StoppedUsers": .array(stopped.map { .string($0) })]
            if change == .start {
                let found = try MigrationBatch.problems(of: [identity], in: batch.entry.value, scope)
                values["Problems"] = batch.problems(with: found[user], of: user)
                values["MissingUsers"] = .null
            }
            if change == .remove {
                values["Users"] = .array(batch.users.filter { $0.lowercased() != user }.map { .string($0) })
                values["Problems"] = batch.problems(with: nil, of: user)
                values["MissingUsers"] = .null
            }
            try batches.change(batch, values, at: scope.now)
            return .done(warnings: [])
        }
    }

    /// When people are to be done who are not done with their batch, with what a call says of one.
    private func times(of user: String, in batch: MigrationBatch, _ call: BoundCall) -> JSONObject {
        var times = batch.userTimes
        if let moment = call.date("CompleteAfter") { times[user] = moment.json }
        return times
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(
            beside: Set(["Identity", "Confirm", "WhatIf"] + (change == .set ? ["CompleteAfter"] : [])),
            shape: nil
        )
    }
}
