import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// New-MoveRequest.
struct MoveRequestMaker: CmdletHandler {
    private static let kept = [
        "BatchName", "RemoteHostName", "SuspendWhenReadyToComplete", "CompleteAfter", "TargetDeliveryDomain",
    ]

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let requests = MoveRequests(scope: scope)
            let mailbox = try requests.subject(call)
            guard try requests.request(of: mailbox) == nil else {
                throw AdminAPIError.alreadyThere(mailbox.name, noun: MoveRequest.noun)
            }
            if call.isOn("Remote"), !call.isOn("ArchiveOnly"), mailbox.typeDetails != "MailUser" {
                throw AdminAPIError.recipientTask("Target user '\(mailbox.name)' already has a primary mailbox.")
            }
            if call.isOn("Outbound"), !call.isOn("ArchiveOnly"), mailbox.typeDetails == "MailUser" {
                // The words are a guess.
                throw AdminAPIError.recipientTask("Source user '\(mailbox.name)' doesn't have a primary mailbox.")
            }
            if call.isQuestion { return .confirmation("Creating move request \"\(mailbox.name)\".") }
            var values: JSONObject = [
                "Begun": (call.date("StartAfter") ?? scope.now).json,
                "Direction": .string(call.isOn("Outbound") ? "Push" : "Pull"),
                "Flags": .string(call.isOn("Outbound") ? "CrossOrg, Push" : "CrossOrg, Pull"),
                "Suspended": .bool(call.isOn("Suspend")),
                "IsRemote": .bool((call.isOn("Remote") || call.isOn("Outbound")) && !call.isOn("ArchiveOnly")),
            ]
            for name in Self.kept {
                if case .value(let value)? = call[name] { values[name] = value }
            }
            try requests.put(values, for: mailbox)
            return .row(MoveRequest.noun, scope, try requests.request(call).row(at: scope.now))
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(
            beside: Set(
                Self.kept + [
                    "Identity", "Outbound", "Remote", "ArchiveOnly", "Suspend", "StartAfter", "Confirm", "WhatIf",
                ]
            ),
            shape: nil
        )
    }
}

/// Get-MoveRequest and Get-MoveRequestStatistics.
struct MoveRequestReader: CmdletHandler {
    let noun: String

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let requests = MoveRequests(scope: scope)
        let (now, showsReport) = (scope.asOf, call.isOn("IncludeReport"))
        let isShort = noun == MoveRequest.noun
        @Sendable func row(_ request: MoveRequest) throws -> ObjectRow {
            try isShort
                ? request.row(at: now) : request.statistics(at: now, requests.store, showsReport: showsReport)
        }
        if call.text("Identity") != nil { return .row(noun, scope, try row(try requests.request(call))) }
        let (status, batch) = (call.text("Status")?.lowercased(), call.text("BatchName")?.lowercased())
        let states = try requests.states().filter { state in
            status.map { $0 == state.status(at: now).lowercased() } ?? true
                && batch.map { $0 == state.value["BatchName"]?.stringValue?.lowercased() } ?? true
        }
        let limit = try ResultSize.given(in: call)
        return .rows(noun, scope, limit: limit, of: states) { try requests.request($0).map(row) }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: ["Identity", "Status", "BatchName", "IncludeReport", "ResultSize"], shape: nil)
    }
}

/// Set-, Suspend-, Resume- and Remove-MoveRequest.
struct MoveRequestChanger: CmdletHandler {
    enum Change: String, Sendable {
        case set = "Setting"
        case suspend = "Suspending"
        case resume = "Resuming"
        case remove = "Removing"
    }

    let change: Change

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let requests = MoveRequests(scope: scope)
            let request = try requests.request(call)
            if call.isQuestion { return .confirmation("\(change.rawValue) move request \"\(request.mailbox.name)\".") }
            if let batch = request.state.batch {
                // The words are a guess.
                throw AdminAPIError.recipientTask(
                    "The move request \"\(request.mailbox.name)\" belongs to the migration batch \"\(batch.name)\". Use "
                        + "the cmdlets of migration users and batches."
                )
            }
            var values = request.state.value
            switch change {
            case .remove:
                try requests.remove(request)
                return .done(warnings: [])
            case .suspend:
                guard request.state.status(at: scope.now) != "Completed" else {
                    throw AdminAPIError.recipientTask(
                        "The move request \"\(request.mailbox.name)\" has been completed and can't be suspended.",
                        targetType: MoveRequest.noun
                    )
                }
                values["Suspended"] = true
            case .resume:
                // What waits for its end ends; what was stopped begins again.
                if values["Suspended"] == true { values["Begun"] = scope.now.json }
                values["Suspended"] = false
                values["SuspendWhenReadyToComplete"] = .bool(call.isOn("SuspendWhenReadyToComplete"))
            case .set:
                for name in ["SuspendWhenReadyToComplete", "CompleteAfter", "BatchName", "RemoteHostName"] {
                    if case .value(let value)? = call[name] { values[name] = value }
                }
            }
            try requests.put(values, for: request.mailbox)
            return .done(warnings: [])
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(
            beside: [
                "Identity", "SuspendWhenReadyToComplete", "CompleteAfter", "BatchName", "RemoteHostName", "Confirm",
                "WhatIf", "Force",
            ],
            shape: nil
        )
    }
}
