import EmulatorAdministration
import EmulatorCore
import ExoJSON

/// What sets and objects answer alike.
extension GraphRouter {
    /// Answers a set that is a table: its list, its `$count`, and what adds to it.
    ///
    /// - Parameters:
    ///   - name: The set, as contexts name it.
    ///   - table: Its rows.
    ///   - path: What follows the set.
    ///   - create: Adds an object.
    /// - Returns: The reply.
    /// - Throws: ``GraphError`` or ``AdministrationError``.
    func set<Record>(
        _ name: String,
        _ table: GraphTable<Record>,
        _ path: GraphPath,
        create: () throws -> GraphReply
    ) throws -> GraphReply {
        var path = path
        try path.takeCast(to: table.shape.type.name)
        switch (method, path.remainder) {
        case ("GET", ""): return try page(call.list(table, query), name)
        case ("GET", "$count"): return try count(call.count(table, query))
        case ("POST", ""): return try create()
        case (_, ""), (_, "$count"): throw GraphError.methodNotAllowed
        case (_, let rest): throw GraphError.notEmulated(rest)
        }
    }

    /// Answers for a small list: its objects, their number, or their addresses.
    func list(_ objects: [JSONObject], _ context: String, _ path: GraphPath) throws -> GraphReply {
        guard method == "GET" else { throw GraphError.methodNotAllowed }
        var path = path
        try path.takeCast(to: shape.type.name)
        switch path.remainder {
        case "": return try page(call.list(objects, query), context)
        case "$count": return try count(objects.count { query.filter?.matches(.object($0)) ?? true })
        case "$ref":
            var page = call.list(objects, query)
            page.objects = page.objects.map(reference)
            return .page(page, "Collection($ref)")
        case let rest: throw GraphError.notEmulated(rest)
        }
    }

    private func page(_ page: GraphPage, _ context: String) throws -> GraphReply {
        var page = page
        page.objects = try page.objects.map(shown)
        return .page(page, context + chosen)
    }

    /// A number as plain text, which `$count` answers.
    private func count(_ number: Int) throws -> GraphReply {
        guard call.isEventual else { throw GraphError.badRequest("$count is not currently supported.") }
        return GraphReply(text: String(number))
    }

    /// Where an object is, as `$ref` says it.
    func reference(_ object: JSONObject) -> JSONObject {
        ["@odata.id": .string("\(call.root)/directoryObjects/\(object["id"]?.stringValue ?? "")")]
    }

    /// One object.
    func one(_ object: JSONObject, _ set: String) throws -> GraphReply {
        .object(try shown(object), "\(set)\(chosen)/$entity")
    }

    /// An object that was made just now.
    func made(_ object: JSONObject, _ set: String, at path: String) throws -> GraphReply {
        .object(try shown(object), "\(set)\(chosen)/$entity", status: 201, at: path)
    }

    /// What is shown of an object: the properties that were chosen, and what was to be expanded.
    func shown(_ object: JSONObject) throws -> JSONObject {
        var shown = shape.project(object, query.select)
        guard let expansion = query.expand else { return shown }
        let name = expansion.relation.name
        // In a mixed list, objects of some kinds do not have the relation.
        guard let find = shape.own(of: object).relations[name] else { return shown }
        let related = try find(self, object["id"]?.stringValue ?? "").prefix(20).map {
            JSONValue.object(expansion.shape.project($0, expansion.select))
        }
        shown[name] = expansion.relation.isCollection ? .array(related) : related.first ?? .null
        return shown
    }

    /// The chosen properties, as contexts name them.
    private var chosen: String { query.select.map { "(\($0.names.joined(separator: ",")))" } ?? "" }

    /// Answers a small set that nobody changes, and its objects.
    func fixedSet(
        _ context: String,
        _ shape: GraphShape,
        _ path: inout GraphPath,
        _ set: GraphPath.Segment,
        _ objects: () throws -> [JSONObject],
        named: (String) throws -> JSONObject?
    ) throws -> GraphReply {
        let key = path.key(of: set)
        guard let key else {
            guard method == "GET" else { throw GraphError.notEmulated("\(method) \(context)") }
            return try list(objects(), context, path)
        }
        guard let object = try named(key.value) else { throw AdministrationError.notFound(key.value) }
        guard path.isEmpty else { return try part(&path, of: key.value, shape, context) { object } }
        guard method == "GET" else { throw GraphError.notEmulated("\(method) \(context)") }
        return try one(object, context)
    }

    /// Answers one object: shows, changes or deletes it.
    func object(
        show: () throws -> GraphReply,
        change: () throws -> Void = { throw GraphError.methodNotAllowed },
        delete: () throws -> Void
    ) throws -> GraphReply {
        switch method {
        case "GET": return try show()
        case "PATCH": try change()
        case "DELETE": try delete()
        default: throw GraphError.methodNotAllowed
        }
        return .noContent
    }
}
