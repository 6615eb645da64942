import CmdletCatalogue
import EmulatorCore
import ExoJSON
import HTTPServer

/// Sets of entities, and single ones.
extension EntityReader {
    /// A set with what a request wants of it.
    private struct Query {
        let set: EntitySet
        let type: EntityType
        let cmdlet: CmdletRun.Cmdlet
        let selection: EntitySelection
        let withPermissions: Bool
        var parameters: JSONObject
    }

    func collection(_ set: EntitySet, noting note: inout CmdletNote) throws -> ServerResponse {
        var query = try query(set)
        if let identity = try options.headerIdentity() {
            query.parameters["Identity"] = .string(identity)
            return try named(identity, &query, noting: &note)
        }
        return try page(of: query, noting: &note)
    }

    func count(_ set: EntitySet, noting note: inout CmdletNote) throws -> ServerResponse {
        let query = try query(set)
        var count = 0
        if let listing = try listing(query.cmdlet, query.parameters, noting: &note) {
            try pages.forEach(listing) { _ in
                count += 1
                return true
            }
        }
        note.outcome = .rows(count)
        let type = ServerRequest.Field("Content-Type", "text/plain; charset=utf-8")
        return ServerResponse(status: 200, headers: [type], body: Array(String(count).utf8))
    }

    func entity(_ set: EntitySet, _ key: String, noting note: inout CmdletNote) throws -> ServerResponse {
        var query = try query(set)
        let identity = try options.identity(key)
        query.parameters["Identity"] = .string(identity)
        let found = try entities(query, noting: &note)
        note.outcome = .rows(found.count)
        switch found.count {
        case 0: throw AdminAPIError.notFound(identity, noun: set.name)
        case 1: return form.single("\(context(query))/$entity", found[0])
        // A pattern may name several.
        default: return form.collection(context(query), found)
        }
    }

    // MARK: What is asked

    private func query(_ set: EntitySet) throws -> Query {
        guard let name = set.cmdlet else { throw AdminAPIError.notEmulated(set.restCmdlet) }
        let cmdlet = try cmdlet(name)
        let type = EntityType.named(set.type)
        for name in options.list("$expand") ?? []
        where name.lowercased() != "recipientpermission" || set.name != "Recipient" {
            throw type.unknown(name)
        }
        var parameters = options.parameters(of: cmdlet.facts)
        if let filter = options.text("$filter") {
            guard cmdlet.facts.parameter(named: "Filter") != nil else {
                throw AdminAPIError.notEmulated("$filter of \(set.name)")
            }
            parameters["Filter"] = .string(try ODataFilter.opath(of: filter, for: type))
        }
        // A cmdlet takes one or the other, the set of entities both.
        if parameters["Anr"] != nil, let plan = parameters["MailboxPlan"]?.stringValue {
            let condition = "MailboxPlan -eq '\(plan.split(separator: "'").joined(separator: "''"))'"
            parameters["MailboxPlan"] = nil
            parameters["Filter"] = .string(
                parameters["Filter"]?.stringValue.map { "(\($0)) -and \(condition)" } ?? condition
            )
        }
        return Query(
            set: set,
            type: type,
            cmdlet: cmdlet,
            selection: try EntitySelection(options, of: type, cmdlet: set.restCmdlet, addsDefault: addsDefault),
            withPermissions: EntityRoute.expandsPermissions(set, options),
            parameters: parameters
        )
    }

    private func context(_ query: Query) -> String {
        guard let selected = query.selection.selected, !selected.contains("*"), !query.withPermissions else {
            return query.set.name
        }
        return "\(query.set.name)(\(selected.joined(separator: ",")))"
    }

    // MARK: What is answered

    /// What a name that may mean several finds.
    private func named(
        _ identity: String,
        _ query: inout Query,
        noting note: inout CmdletNote
    ) throws -> ServerResponse {
        var found: [JSONObject]
        do {
            found = try entities(query, noting: &note)
        } catch let error as AdminAPIError where error.exceptionName == "ManagementObjectAmbiguousException" {
            let objects = try run.scope.objects.objects(named: identity, of: .recipient) { $0.state == .active }
            found = []
            for object in objects {
                query.parameters["Identity"] = .string(object.guid)
                do {
                    found += try entities(query, noting: &note)
                } catch let error as AdminAPIError where error.status == 404 {
                    // Of another type than was asked for.
                    continue
                }
            }
        }
        return try page(of: found, context(query), noting: &note)
    }

    /// An identity with asterisks names so many objects at most.
    private static let mostOfAPattern = 1000

    private func entities(_ query: Query, noting note: inout CmdletNote) throws -> [JSONObject] {
        guard let listing = try listing(query.cmdlet, query.parameters, noting: &note) else { return [] }
        var rows: [ObjectRow] = []
        try pages.forEach(listing) { row in
            guard rows.count < Self.mostOfAPattern else {
                throw AdminAPIError.malformedRequest(
                    "More than \(Self.mostOfAPattern) objects fit the identity; ask by $filter, which has pages."
                )
            }
            rows.append(row)
            return true
        }
        return try expanded(rows.map { entity($0, query) }, query, noting: &note)
    }

    /// An entity, and by what its object is found again.
    private typealias Entity = (value: JSONObject, identity: String)

    private func entity(_ row: ObjectRow, _ query: Query) -> Entity {
        let identity = row["ExchangeObjectId"]?.stringValue ?? row["Guid"]?.stringValue ?? row.title
        return (form.entity(row, query.type, query.selection, set: query.set.name), identity)
    }

    /// Entities with the rights on them, where those are wanted.
    private func expanded(
        _ entities: [Entity],
        _ query: Query,
        noting note: inout CmdletNote
    ) throws -> [JSONObject] {
        guard query.withPermissions else { return entities.map(\.value) }
        var told = note
        defer { note.learn(from: told) }
        // Whoever's rights are asked for the first time gets those of its own written: once for all of a page.
        return try run.scope.context.store.write { _ in
            try entities.map { entity in
                let rights = try permissions(of: ["Identity": .string(entity.identity)], noting: &told)
                var value = entity.value
                value["RecipientPermission"] = .array(rights.map { .object($0) })
                return value
            }
        }
    }

    private func page(of query: Query, noting note: inout CmdletNote) throws -> ServerResponse {
        let cursor = try request.skipToken.map { try pages.cursor($0, isBoundToServer: false) }
        let input = CmdletInput(name: query.cmdlet.facts.name, parameters: query.parameters)
        if let cursor, cursor.input != input { throw AdminAPIError.invalidPage() }
        let listing = try goingOn(from: cursor).listing(query.cmdlet, query.parameters, noting: &note)
        guard let listing else { return try page(of: [], context(query), noting: &note) }
        if options.text("$orderby") != nil || options.text("$skip") != nil || options.isOn("$count") {
            var told = note
            let found = try page(of: try sorted(listing, query), context(query), noting: &note) { shown in
                try expanded(shown, query, noting: &told)
            }
            note.learn(from: told)
            return found
        }
        let top = try options.number("$top")
        let size = request.pageSize(otherwise: Self.defaultPage)
        let wanted = min(size, top ?? size)
        guard wanted > 0 else { return try page(of: [], context(query), noting: &note) }
        let (rows, token) = try pages.page(of: listing, count: wanted, input: input, after: cursor)
        let rest = top.map { $0 - rows.count }
        let link = rest == 0 ? nil : token.map { nextLink(["$skiptoken": $0, "$top": rest.map(String.init)]) }
        let found = try expanded(rows.map { entity($0, query) }, query, noting: &note)
        note.outcome = .rows(found.count)
        return form.collection(context(query), found, nextLink: link)
    }

    /// All entities of a listing, in the order of `$orderby`.
    private func sorted(_ listing: ObjectListing, _ query: Query) throws -> [Entity] {
        let order = try EntityOrder(options, of: query.type)
        var found: [(keys: [JSONValue], entity: Entity)] = []
        try pages.forEach(listing) { row in
            found.append((order.keys(of: row), entity(row, query)))
            return true
        }
        guard !order.isEmpty else { return found.map(\.entity) }
        return found.enumerated().sorted { left, right in
            order.precedes(left.element.keys, right.element.keys) ?? (left.offset < right.offset)
        }.map(\.element.entity)
    }
}
