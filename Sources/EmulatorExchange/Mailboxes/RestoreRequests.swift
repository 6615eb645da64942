import EmulatorCore
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A job that copies the content of a deleted mailbox into another one, and how far it is by the emulator's clock.
///
/// How long a job takes is the emulator's own guess: a minute in the queue, ten at work.
struct RestoreRequest {
    static let noun = SettingNoun("MailboxRestoreRequest", isSingle: false, isOwned: false)

    private static let minute: Int64 = 60 * 10_000_000
    private static let queued = minute
    private static let whole = 11 * minute
    /// How long it ran before it was suspended or resumed, in ticks.
    private static let past = "ElapsedTicks"
    /// Since when it runs again.
    private static let since = "RunningSince"

    var object: ExchangeObject
    let now: ServiceDate

    /// How long it has run in all.
    private var elapsed: Int64 {
        let before = object.properties[Self.past]?.integerValue ?? 0
        guard let start = object.text(Self.since).flatMap({ ServiceDate(parsing: $0) }) else { return before }
        return before + max(0, now.ticks - start.ticks)
    }

    var status: String {
        if elapsed >= Self.whole { return "Completed" }
        if object.text(Self.since) == nil { return "Suspended" }
        return elapsed < Self.queued ? "Queued" : "InProgress"
    }

    var percent: Int64 {
        guard elapsed >= Self.queued else { return 0 }
        return elapsed >= Self.whole ? 100 : 20 + 75 * (elapsed - Self.queued) / (Self.whole - Self.queued)
    }

    /// When it will be done, unless somebody suspends it; `nil` while somebody has.
    var ready: ServiceDate? {
        guard object.text(Self.since) != nil else { return nil }
        return ServiceDate(ticks: now.ticks + max(0, Self.whole - elapsed))
    }

    mutating func start() { object.properties[Self.since] = .string(now.text(.utc)) }

    mutating func suspend() {
        object.properties[Self.past] = .integer(elapsed)
        object.properties[Self.since] = .none
    }

    /// Whether it comes before those of normal priority.
    var isUrgent: Bool {
        ["High", "Higher", "Highest", "Emergency"].contains { $0.isSame(as: object.text("Priority") ?? "Normal") }
    }

    /// What a request shows of how far it is.
    var progress: JSONObject { ["Status": .string(status), "Suspend": .bool(status == "Suspended")] }

    /// What its statistics show.
    ///
    /// - Throws: `DatabaseError`.
    func statistics(_ store: ContentStore) throws -> JSONObject {
        let copy = try store.copies(of: object.guid).first.flatMap(ContentCopy.init)
        let items = try copy?.arrivals(store).flatMap(\.items) ?? []
        let bytes = items.reduce(0) { $0 + $1.size }
        let created = object.created
        let started = ServiceDate(ticks: created.ticks + Self.queued)
        let isDone = status == "Completed"
        return [
            "Status": .string(status),
            "StatusDetail": .string(status == "InProgress" ? "CopyingMessages" : status),
            "PercentComplete": .integer(percent),
            "EstimatedTransferItemCount": .integer(Int64(items.count)),
            "EstimatedTransferSize": DescribedValue.sizeText(bytes),
            "ItemsTransferred": .integer(Int64(items.count) * percent / 100),
            "BytesTransferred": DescribedValue.sizeText(percent == 100 ? bytes : bytes / 100 * percent),
            "QueuedTimestamp": .string(created.text(.utc)),
            "StartTimestamp": elapsed < Self.queued ? .null : .string(started.text(.utc)),
            "CompletionTimestamp": isDone ? .string(ServiceDate(ticks: created.ticks + Self.whole).text(.utc)) : .null,
            "LastUpdateTimestamp": .string(now.text(.utc)),
            "OverallDuration": .string(Self.span(min(elapsed, Self.whole))),
            "TotalQueuedDuration": .string(Self.span(min(elapsed, Self.queued))),
            "TotalInProgressDuration": .string(Self.span(min(max(0, elapsed - Self.queued), Self.whole - Self.queued))),
        ]
    }

    private static func span(_ ticks: Int64) -> String {
        let seconds = ticks / 10_000_000
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
    }

    /// The one that an identity names: its guid, its name, or the mailbox's alias before the name.
    static func named(_ identity: String, _ scope: CallScope) throws -> RestoreRequest {
        let wanted = identity.lowercased()
        let found = try scope.objects.objects(of: noun.objectClass).filter { request in
            request.guid == wanted || request.name.lowercased() == wanted
                || request.text("Name")?.lowercased() == wanted
        }
        guard let request = found.first else { throw AdminAPIError.notFound(identity, noun: noun.noun) }
        guard found.count == 1 else { throw AdminAPIError.ambiguous(identity, noun: noun.noun) }
        return RestoreRequest(object: request, now: scope.now)
    }
}

/// New-MailboxRestoreRequest.
struct RestoreRequestMaker: CmdletHandler {
    private static let own: Set = [
        "AllowLegacyDNMismatch", "BatchName", "CompletedRequestAgeLimit", "Confirm", "Name", "SourceIsArchive",
        "SourceMailbox", "SourceRootFolder", "SourceStoreMailbox", "Suspend", "SuspendComment", "TargetIsArchive",
        "TargetMailbox", "TargetRootFolder", "WhatIf",
    ]

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        guard let from = call.text("SourceMailbox") ?? call.text("SourceStoreMailbox") else {
            throw AdminAPIError.notEmulated("New-MailboxRestoreRequest from another organization", stage: .cmdlet)
        }
        return try scope.context.store.write { _ in
            let source = try scope.object(named: from, in: .mailbox, states: [.softDeleted, .inactive, .active])
            let target = try scope.object(named: call.text("TargetMailbox") ?? "", in: .mailbox)
            try MailboxRecovery.requireFixedArchive(source)
            guard source.guid != target.guid || call.isOn("TargetIsArchive") != call.isOn("SourceIsArchive") else {
                throw AdminAPIError.recipientTask("The source and the target of a restore request must differ.")
            }
            guard call.isOn("AllowLegacyDNMismatch") || isSame(source, target) else {
                throw AdminAPIError.recipientTask(
                    "The LegacyExchangeDN of the mailbox \"\(source.name)\" is none of the addresses of "
                        + "\"\(target.name)\". Use -AllowLegacyDNMismatch to restore nevertheless."
                )
            }
            for (mailbox, parameter) in [(source, "SourceIsArchive"), (target, "TargetIsArchive")]
            where call.isOn(parameter) && !MailboxArchive.isOn(mailbox) {
                throw AdminAPIError.recipientTask("The mailbox \"\(mailbox.name)\" has no archive.")
            }
            let name = try name(call, target, scope)
            if call.isQuestion { return .confirmation("Creating mailbox restore request \"\(name)\".") }
            let request = request(name, from: source, to: target, call, scope)
            let stored = try scope.objects.insert(request.object)
            try copy(request, from: source, to: target, call, scope)
            return try RestoreRequestReader.listing([RestoreRequest(object: stored, now: scope.now)], limit: nil, scope)
        }
    }

    func unused(_ call: BoundCall) -> [String] { call.unused(beside: Self.own, shape: nil) }

    /// Whether mail to the source reaches the target.
    private func isSame(_ source: ExchangeObject, _ target: ExchangeObject) -> Bool {
        guard let name = source.text("LegacyExchangeDN")?.lowercased() else { return false }
        return target.text("LegacyExchangeDN")?.lowercased() == name
            || target.texts("EmailAddresses").contains { $0.lowercased() == "x500:\(name)" }
    }

    /// The name that is given, or the first of ten that is free.
    private func name(_ call: BoundCall, _ target: ExchangeObject, _ scope: CallScope) throws -> String {
        let taken = try scope.objects.objects(of: RestoreRequest.noun.objectClass).filter {
            $0.text("TargetMailbox") == target.name
        }.compactMap { $0.text("Name")?.lowercased() }
        let names = call.text("Name").map { [$0] } ?? (0..<10).map { "MailboxRestore" + ($0 == 0 ? "" : "\($0)") }
        guard let name = names.first(where: { !taken.contains($0.lowercased()) }) else {
            throw AdminAPIError.recipientTask(
                "The name \"\(names[0])\" is used by another request of the mailbox \"\(target.name)\". "
                    + "Please specify a unique name."
            )
        }
        return name
    }

    /// Has the content come into the target when the request is done.
    private func copy(
        _ request: RestoreRequest,
        from source: ExchangeObject,
        to target: ExchangeObject,
        _ call: BoundCall,
        _ scope: CallScope
    ) throws {
        func path(_ parameter: String) -> String? {
            let names = (call.text(parameter) ?? "").split { $0 == "\\" || $0 == "/" }
            return names.isEmpty ? nil : "/" + names.joined(separator: "/")
        }
        let store = ContentStore(scope)
        try MailboxContent(source, isArchive: call.isOn("SourceIsArchive"), in: store).copy(
            into: MailboxContent(target, isArchive: call.isOn("TargetIsArchive"), in: store),
            as: request.object.guid,
            ready: request.ready,
            roots: (path("SourceRootFolder"), path("TargetRootFolder")),
            at: scope.now
        )
    }

    private func request(
        _ name: String,
        from source: ExchangeObject,
        to target: ExchangeObject,
        _ call: BoundCall,
        _ scope: CallScope
    ) -> RestoreRequest {
        let guid = UUID.random().uuidString.lowercased()
        var object = ExchangeObject(
            tenantID: scope.tenant.id,
            objectClass: RestoreRequest.noun.objectClass,
            guid: guid,
            name: "\(target.text("Alias") ?? target.name)\\\(name)",
            created: scope.now,
            changed: scope.now
        )
        object.properties = [
            "Name": .string(name), "RequestGuid": .string(guid), "TargetMailbox": .string(target.name),
            "TargetAlias": .string(target.text("Alias") ?? ""), "SourceAlias": .string(source.text("Alias") ?? ""),
            "TargetMailboxIdentity": .string(target.name), "SourceMailbox": .string(source.name),
            "SourceExchangeGuid": .string(source.text("ExchangeGuid") ?? ""),
            "ExchangeGuid": .string(target.text("ExchangeGuid") ?? ""),
        ]
        for name in ["BatchName", "CompletedRequestAgeLimit", "SourceRootFolder", "SuspendComment", "TargetRootFolder"]
        {
            if let text = call.text(name) { object.properties[name] = .string(text) }
        }
        for name in ["SourceIsArchive", "TargetIsArchive"] where call.isOn(name) { object.properties[name] = true }
        var request = RestoreRequest(object: object, now: scope.now)
        if !call.isOn("Suspend") { request.start() }
        return request
    }
}
