import EmulatorCore
import ExoJSON

/// A batch of mailboxes that move, whose state follows the emulator's clock.
struct MigrationBatch: Sendable {
    static let noun = "MigrationBatch"
    /// How long a batch starts, copies and completes, in minutes: guesses.
    private static let (starting, syncing, completing) = (5, 120, 30)

    let entry: ContentStore.Entry
    /// The users for whom there is nobody here, in small letters.
    let missing: Set<String>
    /// The users that were stopped by themselves, in small letters.
    let stoppedUsers: Set<String>

    init(entry: ContentStore.Entry) {
        self.entry = entry
        func texts(_ name: String) -> Set<String> {
            Set(entry.value[name]?.arrayValue?.compactMap(\.stringValue) ?? [])
        }
        missing = texts("MissingUsers")
        stoppedUsers = texts("StoppedUsers")
    }

    var name: String { entry.text("Name") ?? entry.key }

    /// The addresses that move.
    var users: [String] { entry.value["Users"]?.arrayValue?.compactMap(\.stringValue) ?? [] }

    func moment(_ name: String) -> ServiceDate? { entry.text(name).flatMap { ServiceDate(parsing: $0) } }

    private static func minutes(_ count: Int) -> Int64 { Int64(count) * 600_000_000 }

    /// When all was copied once, `nil` when it was not started.
    var synced: ServiceDate? { moment("Started")?.adding(ticks: Self.minutes(Self.starting + Self.syncing)) }

    /// When the last step begins: once asked for, and not before everything is copied.
    private var completion: ServiceDate? {
        guard let synced, let asked = moment("Completes") else { return nil }
        return max(synced, asked)
    }

    var finished: ServiceDate? { completion?.adding(ticks: Self.minutes(Self.completing)) }

    func status(at now: ServiceDate) -> String {
        if moment("Stopped") != nil { return "Stopped" }
        guard let started = moment("Started"), started <= now, let synced else { return "Created" }
        if now < started.adding(ticks: Self.minutes(Self.starting)) { return "Starting" }
        if now < synced { return "Syncing" }
        guard let completion, let finished, completion <= now else { return "Synced" }
        return now < finished ? "Completing" : "Completed"
    }

    /// What kind of move it is, as its endpoint says.
    var type: String { entry.text("MigrationType") ?? "ExchangeRemoteMove" }

    /// The state as rows show it.
    func shownStatus(at now: ServiceDate) -> String {
        let status = status(at: now)
        return !missing.isEmpty && ["Synced", "Completed"].contains(status) ? "\(status)WithErrors" : status
    }

    /// The state of one of its users.
    func status(ofUser user: String, at now: ServiceDate) -> (status: String, summary: String) {
        if stoppedUsers.contains(user.lowercased()) { return ("Stopped", "Stopped") }
        if missing.contains(user.lowercased()), !["Created", "Starting", "Stopped"].contains(status(at: now)) {
            return ("Failed", "Failed")
        }
        let own = userTimes[user.lowercased()]?.stringValue.flatMap { ServiceDate(parsing: $0) }
        guard let own, let synced, moment("Stopped") == nil else { return userStatus(at: now) }
        let begin = max(own, synced)
        if now < begin { return userStatus(at: min(now, synced)) }
        return now < begin.adding(ticks: Self.minutes(Self.completing))
            ? ("Completing", "Active") : ("Completed", "Completed")
    }

    /// When people are done who are not done with the batch, by address in small letters.
    var userTimes: JSONObject { entry.value["UserTimes"]?.objectValue ?? [:] }

    /// The state of its users.
    func userStatus(at now: ServiceDate) -> (status: String, summary: String) {
        switch status(at: now) {
        case "Created", "Starting": return ("Queued", "Active")
        case "Syncing": return ("Syncing", "Active")
        case "Synced": return ("Synced", "Synced")
        case "Completing": return ("Completing", "Active")
        case "Completed": return ("Completed", "Completed")
        default: return ("Stopped", "Stopped")
        }
    }

    /// How much of it is done, of a hundred.
    func percentage(at now: ServiceDate) -> Int64 {
        guard let started = moment("Started"), let synced else { return 0 }
        if status(at: now) == "Completed" { return 100 }
        let all = max(1, synced.ticks - started.ticks)
        return min(max(0, now.ticks - started.ticks), all) * 95 / all
    }

    func row(at now: ServiceDate) -> ObjectRow {
        let status = shownStatus(at: now)
        let count = JSONValue.integer(Int64(users.count))
        let failed = users.count { self.status(ofUser: $0, at: now).status == "Failed" }
        let summary = userStatus(at: now).summary
        var row = ObjectShape.of(noun: Self.noun).row(
            name,
            [
                "Identity": .string(name), "BatchGuid": entry.value["Guid"] ?? .null, "Status": .string(status),
                "State": .string(status), "TotalCount": count, "CreationDateTime": entry.value["Created"] ?? .null,
                "SubmittedByUser": entry.value["Owner"] ?? .null, "OwnerId": entry.value["Owner"] ?? .null,
                "SourceEndpoint": entry.value["SourceEndpoint"] ?? .null,
                "TargetDeliveryDomain": entry.value["TargetDeliveryDomain"] ?? .null,
                "NotificationEmails": entry.value["NotificationEmails"] ?? [],
                "MigrationType": .string(type), "BatchDirection": "Onboarding", "Type": .string(type),
                "CompleteAfter": entry.value["Completes"] ?? .null, "StartAfter": entry.value["StartAfter"] ?? .null,
                "StartDateTime": entry.value["Started"] ?? .null,
            ]
        )
        row["\(summary == "Completed" ? "Finalized" : summary)Count"] = .integer(Int64(users.count - failed))
        row["FailedCount"] = .integer(Int64(failed))
        if let synced, synced <= now {
            row["InitialSyncDateTime"] = synced.json
            row["LastSyncedDateTime"] = synced.json
        }
        if let finished, finished <= now { row["FinalizedDateTime"] = finished.json }
        return row
    }
}

/// The batches of a tenant.
struct MigrationBatches: Sendable {
    let store: ContentStore

    init(_ scope: CallScope) { store = ContentStore(scope) }

    /// - Throws: `DatabaseError`.
    func all() throws -> [MigrationBatch] { try store.entries(.migrationBatch).map { MigrationBatch(entry: $0) } }

    /// The batch that a call names.
    ///
    /// - Throws: ``AdminAPIError`` when there is none.
    func batch(_ call: BoundCall, parameter: String = "Identity") throws -> MigrationBatch {
        let name = call.text(parameter) ?? ""
        let found = try all().first { [$0.entry.key, $0.entry.text("Guid")].contains(name.lowercased()) }
        guard let found else {
            throw AdminAPIError(
                status: 404,
                code: "NotFound",
                exceptionType: AdminAPIError.notFoundType,
                message: "The migration batch \"\(name)\" couldn't be found.",
                targetType: MigrationBatch.noun
            )
        }
        return found
    }

    /// Writes values of a batch, and takes away those that are null.
    func change(_ batch: MigrationBatch, _ values: JSONObject, at moment: ServiceDate) throws {
        var value = batch.entry.value
        for member in values.members { value[member.name] = member.value }
        value = JSONObject(value.members.filter { !$0.value.isNull })
        try store.put(.migrationBatch, key: batch.entry.key, value, at: moment)
    }
}
