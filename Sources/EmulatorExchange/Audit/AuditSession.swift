import EmulatorCore
import ExoJSON

/// What a search of the audit log asks for, as far as it tells one search from another.
struct AuditQuery: Sendable {
    /// Parameters that may change from call to call of one search.
    private static let free: Set = ["EndDate", "Formatted", "ResultSize", "SessionCommand", "SessionId", "StartDate"]

    private let start: ServiceDate
    private let end: ServiceDate
    private let filters: JSONValue

    init(_ call: BoundCall, from start: ServiceDate, to end: ServiceDate) {
        self.start = start
        self.end = end
        let words = call.parameters.filter { !Self.free.contains($0.name) }.map { parameter in
            let texts = AuditFilter.separated(parameter.value.texts) ?? []
            return "\(parameter.name)=\(texts.joined(separator: ","))"
        }
        filters = .array(words.sorted().map { .string($0) })
    }

    /// What a session keeps of it.
    var kept: JSONObject { ["Start": start.json, "End": end.json, "Filters": filters] }

    /// Whether a session that was kept is of the same search.
    ///
    /// Scripts reckon dates from the present in each call, so a window that moved by a tenth of its length is the same (a
    /// guess); one of another day is not.
    func continues(_ session: ContentStore.Entry) -> Bool {
        guard let first = session.text("Start").flatMap({ ServiceDate(parsing: $0) }),
            let last = session.text("End").flatMap({ ServiceDate(parsing: $0) })
        else { return true }
        let play = min(end.ticks - start.ticks, last.ticks - first.ticks) / 10
        return abs(start.ticks - first.ticks) <= play && abs(end.ticks - last.ticks) <= play
            && session.value["Filters"] == filters
    }
}

/// A search that goes on over several calls with the same session id.
struct AuditSession: Sendable {
    /// Whether it goes on to 50,000 records.
    let isLarge: Bool
    /// How many records the calls before showed.
    let shown: Int
    let began: ServiceDate
    private let query: AuditQuery
    private let key: String?
    private let store: ContentStore
    private let now: ServiceDate
    private let goesOn: Bool

    /// A session id that was used for another search begins anew: scripts take one for many days, one after the other.
    ///
    /// - Throws: `DatabaseError`.
    init(_ call: BoundCall, _ query: AuditQuery, _ scope: CallScope) throws {
        let content = ContentStore(scope)
        // Without a command a session id has no effect.
        let session = call.text("SessionCommand").flatMap { _ in call.text("SessionId") }
        let name = session.map { "\(scope.caller.objectID)|\($0)" }
        let kept = try name.flatMap { try content.entry(.auditSession, key: $0) }.flatMap { entry in
            scope.now.adding(days: -ExchangeRetention.session) <= entry.changed && query.continues(entry) ? entry : nil
        }
        self.query = query
        store = content
        key = name
        isLarge = call.text("SessionCommand")?.lowercased() == "returnlargeset"
        // The next page of a call is about the same records as its first one.
        goesOn = scope.continuation != nil
        shown = kept?.value[goesOn ? "From" : "Shown"]?.integerValue.map { Int($0) } ?? 0
        began = kept.flatMap { $0.text("Began") }.flatMap { ServiceDate(parsing: $0) } ?? scope.asOf
        now = scope.now
    }

    /// Keeps how far it went.
    ///
    /// - Throws: `DatabaseError`.
    func advance(to shown: Int) throws {
        guard let key, !goesOn else { return }
        var values = query.kept
        for (name, value) in [
            ("From", JSONValue.integer(Int64(self.shown))), ("Shown", .integer(Int64(shown))), ("Began", began.json),
        ] { values[name] = value }
        try store.put(.auditSession, key: key, values, at: now)
    }
}
