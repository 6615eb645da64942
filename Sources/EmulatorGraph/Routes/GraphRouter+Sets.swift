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
    ///   - expand: Adds a relation to an object of the list.
    ///   - create: Adds an object.
    /// - Returns: The reply.
    /// - Throws: ``GraphError`` or ``AdministrationError``.
    func set<Record>(
        _ name: String,
        _ table: GraphTable<Record>,
        _ path: GraphPath,
        expand: (JSONObject, String) throws -> JSONObject = { object, _ in object },
        create: () throws -> GraphReply
    ) throws -> GraphReply {
        switch (method, path.remainder) {
        case ("GET", ""):
            let query = try GraphQuery(call, table.shape)
            var page = try call.list(table, query)
            if let relation = query.expand.first {
                page.objects = try page.objects.map { try expand($0, relation) }
            }
            return .page(page, name + (query.select.map { "(\($0.joined(separator: ",")))" } ?? ""))
        case ("GET", "$count"): return try count(call.count(table, GraphQuery(call, table.shape)))
        case ("POST", ""): return try create()
        case (_, ""), (_, "$count"): throw GraphError.methodNotAllowed
        case (_, let rest): throw GraphError.noResource(rest)
        }
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
        guard method == "GET" else { throw GraphError.methodNotAllowed }
        let key = path.key(of: set)
        try end(path)
        guard let key else { return try page(objects(), shape, context) }
        guard let object = try named(key.value) else { throw AdministrationError.notFound(key.value) }
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
        case ("GET", nil, "$count"): return try count(members().count)
        case ("GET", nil, ""), ("GET", nil, "$ref"): return try call.page(members())
        case ("GET", nil, let cast) where cast.hasPrefix("microsoft.graph."):
            return try call.page(members(), cast: cast)
        case ("POST", nil, "$ref"): try add(call.reference())
        case ("DELETE", let key?, "$ref"): try remove(key.value)
        default: throw GraphError.methodNotAllowed
        }
        return .noContent
    }
}
