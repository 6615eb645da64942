import ExoJSON

extension MigrationBatch {
    /// What of a batch its rows show as it was given.
    static let given = [
        "SourceEndpoint", "TargetEndpoint", "TargetDeliveryDomain", "NotificationEmails", "StartAfter",
        "TargetDatabases", "TargetArchiveDatabases",
    ]

    /// What a batch shows at a moment.
    ///
    /// - Parameters:
    ///   - now: The moment.
    ///   - showsReport: Whether with what was written down.
    /// - Returns: The row.
    func row(at now: ServiceDate, showsReport: Bool = false) -> ObjectRow {
        let status = shownStatus(at: now)
        var row = ObjectShape.of(noun: Self.noun).row(
            name,
            [
                "Identity": .string(name), "BatchGuid": entry.value["Guid"] ?? .null, "Status": .string(status),
                "State": .string(status), "TotalCount": .integer(Int64(users.count)),
                "CreationDateTime": entry.value["Created"] ?? .null,
                "SubmittedByUser": entry.value["Owner"] ?? .null, "OwnerId": entry.value["Owner"] ?? .null,
                "MigrationType": .string(type), "BatchDirection": .string(way.direction), "Type": .string(type),
                "CompleteAfter": entry.value["Completes"] ?? .null, "StartDateTime": entry.value["Started"] ?? .null,
                "ValidationWarningCount": .integer(Int64(warnings.count)), "ValidationWarnings": .array(warnings),
            ]
        )
        for name in Self.given { if let value = entry.value[name] { row[name] = value } }
        var counts: [String: Int64] = [:]
        for user in users { counts[self.status(ofUser: user, at: now).summary, default: 0] += 1 }
        for (summary, count) in counts {
            row["\(summary == "Completed" ? "Finalized" : summary)Count"] = .integer(count)
        }
        if let started = moment("Started"), let synced, synced <= now {
            row["InitialSyncDateTime"] = synced.json
            row["LastSyncedDateTime"] = synced.json
            // Nothing is lost here on the way.
            row["DataConsistencyScore"] = "Perfect"
            row["InitialSyncDuration"] = .string(TimeSpanText(ticks: synced.ticks - started.ticks).description)
        }
        if let finished, finished <= now { row["FinalizedDateTime"] = finished.json }
        if showsReport { row["Report"] = report(at: now) }
        return row
    }

    /// What is wrong with rows of its list.
    private var warnings: [JSONValue] {
        (entry.value["Warnings"]?.arrayValue ?? []).map { warning in
            let message = warning["Message"]?.stringValue ?? ""
            return DescribedValue.make(
                message,
                type: "Microsoft.Exchange.Data.Storage.Management.MigrationBatchError",
                [
                    "EmailAddress": warning["EmailAddress"] ?? .null, "RowIndex": warning["RowIndex"] ?? .null,
                    "LocalizedErrorMessage": .string(message),
                ]
            )
        }
    }

    /// What was written down of it; the words are guesses.
    private func report(at now: ServiceDate) -> JSONValue {
        var report = MigrationReport()
        report.note("The migration batch was created.", at: moment("Created"), by: now)
        report.note("The migration batch was started.", at: moment("Started"), by: now)
        report.note("The initial synchronization is complete.", at: synced, by: now)
        report.note("The migration batch is complete.", at: finished, by: now)
        return report.value
    }
}
