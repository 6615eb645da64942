import EmulatorAdministration
import EmulatorCore
import ExoJSON

/// What stands behind an object: what it is related to, questions about it, and its properties.
extension GraphRouter {
    /// Answers what stands behind an object.
    ///
    /// - Parameters:
    ///   - path: What follows the object.
    ///   - id: The object's id.
    ///   - shape: What it has.
    ///   - set: The set, as contexts name it.
    ///   - object: The whole object.
    /// - Returns: The reply.
    /// - Throws: ``GraphError`` or ``AdministrationError``.
    func part(
        _ path: inout GraphPath,
        of id: String,
        _ shape: GraphShape,
        _ set: String,
        _ object: () throws -> JSONObject
    ) throws -> GraphReply {
        guard let segment = path.next() else { throw GraphError.noResource(set) }
        switch segment.role {
        case .navigation where ["photo", "photos"].contains(segment.name):
            guard method == "GET" else { throw GraphError.notEmulated(segment.text) }
            throw GraphError(404, "ImageNotFound", "The photo wasn't found.")
        case .navigation:
            guard let find = shape.relations[segment.name], let member = shape.type.member(segment.name) else {
                throw GraphError.notEmulated(segment.text)
            }
            guard method == "GET" else { throw GraphError.methodNotAllowed }
            return try related(find(self, id), member, segment, path, "\(set)('\(id)')")
        case .operation:
            guard let reply = try question(segment.name.lowercased(), about: id) else {
                throw GraphError.notEmulated(segment.text)
            }
            return reply
        case .property:
            guard method == "GET" else { throw GraphError.methodNotAllowed }
            let select = try GraphSelection(segment.name, of: shape.type)
            let value = shape.project(try object(), select)[segment.name] ?? .null
            return try self.value(value, path, "\(set)('\(id)')/\(segment.name)")
        case .unknown, .key, .cast, .option: throw GraphError.notEmulated(segment.text)
        }
    }

    private func related(
        _ objects: [JSONObject],
        _ member: GraphMember,
        _ segment: GraphPath.Segment,
        _ path: GraphPath,
        _ owner: String
    ) throws -> GraphReply {
        var (path, objects) = (path, objects)
        let context = GraphModel.published.set(of: member.type) ?? "\(owner)/\(member.name)"
        if member.isCollection, let cast = path.rest.first?.cast {
            _ = path.next()
            objects = objects.filter { GraphShape.type(of: $0)?.isKind(of: cast) == true }
        }
        let key = member.isCollection ? path.key(of: segment)?.value : nil
        guard !member.isCollection || key != nil else { return try list(objects, context, path) }
        let wanted = key?.lowercased()
        guard let object = objects.first(where: { wanted == nil || $0["id"]?.stringValue?.lowercased() == wanted })
        else { throw AdministrationError.notFound(key ?? segment.text) }
        let shape = GraphModel.published.type(member.type).map(GraphShape.of) ?? .mixed
        return try single(object, shape, key ?? segment.text, context, &path)
    }

    /// Answers for one object of any kind, and for what stands behind it.
    ///
    /// - Throws: ``AdministrationError`` when the path casts it to another kind.
    func single(
        _ object: JSONObject,
        _ shape: GraphShape,
        _ name: String,
        _ context: String,
        _ path: inout GraphPath
    ) throws -> GraphReply {
        let type = GraphShape.type(of: object)
        if let cast = path.rest.first?.cast {
            guard type?.isKind(of: cast) == true else { throw AdministrationError.notFound(name) }
            _ = path.next()
        }
        if path.isEmpty {
            guard method == "GET" else { throw GraphError.methodNotAllowed }
            return try one(object, context)
        }
        if path.rest.first?.role == .option {
            guard method == "GET" else { throw GraphError.methodNotAllowed }
            return GraphReply(body: reference(object), context: "$ref")
        }
        let id = object["id"]?.stringValue ?? name
        return try part(&path, of: id, shape.own(of: object), context) { object }
    }

    /// Answers for the value of a property, or for what is in it.
    private func value(_ value: JSONValue, _ path: GraphPath, _ context: String) throws -> GraphReply {
        var (value, context, rest) = (value, context, path.rest)
        while let segment = rest.first, segment.role == .property {
            value = value[segment.name] ?? .null
            context += "/\(segment.name)"
            rest.removeFirst()
        }
        let option = rest.first?.name.lowercased()
        if option == "$count" { return GraphReply(text: String(value.arrayValue?.count ?? 0)) }
        guard !value.isNull else { return .noContent }
        if option == "$value" { return GraphReply(text: value.stringValue ?? value.text()) }
        guard let inner = value.objectValue else { return GraphReply(body: ["value": value], context: context) }
        return GraphReply(body: inner, context: context)
    }

    /// Adds to a relation, or removes from it.
    func changeRelation(
        _ path: inout GraphPath,
        add: (String) throws -> Void,
        remove: (String) throws -> Void
    ) throws -> GraphReply {
        guard let segment = path.next() else { throw GraphError.methodNotAllowed }
        let key = path.key(of: segment)
        switch (method, key, path.remainder) {
        case ("POST", nil, "$ref"): try add(call.reference())
        case ("DELETE", let key?, "$ref"): try remove(key.value)
        default: throw GraphError.methodNotAllowed
        }
        return .noContent
    }
}
