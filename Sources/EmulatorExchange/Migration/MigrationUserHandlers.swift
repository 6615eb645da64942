import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Get-MigrationUser and Get-MigrationUserStatistics: who moves, and how far.
struct MigrationUserReader: CmdletHandler {
    let noun: String

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let batches = try MigrationBatches(scope).all()
        let wanted = (call.text("Identity") ?? call.text("EmailAddress"))?.lowercased()
        let batch = call.text("BatchId")?.lowercased()
        let (status, summary) = (call.text("Status")?.lowercased(), call.text("StatusSummary")?.lowercased())
        let rows = batches.filter { batch == nil || batch == $0.entry.key }.flatMap { batch in
            batch.users.filter { wanted == nil || wanted == $0.lowercased() }.compactMap { user -> ObjectRow? in
                let state = batch.status(ofUser: user, at: scope.now)
                if let status, status != state.status.lowercased() { return nil }
                if let summary, summary != state.summary.lowercased() { return nil }
                return row(user, batch, state, scope.now)
            }
        }
        if let asked = call.text("Identity") ?? call.text("EmailAddress"), rows.isEmpty {
            throw AdminAPIError.notFound(asked, noun: noun)
        }
        let limit = try ResultSize.given(in: call)
        return .rows(noun, scope, limit: limit) { rows }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(
            beside: ["Identity", "EmailAddress", "BatchId", "Status", "StatusSummary", "ResultSize"],
            shape: nil
        )
    }

    private func row(
        _ user: String,
        _ batch: MigrationBatch,
        _ state: (status: String, summary: String),
        _ now: ServiceDate
    ) -> ObjectRow {
        let numbers = StableNumbers("migration", batch.entry.key, user.lowercased())
        let (items, bytes) = (Int64(500 + numbers.below(9000, at: 0)), Int64(numbers.below(2_000_000_000, at: 1)))
        let isFailed = state.status == "Failed"
        let percent = isFailed ? 0 : batch.percentage(at: now)
        var row = ObjectShape.of(noun: noun).row(
            user,
            [
                "Identity": .string(user), "MailboxIdentifier": .string(user), "MailboxEmailAddress": .string(user),
                "BatchId": .string(batch.name), "Status": .string(state.status),
                "StatusSummary": .string(state.summary),
                "State": .string(state.status), "RecipientType": "MailboxOrMailUser",
                "Guid": .string(SeedIdentifier.make("migrationUser", batch.entry.key, user)),
                "RequestGuid": .string(SeedIdentifier.make("migrationRequest", batch.entry.key, user)),
                "LastSuccessfulSyncTime": batch.synced.flatMap { $0 <= now ? $0.json : nil } ?? .null,
                "ItemsSynced": .integer(items * percent / 100), "SyncedItemCount": .integer(items * percent / 100),
                "TotalItemsInSourceMailboxCount": .integer(items), "PercentageComplete": .integer(percent),
                "EstimatedTotalTransferCount": .integer(items), "MigrationType": .string(batch.type),
                "EstimatedTotalTransferSize": DescribedValue.sizeText(bytes),
                "BytesTransferred": DescribedValue.sizeText(bytes * percent / 100),
            ]
        )
        if isFailed {
            row["ErrorSummary"] = .string(
                "A recipient wasn't found for \"\(user)\" on the target. Create a recipient and try again."
            )
        }
        return row
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
            guard let batch = try batches.all().first(where: { $0.users.contains { $0.lowercased() == user } }) else {
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
                let missing = batch.missing.filter { $0 != user } + (try MigrationBatchMaker.missing([user], scope))
                values["MissingUsers"] = .array(missing.sorted().map { .string($0) })
            }
            if change == .remove {
                values["Users"] = .array(batch.users.filter { $0.lowercased() != user }.map { .string($0) })
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
