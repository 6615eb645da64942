import EmulatorAdministration
import EmulatorCore
import ExoJSON

/// What an object is related to, whether a path or `$expand` asks for it, and its properties as segments of a path.
extension GraphRouter {
    /// The objects of a relation.
    enum Related {
        case one(JSONObject?)
        case objects([JSONObject])
        /// Objects that are no directory objects.
        case others([JSONObject], GraphShape, context: String)

        var objects: [JSONObject] {
            switch self {
            case .one(let object): object.map { [$0] } ?? []
            case .objects(let objects), .others(let objects, _, _): objects
            }
        }
    }

    /// Answers what stands behind an object: a relation, a question about memberships, or a property.
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
        let name = path.nextName ?? ""
        if ["photo", "photos"].contains(name), ["users", "groups"].contains(set) {
            guard method == "GET" else { throw GraphError.notEmulated("photo") }
            throw GraphError(404, "ImageNotFound", "The photo wasn't found.")
        }
        if let reply = try question(name, about: id) { return reply }
        if let related = try related(name, of: id, shape.type) {
            guard method == "GET" else { throw GraphError.methodNotAllowed }
            let segment = path.next()
            return try reply(related, path, set, id, segment?.text ?? "")
        }
        if let property = shape.property(name) {
            guard method == "GET" else { throw GraphError.methodNotAllowed }
            _ = try GraphQuery(call, shape, isList: false, chooses: false)
            _ = path.next()
            return try value(property, of: shape.project(object(), [property]), path.remainder, "\(set)('\(id)')")
        }
        throw GraphError.noResource(path.remainder)
    }

    private func reply(
        _ related: Related,
        _ path: GraphPath,
        _ set: String,
        _ id: String,
        _ name: String
    ) throws -> GraphReply {
        switch related {
        case .one(let object):
            guard let object else { throw AdministrationError.notFound(name) }
            var path = path
            if let cast = path.rest.first?.cast {
                guard GraphModel.isType(cast) else { throw GraphError.noResource(path.remainder) }
                guard "#\(GraphPath.namespace)\(cast)" == object["@odata.type"]?.stringValue?.lowercased() else {
                    throw AdministrationError.notFound(name)
                }
                _ = path.next()
            }
            if path.remainder == "$ref" { return GraphReply(body: reference(object), context: "$ref") }
            try end(path)
            let shape = GraphModel.shape(of: object) ?? GraphCall.principalShape
            let query = try GraphQuery(call, shape, isList: false)
            guard query.expand == nil else { throw GraphError.unsupportedQuery("$expand is not supported here.") }
            return .object(shape.project(object, query.select), "directoryObjects/$entity")
        case .objects(let objects):
            if path.remainder == "$ref" {
                return GraphReply(
                    body: ["value": .array(objects.map { .object(reference($0)) })],
                    context: "Collection($ref)"
                )
            }
            return try call.page(objects, cast: path.remainder)
        case .others(let objects, let shape, let context):
            if path.remainder == "$count" { return try count(objects.count) }
            try end(path)
            return try page(objects, shape, context)
        }
    }

    private func reference(_ object: JSONObject) -> JSONObject {
        ["@odata.id": .string("\(call.root)/directoryObjects/\(object["id"]?.stringValue ?? "")")]
    }

    private func value(
        _ name: String,
        of object: JSONObject,
        _ rest: String,
        _ context: String
    ) throws -> GraphReply {
        let value = object[name] ?? .null
        guard rest.isEmpty || rest == "$value" else { throw GraphError.noResource(rest) }
        guard !value.isNull else { return .noContent }
        switch (value, rest) {
        case (.object(let inner), ""): return .object(inner, "\(context)/\(name)")
        case (_, ""): return GraphReply(body: ["value": value], context: "\(context)/\(name)")
        case (.array, _), (.object, _): throw GraphError.badRequest("'$value' needs a property of a primitive type.")
        default: return GraphReply(text: value.stringValue ?? value.text())
        }
    }

    /// Fills the relation that `$expand` names.
    func expanded(
        _ object: JSONObject,
        _ expansion: GraphExpansion?,
        _ shape: GraphShape,
        of id: String
    ) throws
        -> JSONObject
    {
        guard let expansion else { return object }
        let name = expansion.relation
        guard let related = try related(name.lowercased(), of: id, shape.type) else {
            throw GraphError.unsupportedQuery("Expanding '\(name)' is not supported.")
        }
        func shown(_ object: JSONObject) throws -> JSONValue {
            let shape: GraphShape =
                if case .others(_, let shape, _) = related { shape } else {
                    GraphModel.shape(of: object) ?? GraphCall.principalShape
                }
            guard let text = expansion.select else { return .object(shape.project(object, nil)) }
            let all: GraphShape = if case .others = related { shape } else { GraphCall.principalShape }
            let names = try all.selection(text)
            return .object(shape.project(object, names.filter { shape.property($0) != nil }))
        }
        var object = object
        if case .one(let one) = related {
            object[name] = try one.map(shown) ?? .null
        } else {
            object[name] = .array(try related.objects.prefix(20).map(shown))
        }
        return object
    }

    /// The objects of a relation; `nil` where objects of this type have none of that name.
    private func related(_ name: String, of id: String, _ type: String) throws -> Related? {
        let people = Users(administration: administration)
        let groups = Groups(administration: administration)
        switch (type.dropFirst(GraphPath.namespace.count), name) {
        case ("user", "manager"): return .one(try people.manager(of: id).map { try call.object(.user($0)) })
        case ("user", "directreports"): return try objects(people.directReports(of: id).map { .user($0) })
        case ("user", "owneddevices"), ("user", "registereddevices"): return .objects([])
        case ("user", "licensedetails"), ("user", "scopedrolememberof"):
            return .others(
                [],
                GraphShape("licenseDetails", ["id", "skuId", "skuPartNumber"]),
                context: "users('\(id)')"
            )
        case ("user", "ownedobjects"), ("user", "createdobjects"), ("servicePrincipal", "ownedobjects"),
            ("servicePrincipal", "createdobjects"):
            return .objects(try ownedObjects(of: id))
        case ("user", "memberof"), ("group", "memberof"), ("servicePrincipal", "memberof"):
            return .objects(try containers(of: id, transitively: false))
        case ("user", "transitivememberof"), ("group", "transitivememberof"),
            ("servicePrincipal", "transitivememberof"):
            return .objects(try containers(of: id, transitively: true))
        case ("group", "members"): return try objects(groups.members(of: id))
        case ("group", "owners"): return try objects(groups.members(of: id, owners: true))
        case ("group", "transitivemembers"): return try objects(transitiveMembers(of: administration.group(id)))
        case ("application", "owners"), ("servicePrincipal", "owners"):
            return try objects(Owners(administration: administration).list(of: id))
        case ("directoryRole", "members"):
            let roles = RoleAssignments(administration: administration)
            let role = try roles.activeTemplates().first {
                RoleAssignments.objectID(of: $0, in: administration.tenantID) == id
            }
            return try objects(role.map(roles.members) ?? [])
        default: return try others(name, of: id, String(type.dropFirst(GraphPath.namespace.count)))
        }
    }

    private func others(_ name: String, of id: String, _ type: String) throws -> Related? {
        let roles = AppRoleGrants(administration: administration)
        func assignments(_ records: [AppRoleAssignmentRecord], _ name: String) throws -> Related {
            .others(
                try records.compactMap(grantEntity.assignment),
                GrantEntity.assignmentShape,
                context: "\(type)s('\(id)')/\(name)"
            )
        }
        func grants(_ records: [DelegatedGrantRecord]) throws -> Related {
            .others(try records.compactMap(grantEntity.grant), GrantEntity.shape, context: "oauth2PermissionGrants")
        }
        let delegated = DelegatedGrants(administration: administration)
        switch (type, name) {
        case ("user", "approleassignments"), ("group", "approleassignments"),
            ("servicePrincipal", "approleassignments"):
            return try assignments(roles.held(by: id), "appRoleAssignments")
        case ("servicePrincipal", "approleassignedto"):
            let appID = try administration.servicePrincipal(id).appID
            return try assignments(roles.held(on: appID), "appRoleAssignedTo")
        case ("servicePrincipal", "oauth2permissiongrants"):
            return try grants(delegated.list(clientAppID: administration.servicePrincipal(id).appID))
        case ("user", "oauth2permissiongrants"): return try grants(delegated.list(principalID: id))
        case ("application", "federatedidentitycredentials"):
            let credentials = FederatedCredentials(administration: administration)
            return .others(
                try credentials.list(of: administration.application(id)).map(CredentialEntity.federated),
                CredentialEntity.federatedShape,
                context: "applications('\(id)')/federatedIdentityCredentials"
            )
        default: return nil
        }
    }

    private func objects(_ principals: [Principal]) throws -> Related {
        .objects(try principals.map { try call.object($0) })
    }
}
