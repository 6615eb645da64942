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
        try path.takeCast(to: String(table.shape.type.dropFirst(GraphPath.namespace.count)))
        switch (method, path.remainder) {
        case ("GET", ""):
            let query = try GraphQuery(call, table.shape)
            var page = try call.list(table, query)
            page.objects = try page.objects.map { try shown($0, table.shape, query) }
            return .page(page, name + (query.select.map { "(\($0.joined(separator: ",")))" } ?? ""))
        case ("GET", "$count"): return try count(call.count(table, GraphQuery(call, table.shape)))
        case ("POST", ""): return try create()
        case (_, ""), (_, "$count"): throw GraphError.methodNotAllowed
        case (_, let rest): throw GraphError.noResource(rest)
        }
    }

    /// What is shown of an object: the properties that were chosen, and what was to be expanded.
    func shown(_ object: JSONObject, _ shape: GraphShape, _ query: GraphQuery) throws -> JSONObject {
        let id = object["id"]?.stringValue ?? ""
        return try expanded(shape.project(object, query.select), query.expand, shape, of: id)
    }

    /// Answers a small set: its list, and what adds to it.
    func smallSet(
        _ context: String,
        _ shape: GraphShape,
        _ path: GraphPath,
        _ objects: () throws -> [JSONObject],
        create: () throws -> GraphReply
    ) throws -> GraphReply {
        try end(path)
        switch method {
        case "GET": return try page(objects(), shape, context)
        case "POST": return try create()
        default: throw GraphError.methodNotAllowed
        }
    }

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
        if method == "GET", key == nil, path.remainder == "$count" { return try count(objects().count) }
        try end(path)
        let change = GraphError.notEmulated("\(method) \(context)")
        guard let key else {
            guard method == "GET" else { throw change }
            return try page(objects(), shape, context)
        }
        guard let object = try named(key.value) else { throw AdministrationError.notFound(key.value) }
        guard method == "GET" else { throw change }
        return try one(object, shape, context)
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

    /// Answers a relation to users, groups and service principals: who they are, one more, one less.
    func relation(
        _ path: inout GraphPath,
        _ segment: GraphPath.Segment,
        _ members: () throws -> [Principal],
        add: (String) throws -> Void,
        remove: (String) throws -> Void
    ) throws -> GraphReply {
        let key = path.key(of: segment)
        switch (method, key, path.remainder) {
        case ("GET", nil, "$ref"):
            let root = call.root
            return GraphReply(
                body: [
                    "value": .array(try members().map { ["@odata.id": .string("\(root)/directoryObjects/\($0.id)")] })
                ],
                context: "Collection($ref)"
            )
        case ("GET", nil, let rest): return try call.page(members().map { try call.object($0) }, cast: rest)
        case ("POST", nil, "$ref"): try add(call.reference())
        case ("DELETE", let key?, "$ref"): try remove(key.value)
        default: throw GraphError.methodNotAllowed
        }
        return .noContent
    }
}
