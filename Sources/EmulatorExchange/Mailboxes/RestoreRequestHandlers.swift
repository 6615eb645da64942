import EmulatorCore
import ExoJSON

/// Get-MailboxRestoreRequest and Get-MailboxRestoreRequestStatistics.
struct RestoreRequestReader: CmdletHandler {
    let showsStatistics: Bool

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let now = scope.now
        if let identity = call.text("Identity") {
            let request = try RestoreRequest.named(identity, scope)
            return try Self.listing([request], limit: nil, showsStatistics: showsStatistics, scope)
        }
        let target = try call.text("TargetMailbox").map { try scope.object(named: $0, in: .recipient).name }
        let found = try scope.objects.objects(of: RestoreRequest.noun.objectClass)
            .map { RestoreRequest(object: $0, now: now) }.filter { request in
                func fits(_ wanted: String?, _ value: String?) -> Bool {
                    wanted.map { $0.lowercased() == value?.lowercased() } ?? true
                }
                let isSuspended = request.status == "Suspended"
                return fits(target, request.object.text("TargetMailbox"))
                    && fits(call.text("Name"), request.object.text("Name"))
                    && fits(call.text("BatchName"), request.object.text("BatchName"))
                    && fits(call.text("Status"), request.status)
                    && call["Suspend"]?.flag ?? isSuspended == isSuspended
                    && call["HighPriority"]?.flag ?? request.isUrgent == request.isUrgent
            }
        return try Self.listing(found, limit: ResultSize.limit(of: call), scope)
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(
            beside: [
                "Identity", "BatchName", "HighPriority", "Name", "ResultSize", "Status", "Suspend", "TargetMailbox",
            ],
            shape: nil
        )
    }

    static func listing(
        _ requests: [RestoreRequest],
        limit: Int?,
        showsStatistics: Bool = false,
        _ scope: CallScope
    ) throws -> CmdletOutput {
        let (now, store) = (scope.now, ContentStore(scope))
        let view = showsStatistics ? NounView.settings("MailboxRestoreRequestStatistics") : RestoreRequest.noun.view
        let builder = RowBuilder(view: view, names: scope.objects.names)
        let rows = try requests.map { request -> ObjectRow in
            var row = builder.row(request.object)
            let request = RestoreRequest(object: request.object, now: now)
            for member in try (showsStatistics ? request.statistics(store) : request.progress).members {
                row[member.name] = member.value
            }
            return row
        }
        return .listing(ObjectListing(builder: builder, source: .rows { rows }, limit: limit))
    }
}

/// Set-, Suspend-, Resume- and Remove-MailboxRestoreRequest.
struct RestoreRequestWriter: CmdletHandler {
    /// What becomes of a request.
    enum Change: String, Sendable {
        case set = "Setting"
        case suspend = "Suspending"
        case resume = "Resuming"
        case remove = "Removing"
    }

    private static let settings = ["BatchName", "CompletedRequestAgeLimit", "Priority"]

    let change: Change

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            var request = try RestoreRequest.named(call.text("Identity") ?? "", scope)
            let title = request.object.name
            if call.isQuestion { return .confirmation("\(change.rawValue) mailbox restore request \"\(title)\".") }
            let content = ContentStore(scope)
            if change == .remove {
                try content.removeCopy(request.object.guid, at: scope.now)
                try scope.objects.remove(request.object)
                return .done(warnings: [])
            }
            guard request.status != "Completed" || change == .set else {
                throw AdminAPIError.recipientTask("The request \"\(title)\" has already completed.")
            }
            var draft = ObjectDraft(object: request.object, shape: RestoreRequest.noun.view.shape)
            switch change {
            case .set:
                for name in Self.settings { if let value = call[name] { try draft.set(name, value) } }
            case .suspend where request.status != "Suspended":
                request.suspend()
                try content.setReady(nil, ofCopy: request.object.guid, at: scope.now)
                draft.object = request.object
                if let comment = call["SuspendComment"] { try draft.set("SuspendComment", comment) }
            case .resume where request.status == "Suspended":
                request.start()
                try content.setReady(request.ready, ofCopy: request.object.guid, at: scope.now)
                draft.object = request.object
            case .suspend, .resume, .remove: break
            }
            return try scope.save(draft, title: title)
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(
            beside: Set(Self.settings).union(["Identity", "Force", "SuspendComment", "Confirm", "WhatIf"]),
            shape: nil
        )
    }
}
