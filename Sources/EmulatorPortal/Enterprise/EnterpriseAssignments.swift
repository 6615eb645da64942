import EmulatorAdministration
import EmulatorCore
import EmulatorEntra
import HTTPServer

/// The users and groups that are assigned to an enterprise application.
struct EnterpriseAssignments: Sendable {
    let frame: EnterpriseFrame

    private var grants: AppRoleGrants { AppRoleGrants(administration: frame.call.administration) }

    func respond() throws -> ServerResponse {
        try frame.call.form(show: show, submit: submit)
    }

    private func roles() throws -> [ExposedPermissionRecord] {
        try frame.call.directory.exposedPermissions(of: frame.principal.appID).filter { role in
            role.kind == .role && role.isEnabled && role.memberTypes.contains("User")
        }
    }

    private func show(_ state: FormState) throws -> PortalContent {
        let call = frame.call
        var table = DataTable(
            "Users and groups",
            ["Display name", "Object type", "Role assigned"] + (frame.isChangeable ? [""] : []),
            empty: "No application assignments found."
        )
        for assignment in try grants.held(on: frame.principal.appID) {
            guard let name = try call.directory.principalName(assignment.principalID, in: call.tenant.id) else {
                continue
            }
            let isDefault = assignment.role == AppRoleAssignmentRecord.defaultRoleID
            let cells: [HTML] = [
                Markup.link(name.name, to: name.path), "\(name.kind.rawValue)",
                "\(isDefault ? "Default Access" : assignment.role)",
            ]
            let form = FormMarkup("remove", FormState(), call)
            let fields = [form.hidden("principal", assignment.principalID), form.hidden("role", assignment.role)]
            table.add(
                frame.isChangeable ? cells + [try form.html(fields, button: "Remove", style: "danger")] : cells
            )
        }
        let required: HTML? =
            frame.principal.appRoleAssignmentRequired
            ? nil
            : """
            <div class="hold" role="note"><p>Everybody may sign in to this application, because assignment is not \
            required. That is set among its \(Markup.link("properties", to: frame.path("properties"))).</p></div>

            """
        let add: HTML? = frame.isChangeable ? try addition(state) : nil
        return frame.content("Users and groups", "\(required)\(table.html)\(add)")
    }

    private func addition(_ state: FormState) throws -> HTML {
        let form = FormMarkup("add", state, frame.call)
        let roles = try roles().map { FormMarkup.Choice(value: $0.permissionID, label: $0.displayName) }
        let none = FormMarkup.Choice(value: AppRoleAssignmentRecord.defaultRoleID, label: "Default Access")
        let fields = [
            form.text("principal", "User or group", hint: "User name, name of a group, or object ID", isRequired: true),
            form.select("role", "Role", roles.isEmpty ? [none] : roles),
        ]
        return "<div class=\"card\">\n<h2>Add user/group</h2>\n\(try form.html(fields, button: "Assign"))</div>\n"
    }

    private func submit(_ form: PortalForm) throws -> ServerResponse {
        try frame.requireChange()
        let text: String
        switch form.name {
        case "add":
            let wanted = try form.required("principal", "The user or group")
            guard let name = try frame.call.directory.principal(named: wanted, in: frame.call.tenant.id),
                name.kind != .servicePrincipal
            else { throw FormProblem("There is no user or group with this name or object ID.", field: "principal") }
            try grants.assign(form["role"] ?? "", to: name.id, on: frame.principal.objectID)
            text = "\(name.name) was assigned."
        case "remove":
            let held = try grants.held(on: frame.principal.appID)
            for assignment in held
            where assignment.principalID == form["principal"] && assignment.role == form["role"] {
                try grants.remove(assignment)
            }
            text = "The assignment was removed."
        default: throw PortalRefusal.foreignForm
        }
        return try frame.call.redirect(to: frame.path("assignments"), notice: PortalNotice(text: text))
    }
}
