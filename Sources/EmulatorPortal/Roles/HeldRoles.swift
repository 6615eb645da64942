import EmulatorAdministration
import EmulatorCore
import HTTPServer

/// The directory roles of a user or service principal, on the page about it.
struct HeldRoles: Sendable {
    private static let add = "addRole"
    private static let remove = "removeRole"

    let call: PortalCall
    /// The object id of who holds them.
    let principalID: String

    private var assignments: RoleAssignments { RoleAssignments(administration: call.administration) }

    func html(_ state: FormState) throws -> HTML {
        let isChangeable = call.access.allows(.assignRoles)
        let direct = try assignments.roles(of: principalID)
        let all = try call.directory.directoryRoles(of: principalID, in: call.tenant.id)
        var table = DataTable(
            "Assigned roles",
            ["Role", "Held"] + (isChangeable ? [""] : []),
            empty: "No directory role is held."
        )
        for id in all {
            let isDirect = direct.contains { $0.id == id }
            let cells: [HTML] = [
                Markup.link(DirectoryRoleTemplate.name(of: id), to: PortalLink.path(["roles", id])),
                isDirect ? "Directly" : "Through a group",
            ]
            let form = FormMarkup(Self.remove, FormState(), call)
            let button: HTML =
                isDirect ? try form.html([form.hidden("role", id)], button: "Remove", style: "danger") : ""
            table.add(isChangeable ? cells + [button] : cells)
        }
        guard isChangeable else { return "<h2>Assigned roles</h2>\n\(table.html)" }
        let form = FormMarkup(Self.add, state, call)
        let choices = DirectoryRoleTemplate.all.filter { $0.isAssignable && !direct.contains($0) }.map { role in
            FormMarkup.Choice(value: role.id, label: role.displayName)
        }
        let field = form.select(
            "role",
            "Role to add",
            choices,
            selected: DirectoryRoleTemplate.exchangeAdministrator.id
        )
        return """
            <h2>Assigned roles</h2>
            \(table.html)\(Markup.card(try form.html([field], button: "Add assignment", style: "plain")))
            """
    }

    /// Does what a form of it asks for; nil when the form is another's.
    func submit(_ form: PortalForm) throws -> ServerResponse? {
        guard form.name == Self.add || form.name == Self.remove else { return nil }
        try call.require(.assignRoles)
        let role = form["role"] ?? ""
        let text: String
        if form.name == Self.add {
            try assignments.assign(role, to: principalID)
            text = "\(DirectoryRoleTemplate.name(of: role)) was assigned; tokens show it from the next one on."
        } else {
            try assignments.remove(
                RoleAssignment(tenantID: call.tenant.id, principalID: principalID, roleTemplateID: role)
            )
            text = "\(DirectoryRoleTemplate.name(of: role)) was removed."
        }
        return try call.redirect(to: call.ownPath, notice: PortalNotice(text: text))
    }
}
