import CmdletCatalogue
import EmulatorCore
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// New-MigrationBatch.
struct MigrationBatchMaker: CmdletHandler {
    private static let own = Set(
        MigrationBatch.given + [
            "Name", "CSVData", "Users", "UserIds", "AutoStart", "AutoComplete", "CompleteAfter", "ArchiveOnly",
            "AllowUnknownColumnsInCsv", MigrationWay.foldersToGroups, "Confirm", "WhatIf",
        ]
    )

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let batches = MigrationBatches(scope)
            let name = call.text("Name") ?? ""
            guard try batches.store.entry(.migrationBatch, key: name.lowercased()) == nil else {
                throw AdminAPIError.alreadyThere(name, noun: MigrationBatch.noun)
            }
            let input = try MigrationInput(call)
            if call.isQuestion { return .confirmation("Creating migration batch \"\(name)\".") }
            let actor = try scope.context.directory.user(id: scope.caller.objectID)?.userPrincipalName
            var values: JSONObject = [
                "Name": .string(name), "Guid": .string(UUID.random().uuidString.lowercased()),
                "Users": .array(input.users.map { .string($0) }), "Created": scope.now.json,
                "Owner": .string(actor ?? scope.caller.objectID), "MigrationType": .string(try Self.type(call, scope)),
            ]
            for parameter in MigrationBatch.given {
                if case .value(let value)? = call[parameter] { values[parameter] = value }
            }
            if call.isOn("ArchiveOnly") { values["ArchiveOnly"] = true }
            if !input.warnings.isEmpty { values["Warnings"] = .array(input.warnings) }
            if call.isOn("AutoStart") || call.date("StartAfter") != nil {
                values["Started"] = (call.date("StartAfter") ?? scope.now).json
            }
            if let moment = call.date("CompleteAfter") ?? (call.isOn("AutoComplete") ? scope.now : nil) {
                values["Completes"] = moment.json
            }
            let problems = try MigrationBatch.problems(of: input.users, in: values, scope)
            values["Problems"] = MigrationBatch.byUser(problems.mapValues(\.json))
            try batches.put(values, as: name.lowercased(), at: scope.now)
            let made = try batches.store.entry(.migrationBatch, key: name.lowercased())
            return .row(MigrationBatch.noun, scope, made.map { MigrationBatch(entry: $0).row(at: scope.now) })
        }
    }

    func unused(_ call: BoundCall) -> [String] { call.unused(beside: Self.own, shape: nil) }

    /// The kind of move: that of the endpoint.
    private static func type(_ call: BoundCall, _ scope: CallScope) throws -> String {
        if call.isOn(MigrationWay.foldersToGroups) { return MigrationWay.foldersToGroups }
        let noun = SettingNoun("MigrationEndpoint")
        guard let name = call.text("SourceEndpoint") ?? call.text("TargetEndpoint") else { return "ExchangeRemoteMove" }
        let endpoint = try noun.objects(named: name, owner: nil, scope).first
        return endpoint?.text("EndpointType") ?? "ExchangeRemoteMove"
    }
}

/// Get-MigrationBatch.
struct MigrationBatchReader: CmdletHandler {
    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let batches = MigrationBatches(scope)
        let showsReport = call.isOn("IncludeReport")
        if call.text("Identity") != nil {
            return .row(
                MigrationBatch.noun,
                scope,
                try batches.batch(call).row(at: scope.now, showsReport: showsReport)
            )
        }
        let status = call.text("Status")?.lowercased()
        let endpoint = call.text("Endpoint")?.lowercased()
        let rows = try batches.all().filter { batch in
            status.map { batch.shownStatus(at: scope.now).lowercased() == $0 } ?? true
                && endpoint.map { batch.endpoints.contains($0) } ?? true
        }.map { $0.row(at: scope.now, showsReport: showsReport) }
        let limit = try ResultSize.given(in: call)
        return .rows(MigrationBatch.noun, scope, limit: limit) { rows }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: ["Identity", "Status", "Endpoint", "IncludeReport", "ResultSize"], shape: nil)
    }
}

/// Start-, Stop-, Complete-, Set- and Remove-MigrationBatch.
struct MigrationBatchChanger: CmdletHandler {
    enum Change: String, Sendable {
        case start = "Starting"
        case stop = "Stopping"
        case complete = "Completing"
        case set = "Setting"
        case remove = "Removing"
    }

    let change: Change

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let batches = MigrationBatches(scope)
            let batch = try batches.batch(call)
            let status = batch.status(at: scope.now)
            if call.isQuestion { return .confirmation("\(change.rawValue) migration batch \"\(batch.name)\".") }
            switch change {
            case .start:
                // Users that failed are tried again.
                guard ["Created", "Stopped"].contains(status) || !batch.problems.isEmpty else {
                    throw Self.refusal(batch, status)
                }
                let isBegun = !["Created", "Stopped"].contains(status)
                let again = batch.users.filter { user in
                    batch.arrivals[user.lowercased()] == nil
                        && (!isBegun || batch.problems[user.lowercased()] != nil)
                }
                let problems = try MigrationBatch.problems(of: again, in: batch.entry.value, scope)
                try batches.change(
                    batch,
                    [
                        "Started": isBegun ? batch.entry.value["Started"] ?? .null : scope.now.json, "Stopped": .null,
                        "Problems": MigrationBatch.byUser(problems.mapValues(\.json)),
                        "MissingUsers": .null,
                    ],
                    at: scope.now
                )
            case .stop:
                guard ["Starting", "Syncing", "Synced"].contains(status) else { throw Self.refusal(batch, status) }
                try batches.change(batch, ["Stopped": scope.now.json], at: scope.now)
            case .complete:
                guard ["Synced", "Syncing"].contains(status) else { throw Self.refusal(batch, status) }
                try batches.change(batch, ["Completes": scope.now.json], at: scope.now)
            case .set:
                var values = JSONObject()
                for (parameter, name) in [("CompleteAfter", "Completes"), ("StartAfter", "StartAfter")] {
                    if let moment = call.date(parameter) { values[name] = moment.json }
                }
                // What is to begin later begins at the new moment.
                if status == "Created", let moment = call.date("StartAfter") { values["Started"] = moment.json }
                if case .value(let value)? = call["NotificationEmails"] { values["NotificationEmails"] = value }
                if call["CSVData"] != nil {
                    try take(try MigrationInput(call, for: batch), call, of: batch, to: &values, scope)
                }
                try batches.change(batch, values, at: scope.now)
            case .remove:
                guard !["Starting", "Syncing", "Completing"].contains(status) else { throw Self.refusal(batch, status) }
                try batches.remove(batch)
            }
            return .done(warnings: [])
        }
    }

    /// Puts other people into a batch, or more of them; who has arrived has nothing to fear.
    private func take(
        _ input: MigrationInput,
        _ call: BoundCall,
        of batch: MigrationBatch,
        to values: inout JSONObject,
        _ scope: CallScope
    ) throws {
        var users = input.users
        if call.isOn("AddUsers") {
            let known = Set(batch.users.map { $0.lowercased() })
            users = batch.users + users.filter { !known.contains($0.lowercased()) }
        }
        for note in batch.notes(of: users).members { values[note.name] = note.value }
        let arrived = values["ArrivedUsers"]?.objectValue ?? JSONObject()
        let waiting = users.filter { arrived[$0.lowercased()] == nil }
        let problems = try MigrationBatch.problems(of: waiting, in: batch.entry.value, scope)
        values["Users"] = .array(users.map { .string($0) })
        values["Problems"] = MigrationBatch.byUser(problems.mapValues(\.json))
        values["Warnings"] = input.warnings.isEmpty ? .null : .array(input.warnings)
        values["MissingUsers"] = .null
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(
            beside: [
                "Identity", "AddUsers", "AllowUnknownColumnsInCsv", "CompleteAfter", "StartAfter", "NotificationEmails",
                "CSVData", "Confirm", "WhatIf",
            ],
            shape: nil
        )
    }

    private static func refusal(_ batch: MigrationBatch, _ status: String) -> AdminAPIError {
        AdminAPIError(
            exceptionType: "Microsoft.Exchange.Data.Storage.Management.MigrationPermanentException",
            message: "The migration batch \"\(batch.name)\" is in the state \(status), which doesn't allow that.",
            targetType: MigrationBatch.noun
        )
    }
}
