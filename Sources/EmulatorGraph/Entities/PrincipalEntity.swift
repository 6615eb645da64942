import EmulatorAdministration
import EmulatorCore
import ExoJSON

extension GraphCall {
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
}
