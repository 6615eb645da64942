import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Search-MailboxAuditLog: what was done in mailboxes, with details or the mailboxes alone.
struct MailboxAuditLogSearcher: CmdletHandler {
    static let noun = "MailboxAuditLog"
    private static let own: Set = [
        "Identity", "Mailboxes", "StartDate", "EndDate", "Operations", "LogonTypes", "ShowDetails", "ResultSize",
        "IncludeInactiveMailbox",
    ]
    private static let types = [AuditRecordType.exchangeItem, .exchangeItemGroup, .itemAggregated]

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let names = call.text("Identity").map { [$0] } ?? call.texts("Mailboxes")
        let states: Set<ExchangeObject.State> = call.isOn("IncludeInactiveMailbox") ? MailboxTarget.all : [.active]
        let mailboxes = try names?.map {
            try MailboxTarget.mailbox(named: $0, noun: Self.noun, scope, states: states)
        }
        let start = call.date("StartDate") ?? scope.asOf.adding(days: -14)
        let end = call.date("EndDate") ?? scope.asOf
        guard start <= end else {
            throw UnifiedAuditLogSearcher.invalid("The start date must be earlier than the end date.")
        }
        let operations = AuditFilter.separated(call.texts("Operations")).map(Set.init)
        // Everything was done by the owners.
        let isOwn = call.texts("LogonTypes")?.contains { $0.lowercased() == "owner" } ?? true
        // Whatever they were called then.
        let owners = mailboxes.map { Set($0.map(MailboxContent.home)) }
        let log = try AuditLog(scope)
        let limit = try call.count("ResultSize") ?? 1000
        let isDetailed = call.isOn("ShowDetails")
        var found: [(event: AuditEvent, owner: TrafficPeople.Person)] = []
        var seen: Set<String> = []
        let people = Dictionary(log.people.people.map { ($0.guid, $0) }) { first, _ in first }
        try log.forEachEvent(
            from: start,
            through: end,
            of: { isOwn && owners?.contains($0.guid) ?? true },
            where: { event in
                Self.types.contains(event.type) && operations?.contains(event.operation.lowercased()) ?? true
            }
        ) { event in
            guard let owner = event.person.flatMap({ people[$0] }) else { return true }
            guard found.count < limit else { return false }
            if isDetailed || seen.insert(owner.guid).inserted { found.append((event, owner)) }
            return true
        }
        let shape = ObjectShape.of(noun: Self.noun)
        let rows = found.map { event, owner in
            isDetailed
                ? shape.row(event.id, Self.values(event, owner))
                : shape.row(
                    owner.login,
                    [
                        "Identity": .string(owner.name), "MailboxOwnerUPN": .string(owner.login),
                        "MailboxGuid": .string(owner.guid), "MailboxResolvedOwnerName": .string(owner.displayName),
                        "LastAccessed": event.moment.json,
                    ]
                )
        }
        return .rows(Self.noun, scope) { rows }
    }

    func unused(_ call: BoundCall) -> [String] { call.unused(beside: Self.own, shape: nil) }

    private static func values(_ event: AuditEvent, _ owner: TrafficPeople.Person) -> JSONObject {
        let details = event.details()
        let (subject, folder) = AuditEvent.mailboxItem(details)
        return [
            "Identity": .string(event.id), "Operation": .string(event.operation), "OperationResult": "Succeeded",
            "LogonType": "Owner", "InternalLogonType": "Owner", "LastAccessed": event.moment.json,
            "ClientIPAddress": .string(event.clientIP), "ClientInfoString": details["ClientInfoString"] ?? "",
            "MailboxGuid": .string(owner.guid), "MailboxOwnerUPN": .string(event.user),
            "MailboxResolvedOwnerName": .string(owner.displayName),
            "LogonUserDisplayName": .string(owner.displayName),
            "ItemSubject": subject, "FolderPathName": folder,
        ]
    }
}

/// Write-AdminAuditLog: a comment among the cmdlets that were run; it is written down like every other.
struct AdminAuditLogWriter: CmdletHandler {
    /// How long a comment may be.
    private static let most = 500

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try ParameterLimits.check(call.text("Comment") ?? "", Self.most, "Comment")
        if call.isQuestion { return .confirmation("Writing a comment to the admin audit log.") }
        return .done(warnings: [])
    }

    func unused(_ call: BoundCall) -> [String] { call.unused(beside: ["Comment", "Confirm", "WhatIf"], shape: nil) }
}
