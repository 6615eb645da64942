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
    private static let own: Set = [
        "Name", "CSVData", "Users", "UserIds", "AutoStart", "AutoComplete", "CompleteAfter", "StartAfter",
        "SourceEndpoint", "TargetDeliveryDomain", "NotificationEmails", "Confirm", "WhatIf",
    ]

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let batches = MigrationBatches(scope)
            let name = call.text("Name") ?? ""
            guard try batches.store.entry(.migrationBatch, key: name.lowercased()) == nil else {
                throw AdminAPIError.alreadyThere(name, noun: MigrationBatch.noun)
            }
            let users = try Self.users(call)
            if call.isQuestion { return .confirmation("Creating migration batch \"\(name)\".") }
            let actor = try scope.context.directory.user(id: scope.caller.objectID)?.userPrincipalName
            var values: JSONObject = [
                "Name": .string(name), "Guid": .string(UUID.random().uuidString.lowercased()),
                "Users": .array(users.map { .string($0) }), "Created": scope.now.json,
                "Owner": .string(actor ?? scope.caller.objectID),
                "MissingUsers": .array(try Self.missing(users, scope).map { .string($0) }),
                "MigrationType": .string(try Self.type(call, scope)),
            ]
            for parameter in ["SourceEndpoint", "TargetDeliveryDomain", "NotificationEmails", "StartAfter"] {
                if case .value(let value)? = call[parameter] { values[parameter] = value }
            }
            if call.isOn("AutoStart") || call.date("StartAfter") != nil {
                values["Started"] = (call.date("StartAfter") ?? scope.now).json
            }
            if let moment = call.date("CompleteAfter") ?? (call.isOn("AutoComplete") ? scope.now : nil) {
                values["Completes"] = moment.json
            }
            try batches.store.put(.migrationBatch, key: name.lowercased(), values, at: scope.now)
            let made = try batches.store.entry(.migrationBatch, key: name.lowercased())
            return .row(MigrationBatch.noun, scope, made.map { MigrationBatch(entry: $0).row(at: scope.now) })
        }
    }

    func unused(_ call: BoundCall) -> [String] { call.unused(beside: Self.own, shape: nil) }

    /// The users for whom there is neither a mailbox nor a mail user here, in small letters.
    static func missing(_ users: [String], _ scope: CallScope) throws -> [String] {
        try users.filter { user in
            try scope.objects.objects(named: user, of: .recipient) { $0.state == .active }.isEmpty
        }.map { $0.lowercased() }
    }

    /// The kind of move: that of the endpoint.
    private static func type(_ call: BoundCall, _ scope: CallScope) throws -> String {
        let noun = SettingNoun("MigrationEndpoint")
        guard let name = call.text("SourceEndpoint") ?? call.text("TargetEndpoint") else { return "ExchangeRemoteMove" }
        let endpoint = try noun.objects(named: name, owner: nil, scope).first
        return endpoint?.text("EndpointType") ?? "ExchangeRemoteMove"
    }

    /// The addresses of a call: of the CSV, whose first column is named EmailAddress.
    static func users(_ call: BoundCall) throws -> [String] {
        if let named = call.texts("Users") ?? call.texts("UserIds") { return named }
        guard case .value(let value)? = call["CSVData"] else { return [] }
        let bytes: [UInt8]
        switch value {
        case .string(let text):
            guard let data = Data(base64Encoded: text) else { throw invalid }
            bytes = Array(data)
        case .array(let elements) where elements.count == 1 && elements[0].stringValue != nil:
            guard let data = Data(base64Encoded: elements[0].stringValue ?? "") else { throw invalid }
            bytes = Array(data)
        case .array(let elements):
            bytes = elements.compactMap { $0.integerValue ?? $0.stringValue.flatMap { Int64($0) } }.compactMap {
                UInt8(exactly: $0)
            }
        default: throw invalid
        }
        let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).map { line in
            line.split(separator: ",", omittingEmptySubsequences: false).map { $0.filter { $0 != "\"" }.trimmingBlanks }
        }
        guard let column = lines.first?.firstIndex(where: { $0.lowercased().hasSuffix("emailaddress") }) else {
            throw invalid
        }
        return lines.dropFirst().compactMap { column < $0.count && !$0[column].isEmpty ? $0[column] : nil }
    }

    private static var invalid: AdminAPIError {
        AdminAPIError(
            exceptionType: "Microsoft.Exchange.Data.Storage.Management.MigrationCSVParsingException",
            message: "The CSV file isn't valid: the required column EmailAddress is missing.",
            targetType: MigrationBatch.noun
        )
    }
}

/// Get-MigrationBatch.
struct MigrationBatchReader: CmdletHandler {
    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let batches = MigrationBatches(scope)
        if call.text("Identity") != nil {
            return .row(MigrationBatch.noun, scope, try batches.batch(call).row(at: scope.now))
        }
        let status = call.text("Status")?.lowercased()
        let endpoint = call.text("Endpoint")?.lowercased()
        let rows = try batches.all().filter { batch in
            status.map { batch.shownStatus(at: scope.now).lowercased() == $0 } ?? true
                && endpoint.map { batch.entry.text("SourceEndpoint")?.lowercased() == $0 } ?? true
        }.map { $0.row(at: scope.now) }
        let limit = try ResultSize.given(in: call)
        return .rows(MigrationBatch.noun, scope, limit: limit) { rows }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: ["Identity", "Status", "Endpoint", "ResultSize"], shape: nil)
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
                guard ["Created", "Stopped"].contains(status) || !batch.missing.isEmpty else {
                    throw Self.refusal(batch, status)
                }
                let isBegun = !["Created", "Stopped"].contains(status)
                let missing = try MigrationBatchMaker.missing(batch.users, scope)
                try batches.change(
                    batch,
                    [
                        "Started": isBegun ? batch.entry.value["Started"] ?? .null : scope.now.json, "Stopped": .null,
                        "MissingUsers": .array(missing.map { .string($0) }),
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
                    let users = try MigrationBatchMaker.users(call)
                    values["Users"] = .array(users.map { .string($0) })
                    values["MissingUsers"] = .array(try MigrationBatchMaker.missing(users, scope).map { .string($0) })
                }
                try batches.change(batch, values, at: scope.now)
            case .remove:
                guard !["Starting", "Syncing", "Completing"].contains(status) else { throw Self.refusal(batch, status) }
                try batches.store.remove(.migrationBatch, key: batch.entry.key)
            }
            return .done(warnings: [])
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(
            beside: ["Identity", "CompleteAfter", "StartAfter", "NotificationEmails", "CSVData", "Confirm", "WhatIf"],
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
