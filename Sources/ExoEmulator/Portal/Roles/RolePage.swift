import HTTPServer

/// One directory role and who holds it.
struct RolePage: Sendable {
    let call: PortalCall
    let role: PortalRole

    func respond() throws -> ServerResponse {
        try call.show {
            var essentials = Essentials()
            essentials.add("Template ID", copying: role.templateID)
            var table = DataTable(
                "Assignments",
                ["Name", "Type", "User name or client ID"],
                empty: "Nobody holds this role."
            )
            for assignment in try call.directory.roleAssignments(in: call.tenant.id)
            where assignment.roleTemplateID == role.templateID {
                guard let name = try call.directory.principalName(assignment.principalID, in: call.tenant.id) else {
                    continue
                }
                table.add([Markup.link(name.name, to: name.path), "\(name.kind.rawValue)", "\(name.detail)"])
            }
            return PortalContent(
                title: role.name,
                kind: "Directory role",
                crumbs: [.init(name: "Roles & admins", path: PortalLink.path(["roles"]))],
                body: "\(essentials.html)<h2>Assignments</h2>\n\(table.html)"
            )
        }
    }
}
