import EmulatorAdministration
import EmulatorCore
import HTTPServer

/// The pages about users.
enum UserPages {
    static let crumb = PortalContent.Crumb(name: "Users", path: PortalLink.path(["users"]))

    static func respond(_ call: PortalCall) throws -> ServerResponse {
        switch call.path.count {
        case 1: return try UserList(call: call).respond()
        case 2:
            if call.path.last == "new" { return try NewUser(call: call).respond() }
            guard let id = call.path.last, let user = try call.directory.user(id: id),
                user.tenantID == call.tenant.id
            else { throw PortalRefusal.notFound("There is no such user in this tenant.") }
            return try UserPage(call: call, user: user).respond()
        default: throw PortalRefusal.notFound("There is no such page about a user.")
        }
    }
}
