import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// A search of content: a job that is started, runs for some time of the emulator's clock, and counts what it found.
struct SearchRule: ObjectRule {
    /// Where a search keeps when it was started, and what it will have found in each place.
    private static let started = "JobStarted"
    static let found = "Found"
    /// The holds of its case that a search is about.
    static let holds = "HoldNames"

    /// What a search found that is started, with the search as it was when it was looked at.
    private var looked: (search: ExchangeObject, results: [SearchResult])?

    init() {}

    func prepared(for call: BoundCall, of noun: ComplianceNoun, in scope: CallScope) throws -> any ObjectRule {
        guard call.facts.verb == "Start" else { return self }
        let search = try noun.object(call, scope)
        guard Self.status(of: search, at: scope.now).isAtRest else { return self }
        var rule = self
        rule.looked = (search, try SearchCount(scope: scope).results(of: search))
        return rule
    }

    func takes(_ parameter: String) -> Bool { ["RetryOnError", "UseBigFunnel"].contains(parameter) }

    func apply(_ call: BoundCall, to draft: inout ObjectDraft, in scope: CallScope) throws {
        _ = try ContentQuery(draft.object.text("ContentMatchQuery") ?? "", now: scope.now)
        switch call.facts.verb {
        case "New":
            draft.store("CreatedTime", .string(scope.now.text(.utc)))
            draft.store("CreatedBy", .string(CaseRule.caller(scope)))
        case "Start":
            guard Self.status(of: draft.object, at: scope.now).isAtRest else {
                throw AdminAPIError.invalidOperation("The search \"\(draft.object.name)\" is already running.")
            }
            let places = ["ExchangeLocation", "SharePointLocation", "OneDriveLocation", "PublicFolderLocation"]
            let isOfHolds = !draft.object.owner.isEmpty && !draft.texts(Self.holds).isEmpty
            guard isOfHolds || places.contains(where: { !draft.texts($0).isEmpty }) else {
                throw AdminAPIError.invalidOperation("The search \"\(draft.object.name)\" has no locations.")
            }
            draft.object.properties[Self.started] = .string(scope.now.text(.utc))
            draft.object.properties["Stopped"] = nil
            draft.object.properties["RunBy"] = .string(CaseRule.caller(scope))
            // It may have been changed meanwhile.
            let known = looked.flatMap { looked in
                looked.search.changed == draft.original.changed
                    && looked.search.properties == draft.original.properties ? looked.results : nil
            }
            let results = try known ?? SearchCount(scope: scope).results(of: draft.object)
            draft.object.properties[Self.found] = .array(results.map(\.json))
        case "Stop":
            guard !Self.status(of: draft.object, at: scope.now).isAtRest else {
                throw AdminAPIError.invalidOperation("The search \"\(draft.object.name)\" isn't running.")
            }
            draft.object.properties["Stopped"] = .string(scope.now.text(.utc))
        default:
            guard draft.isChanged else { return }
            draft.store("LastModifiedTime", .string(scope.now.text(.utc)))
            // What was found was found by the search as it was.
            for name in [Self.started, Self.found, "Stopped"] { draft.object.properties[name] = nil }
        }
    }

    func removing(_ object: ExchangeObject, _ call: BoundCall, in scope: CallScope) throws {
        guard !call.isQuestion else { return }
        for action in try scope.objects.objects(of: ComplianceNoun.searchAction.objectClass)
        where action.text("SearchName") == object.name { try scope.objects.remove(action) }
    }

    func derived(_ object: ExchangeObject, _ call: BoundCall, in scope: CallScope) throws -> JSONObject {
        let status = Self.status(of: object, at: scope.now)
        var shown: JSONObject = [
            "Status": .string(status.rawValue), "JobProgress": .integer(status.progress),
            "ContentMatchQuery": .string(object.text("ContentMatchQuery") ?? ""),
            "LogLevel": "Suppressed", "SearchType": "EstimateSearch",
        ]
        if let start = object.text(Self.started) { shown["JobStartTime"] = .string(start) }
        guard status == .completed else { return shown }
        let results = Self.results(of: object)
        let items = results.reduce(0) { $0 + $1.items }
        let size = results.reduce(0) { $0 + $1.size }
        shown["JobEndTime"] = object.text(Self.started).flatMap { ServiceDate(parsing: $0) }.map { start in
            .string(ServiceDate(ticks: start.ticks + JobStatus.duration).text(.utc))
        }
        shown["Items"] = .integer(items)
        shown["Size"] = .integer(size)
        shown["NumBindings"] = .integer(Int64(results.count))
        shown["SuccessResults"] = .string("{\(results.map(\.text).joined(separator: ",\r\n"))}")
        shown["SearchStatistics"] = .string(SearchStatistics(of: object).text)
        return shown
    }

    static func status(of object: ExchangeObject, at now: ServiceDate) -> JobStatus {
        guard let start = object.text(started).flatMap({ ServiceDate(parsing: $0) }) else { return .notStarted }
        if object.text("Stopped") != nil { return .stopped }
        return JobStatus(started: start, now: now)
    }

    static func results(of object: ExchangeObject) -> [SearchResult] {
        (object.properties[found]?.arrayValue ?? []).compactMap(SearchResult.init)
    }
}

/// How far a job is: it starts at once, and is done a minute later by the emulator's clock.
enum JobStatus: String {
    case notStarted = "NotStarted"
    case starting = "Starting"
    case inProgress = "InProgress"
    case completed = "Completed"
    case stopped = "Stopped"
    case failed = "Failed"

    private static let second: Int64 = 10_000_000
    static let duration = 60 * second

    init(started: ServiceDate, now: ServiceDate) {
        switch now.ticks - started.ticks {
        case ..<(5 * Self.second): self = .starting
        case ..<Self.duration: self = .inProgress
        default: self = .completed
        }
    }

    var isAtRest: Bool { [.notStarted, .completed, .stopped, .failed].contains(self) }

    var progress: Int64 {
        switch self {
        case .notStarted, .starting: 0
        case .inProgress, .stopped: 50
        case .completed, .failed: 100
        }
    }
}
