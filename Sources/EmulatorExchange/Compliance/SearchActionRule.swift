import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// What is done with the results of a search: a preview, an export or a purge, each a job of its own.
struct SearchActionRule: ObjectRule {
    private static let parameters: Set = [
        "SearchName", "Preview", "Export", "Report", "Purge", "PurgeType", "ActionName", "Details", "Region",
        "IncludeCredential", "Organization", "RetryOnError", "ChangeExportKey",
    ]
    /// Where a search looks that nothing can be purged from.
    private static let sites = ["SharePointLocation", "OneDriveLocation"]
    /// What a purge takes from one mailbox at a time.
    private static let most: Int64 = 10
    /// How many messages of one mailbox a preview tells of.
    private static let previewed = 20

    private typealias Taken = [(result: SearchResult, matches: [SearchCount.Match])]

    /// What a purge takes, or what a preview tells, with the search that found it.
    private struct Found {
        let search: ExchangeObject
        var taken: Taken?
        var preview: [JSONValue]?

        /// Whether the search still is the one that found it: not changed, nor run again.
        func isOf(_ search: ExchangeObject) -> Bool {
            search.guid == self.search.guid && search.changed == self.search.changed
                && search.properties == self.search.properties
        }
    }

    /// What was found before the store is written to, and by which run of the search.
    private var found: Found?

    init() {}

    func takes(_ parameter: String) -> Bool { Self.parameters.contains(parameter) }

    func prepared(for call: BoundCall, of noun: ComplianceNoun, in scope: CallScope) throws -> any ObjectRule {
        guard call.facts.verb == "New", let name = call.texts("SearchName")?.first else { return self }
        let search = try ComplianceNoun.search.object(named: name, scope)
        guard SearchRule.status(of: search, at: scope.now) == .completed else { return self }
        var rule = self
        switch try Self.action(call) {
        case "Purge": rule.found = Found(search: search, taken: try purged(search, scope))
        case "Preview": rule.found = Found(search: search, preview: try lines(of: search, scope))
        default: break
        }
        return rule
    }

    func apply(_ call: BoundCall, to draft: inout ObjectDraft, in scope: CallScope) throws {
        guard call.facts.verb == "New" else { return }
        guard let name = call.texts("SearchName")?.first else { throw AdminAPIError.missingParameters(["SearchName"]) }
        let search = try ComplianceNoun.search.object(named: name, scope)
        guard SearchRule.status(of: search, at: scope.now) == .completed else {
            throw AdminAPIError.invalidOperation(
                "The search \"\(search.name)\" must be completed before an action can be made for it."
            )
        }
        let action = try Self.action(call)
        draft.object.name = "\(search.name)_\(action)"
        let others = try scope.objects.objects(named: draft.object.name, of: draft.object.objectClass) { _ in true }
        guard others.isEmpty else { throw AdminAPIError.alreadyThere(draft.object.name, noun: draft.shape.noun) }
        draft.object.owner = search.owner
        var results = SearchRule.results(of: search)
        if action == "Purge" {
            guard call["PurgeType"] != nil else { throw AdminAPIError.missingParameters(["PurgeType"]) }
            guard Self.sites.allSatisfy({ search.texts($0).isEmpty }) else {
                throw AdminAPIError.invalidOperation(
                    "The results of the search \"\(search.name)\" can't be purged because it includes sites."
                )
            }
            results = try taken(by: search, scope).map(\.result)
        }
        if action == "Preview" {
            draft.object.properties["Lines"] = .array(try told(of: search, scope))
        }
        for (property, value) in [
            ("Action", JSONValue.string(action)), ("SearchName", .string(search.name)),
            ("JobStarted", .string(scope.now.text(.utc))),
            ("Found", .array(results.map(\.json))),
            ("RunBy", .string(CaseRule.caller(scope))), ("PurgeType", .string(call.text("PurgeType") ?? "")),
        ] { draft.object.properties[property] = value }
    }

    /// A purge takes the items away when it is stored.
    func stored(_ object: ExchangeObject, in scope: CallScope) throws {
        guard object.text("Action") == "Purge", let name = object.text("SearchName") else { return }
        let search = try ComplianceNoun.search.object(named: name, scope)
        let target = object.text("PurgeType") == "HardDelete" ? "/Purges" : "/Deletions"
        for entry in try taken(by: search, scope) {
            for match in entry.matches { try match.content.move(match.item, to: target, at: scope.now) }
        }
    }

    /// What a purge takes, of what was found before the store is written to only what is still where it was then: others may
    /// have moved it meanwhile, or taken it away.
    private func taken(by search: ExchangeObject, _ scope: CallScope) throws -> Taken {
        guard let found, found.isOf(search), let taken = found.taken else { return try purged(search, scope) }
        return try taken.compactMap { entry in
            let matches = try entry.matches.filter { try $0.content.place(of: $0.item) == $0.folder }
            guard !matches.isEmpty else { return nil }
            var result = SearchResult(place: entry.result.place)
            result.items = Int64(matches.count)
            result.size = matches.reduce(0) { $0 + $1.item.size }
            return (result, matches)
        }
    }

    private func told(of search: ExchangeObject, _ scope: CallScope) throws -> [JSONValue] {
        guard let found, found.isOf(search), let preview = found.preview else { return try lines(of: search, scope) }
        return preview
    }

    /// What a purge takes from each mailbox.
    private func purged(_ search: ExchangeObject, _ scope: CallScope) throws -> Taken {
        var taken: Taken = []
        try SearchCount(scope: scope).forEachMatch(of: search) { match in
            if taken.last?.result.place != match.place { taken.append((SearchResult(place: match.place), [])) }
            let last = taken.count - 1
            taken[last].result.items += 1
            taken[last].result.size += match.item.size
            taken[last].matches.append(match)
            return taken[last].result.items < Self.most
        }
        return taken
    }

    /// The first messages of each mailbox, as a preview tells them.
    private func lines(of search: ExchangeObject, _ scope: CallScope) throws -> [JSONValue] {
        var lines: [JSONValue] = []
        var counts: [String: Int] = [:]
        let people = try Correspondents(scope)
        try SearchCount(scope: scope).forEachMatch(of: search) { match in
            let sender = people.correspondence(of: match.item, in: match.content.mailbox).sender
            lines.append(
                .string(
                    "Location: \(match.place); Sender: \(sender.name); Subject: \(match.subject); Type: Email; Size: \(match.item.size); "
                        + "Received Time: \(match.item.received.text(.utc)); "
                        + "Data Link: data/All/\(StableIdentifier.digits(match.place, match.item.home, match.item.key)).eml"
                )
            )
            counts[match.place, default: 0] += 1
            return counts[match.place, default: 0] < Self.previewed
        }
        return lines
    }

    private static func action(_ call: BoundCall) throws -> String {
        let wanted = ["Preview", "Purge", "Export", "Report"].filter(call.isOn)
        guard wanted.count <= 1 || wanted == ["Export", "Report"] else { throw AdminAPIError.parameterSet() }
        return wanted.first ?? "Preview"
    }

    func shows(_ object: ExchangeObject, _ call: BoundCall, in scope: CallScope) throws -> Bool {
        let wanted = ["Preview", "Purge", "Export"].filter(call.isOn)
        return wanted.isEmpty || wanted.contains(object.text("Action") ?? "")
    }

    func derived(_ object: ExchangeObject, _ call: BoundCall, in scope: CallScope) throws -> JSONObject {
        let status = SearchRule.status(of: object, at: scope.now)
        var shown: JSONObject = [
            "Status": .string(status.rawValue), "JobProgress": .integer(status.progress),
            "JobStartTime": object.properties["JobStarted"] ?? .null, "Retry": false,
        ]
        guard status == .completed else { return shown }
        shown["JobEndTime"] = object.text("JobStarted").flatMap { ServiceDate(parsing: $0) }.map { start in
            .string(ServiceDate(ticks: start.ticks + JobStatus.duration).text(.utc))
        }
        shown["Results"] = .string(Self.text(of: object))
        return shown
    }

    private static func text(of object: ExchangeObject) -> String {
        let results = SearchRule.results(of: object)
        let items = results.reduce(0) { $0 + $1.items }
        let size = results.reduce(0) { $0 + $1.size }
        switch object.text("Action") {
        case "Purge":
            return "Purge Type: \(object.text("PurgeType") ?? ""); Item count: \(items); Total size \(size); Details: {"
                + results.map { "Location: \($0.place), Item count: \($0.items), Total size: \($0.size)" }
                .joined(separator: ",\r\n") + "}"
        case "Preview":
            return "{\(object.texts("Lines").joined(separator: ",\r\n"))}"
        default:
            return "Container url: https://emulator.blob.core.windows.net/\(object.guid); SAS token: <null>; "
                + "Scenario: General; Scope: IndexedItemsOnly; Scope details: ; Max unindexed size: 0; "
                + "File type exclusions for unindexed: <null>; Total sources: \(results.count); "
                + "Include SharePoint versions: False; Enable dedupe: False; Reference action: ; Region: ; "
                + "Started sources: \(results.count); Succeeded sources: \(results.count); Failed sources: 0; "
                + "Total estimated bytes: \(size); Total estimated items: \(items); "
                + "Total transferred bytes: \(size); Total transferred items: \(items); Progress: 100.00 %; "
                + "Completed time: \(object.created.text(.utc)); Duration: 00:01:00; Export status: COMPLETED"
        }
    }
}
