import EmulatorAdministration
import EmulatorCore
import HTTPServer

/// One directory role and who holds it.
struct RolePage: Sendable {
    let call: PortalCall
    let role: DirectoryRoleTemplate

    private var assignments: RoleAssignments { RoleAssignments(administration: call.administration) }

    func respond() throws -> ServerResponse {
        try call.form(show: show, submit: submit)
    }

    private func show(_ state: FormState) throws -> PortalContent {
        let isChangeable = call.access.allows(.assignRoles)
        var essentials = Essentials()
        essentials.add("Template ID", copying: role.id)
        var table = DataTable(
            "Assignments",
            ["Name", "Type", "User name or client ID"] + (isChangeable ? [""] : []),
            empty: "Nobody holds this role."
        )
        for assignment in try assignments.list() where assignment.roleTemplateID == role.id {
            guard let name = try call.directory.principalName(assignment.principalID, in: call.tenant.id) else {
                continue
            }
            let form = FormMarkup("remove", FormState(), call)
            let cells: [HTML] = [Markup.link(name.name, to: name.path), "\(name.kind.rawValue)", "\(name.detail)"]
            table.add(
                isChangeable
                    ? cells + [try form.html([form.hidden("principal", name.id)], button: "Remove", style: "danger")]
                    : cells
            )
        }
        let form = FormMarkup("add", state, call)
        let fields = [
            form.text(
                "principal",
                "User, group or enterprise application",
                hint: "User name, application ID, name, or object ID",
                isRequired: true
            )
        ]
        let add: HTML =
            isChangeable
            ? "<div class=\"card\">\n<h2>Add assignment</h2>\n\(try form.html(fields, button: "Add"))</div>\n"
            : Markup.hold(.assignRoles)
        return PortalContent(
            title: role.displayName,
            kind: "Directory role",
            crumbs: [.init(name: "Roles & admins", path: PortalLink.path(["roles"]))],
            body: "\(essentials.html)<h2>Assignments</h2>\n\(table.html)\(add)"
        )
    }

    private func submit(_ form: PortalForm) throws -> ServerResponse {
        try call.require(.assignRoles)
        let text: String
        switch form.name {
        case "add":
            let wanted = try form.required("principal", "The user, group or application")
            guard let name = try call.directory.principal(named: wanted, in: call.tenant.id) else {
                throw FormProblem(
                    "There is no user, group or enterprise application with this name or ID.",
                    field: "principal"
                )
            }
            try assignments.assign(role.id, to: name.id)
            text = "\(name.name) holds the role now; tokens show it from the next one on."
        case "remove":
            try assignments.remove(
                RoleAssignment(
                    tenantID: call.tenant.id,
                    principalID: form["principal"] ?? "",
                    roleTemplateID: role.id
                )
            )
            text = "The assignment was removed."
        default: throw PortalRefusal.foreignForm
        }
        return try call.redirect(to: call.ownPath, notice: PortalNotice(text: text))
    }
}
