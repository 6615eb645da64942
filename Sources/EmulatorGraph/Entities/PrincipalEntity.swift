import EmulatorAdministration
import EmulatorCore
import ExoJSON

extension GraphCall {
    /// What lists of mixed objects may be filtered by.
    static let principalShape = GraphShape(
        "directoryObject",
        Array(
            UserEntity.shape.properties.union(GroupEntity.shape.properties).union(
                ServicePrincipalEntity.shape.properties
            )
        )
            + ["roleTemplateId"]
    )

    /// A user, group or service principal with its type.
    func object(_ principal: Principal) throws -> JSONObject {
        switch principal {
        case .user(let user): return typed(try UserEntity.render(user), "user")
        case .servicePrincipal(let record):
            let entity = ServicePrincipalEntity(directory: directory, tenant: administration.tenant)
            return typed(try entity.render(record), "servicePrincipal")
        case .group(let group): return typed(try GroupEntity.render(group), "group")
        }
    }

    /// An object that says what it is.
    func typed(_ object: JSONObject, _ type: String) -> JSONObject {
        var object = object
        object.members.insert(.init(name: "@odata.type", value: .string("#microsoft.graph.\(type)")), at: 0)
        return object
    }

    /// A page of directory objects of any kind, or their number, of one type where the path casts.
    func page(_ objects: [JSONObject], cast: String = "") throws -> GraphReply {
        var path = GraphPath(cast.split(separator: "/").map(String.init))
        var objects = objects
        if let type = path.rest.first?.cast {
            guard GraphModel.isType(type) else { throw GraphError.noResource(cast) }
            _ = path.next()
            if type != "directoryobject" {
                objects.removeAll { $0["@odata.type"]?.stringValue?.lowercased() != "#\(GraphPath.namespace)\(type)" }
            }
        }
        let query = try GraphQuery(self, Self.principalShape)
        guard query.expand == nil else { throw GraphError.unsupportedQuery("$expand is not supported here.") }
        guard path.remainder == "$count" else {
            guard path.isEmpty else { throw GraphError.noResource(path.remainder) }
            return .page(try list(objects, Self.principalShape, query), "directoryObjects")
        }
        guard isEventual else { throw GraphError.badRequest("$count is not currently supported.") }
        return GraphReply(text: String(objects.count { query.filter?.matches(.object($0)) ?? true }))
    }
}
