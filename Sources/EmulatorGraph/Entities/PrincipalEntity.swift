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
    func object(_ principal: Principal, isWhole: Bool = false) throws -> JSONObject {
        switch principal {
        case .user(let user):
            let object = try UserEntity.render(user)
            return typed(isWhole ? object : UserEntity.shape.project(object, nil), "user")
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

    /// A page of users, groups and service principals, of one type where the path casts.
    func page(_ principals: [Principal], cast: String = "", extra: [JSONObject] = []) throws -> GraphReply {
        let query = try GraphQuery(self, Self.principalShape)
        let type = cast.isEmpty ? nil : "#" + cast
        let whole = query.select != nil || query.filter != nil
        let objects = (try principals.map { try object($0, isWhole: whole) } + extra).filter {
            type == nil || $0["@odata.type"]?.stringValue?.lowercased() == type
        }
        return .page(try list(objects, Self.principalShape, query), "directoryObjects")
    }
}
