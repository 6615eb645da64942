import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Search-UnifiedAuditLog.
struct UnifiedAuditLogSearcher: CmdletHandler {
    static let noun = "UnifiedAuditLog"
    private static let own: Set = [
        "StartDate", "EndDate", "Formatted", "FreeText", "IPAddresses", "ObjectIds", "Operations", "RecordType",
        "ResultSize", "SessionCommand", "SessionId", "UserIds", "HighCompleteness", "SiteIds",
    ]

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        guard let start = call.date("StartDate"), let end = call.date("EndDate") else {
            throw AdminAPIError.missingParameters(["StartDate", "EndDate"].filter { call.date($0) == nil })
        }
        guard start <= end else {
            throw Self.invalid("The start date \(start.text(.utc)) is later than the end date \(end.text(.utc)).")
        }
        let size = call.number("ResultSize").map { Int($0) } ?? 100
        guard (1...5000).contains(size) else {
            throw AdminAPIError.transformation(
                parameter: "ResultSize",
                reason: "The \(size) argument is outside the range of 1 through 5000."
            )
        }
        try AuditRecordNames.check(call)
        let filter = AuditFilter(call, tenantID: scope.tenant.id)
        let pauses = try AuditPauses(scope)
        guard !pauses.isPausing else { return .rows(Self.noun, scope) { [] } }
        let session = try AuditSession(call, AuditQuery(call, from: start, to: end), scope)
        let most = session.isLarge ? 50_000 : 5_000
        var page: [AuditEvent] = []
        var count = 0
        // A session is about the log as it was when it began.
        try AuditLog(scope).forEachEvent(
            from: start,
            through: min(end, session.began),
            of: { $0.logins.contains(where: filter.mayBe) },
            where: { filter.accepts($0) && !pauses.cover($0) }
        ) { event in
            if count >= session.shown, count < most, page.count < size { page.append(event) }
            count += 1
            return true
        }
        try session.advance(to: session.shown + page.count)
        let isFormatted = call.isOn("Formatted")
        let shape = ObjectShape.of(noun: Self.noun)
        let total = JSONValue.integer(Int64(count))
        let rows = page.enumerated().map { place, event in
            shape.row(
                event.id,
                [
                    "RecordType": .string(event.type.name), "CreationDate": event.moment.wholeSecond.json,
                    "UserIds": .string(event.user), "Operations": .string(event.operation),
                    "AuditData": .string(event.data(tenantID: scope.tenant.id, isFormatted: isFormatted)),
                    "ResultIndex": .integer(Int64(session.shown + place + 1)), "ResultCount": total,
                    "Identity": .string(event.id),
                ]
            )
        }
        return .rows(Self.noun, scope) { rows }
    }

    func unused(_ call: BoundCall) -> [String] { call.unused(beside: Self.own, shape: nil) }

    static func invalid(_ message: String) -> AdminAPIError {
        AdminAPIError(
            exceptionType: "Microsoft.Exchange.Management.SystemConfigurationTasks.UnifiedAuditLogException",
            message: message
        )
    }
}

/// Which events a search wants.
struct AuditFilter: Sendable {
    private let operations: Set<String>?
    private let users: [String]?
    private let objects: [String]?
    private let addresses: Set<String>?
    private let recordType: String?
    private let text: String?
    private let sites: [String]?
    private let tenantID: String

    init(_ call: BoundCall, tenantID: String) {
        // One operation ends with a blank, which is lost between commas.
        operations = Self.separated(call.texts("Operations")).map { names in Set(names + names.map { "\($0) " }) }
        users = Self.separated(call.texts("UserIds"))
        objects = call.texts("ObjectIds")?.map { $0.lowercased() }
        addresses = call.texts("IPAddresses").map(Set.init)
        recordType = call.text("RecordType")?.lowercased()
        text = call.text("FreeText")?.lowercased()
        sites = call.texts("SiteIds")?.map { $0.lowercased() }
        self.tenantID = tenantID
    }

    /// Values in small letters; scripts join several in one text with commas between.
    static func separated(_ texts: [String]?) -> [String]? {
        texts?.flatMap { $0.split(separator: ",") }.map { $0.trimmingBlanks.lowercased() }.filter { !$0.isEmpty }
    }

    /// Whether events of a user can be wanted.
    func mayBe(_ user: String) -> Bool { users.map { Self.matches(user, $0) } ?? true }

    func accepts(_ event: AuditEvent) -> Bool {
        if let recordType, event.type.name.lowercased() != recordType, String(event.type.number) != recordType {
            return false
        }
        if let operations, !operations.contains(event.operation.lowercased()) { return false }
        if let users, !Self.matches(event.user, users) { return false }
        if let objects, !Self.matches(event.object, objects) { return false }
        if let addresses, !addresses.contains(event.clientIP) { return false }
        // No site has an id here.
        if sites != nil { return false }
        return text.map { event.contains($0, tenantID: tenantID) } ?? true
    }

    private static func matches(_ shown: String, _ wanted: [String]) -> Bool {
        let text = shown.lowercased()
        return wanted.contains { $0 == text || $0.contains("*") && Wildcard.matches(Array(text), pattern: Array($0)) }
    }
}
