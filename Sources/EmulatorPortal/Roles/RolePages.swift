import EmulatorAdministration
import EmulatorCore
import HTTPServer

/// The pages about directory roles.
enum RolePages {
    static func respond(_ call: PortalCall) throws -> ServerResponse {
        switch call.path.count {
        case 1: return try list(call)
        case 2:
            guard let id = call.path.last, let role = DirectoryRoleTemplate.named(id), role.isAssignable else {
                throw PortalRefusal.notFound("There is no such directory role.")
            }
            return try RolePage(call: call, role: role).respond()
        default: throw PortalRefusal.notFound("There is no such page about a role.")
        }
    }

    private static func list(_ call: PortalCall) throws -> ServerResponse {
        try call.show {
            let counts = Dictionary(
                grouping: try call.directory.roleAssignments(in: call.tenant.id),
                by: \.roleTemplateID
            ).mapValues(\.count)
            var table = DataTable("Roles", ["Role", "Assignments", "Template ID"], empty: "")
            for role in DirectoryRoleTemplate.all where role.isAssignable {
                table.add([
                    Markup.link(role.displayName, to: PortalLink.path(["roles", role.id])),
                    "\(counts[role.id] ?? 0)", Markup.identifier(role.id),
                ])
            }
            return PortalContent(title: "Roles & admins", body: table.html)
        }
    }
}
