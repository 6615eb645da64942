import EmulatorAdministration
import EmulatorCore
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

    private var list: EditableList {
        EditableList(
            frame: frame,
            label: "Users and groups",
            headings: ["Display name", "Object type", "Role assigned"],
            empty: "No application assignments found.",
            removal: "Remove"
        )
    }

    private func show(_ state: FormState) throws -> PortalContent {
        let call = frame.call
        let entries = try grants.held(on: frame.principal.appID).compactMap { assignment in
            try call.directory.principalName(assignment.principalID, in: call.tenant.id).map { name in
                let isDefault = assignment.role == AppRoleAssignmentRecord.defaultRoleID
                return EditableList.Entry(
                    cells: [
                        Markup.link(name.name, to: name.path), "\(name.kind.rawValue)",
                        "\(isDefault ? "Default Access" : assignment.role)",
                    ],
                    key: [("principal", assignment.principalID), ("role", assignment.role)]
                )
            }
        }
        let required: HTML? =
            frame.principal.appRoleAssignmentRequired
            ? nil
            : """
            <div class="hold" role="note"><p>Everybody may sign in to this application, because assignment is not \
            required. That is set among its \(Markup.link("properties", to: frame.path("properties"))).</p></div>

            """
        let roles = try roles().map { FormMarkup.Choice(value: $0.permissionID, label: $0.displayName) }
        let none = FormMarkup.Choice(value: AppRoleAssignmentRecord.defaultRoleID, label: "Default Access")
        let markup = try list.html(entries, adding: "Add user/group", button: "Assign", state) { form in
            [
                form.text(
                    "principal",
                    "User or group",
                    hint: "Choose one, or type a user name, the name of a group, or an object ID.",
                    isRequired: true,
                    suggestions: try frame.call.people() + frame.call.groups()
                ),
                form.select("role", "Role", roles.isEmpty ? [none] : roles),
            ]
        }
        return frame.content("Users and groups", "\(required)\(markup)")
    }

    private func submit(_ form: PortalForm) throws -> ServerResponse {
        try list.submit(
            form,
            backTo: frame.path("assignments"),
            add: {
                let wanted = try form.required("principal", "The user or group")
                guard let name = try frame.call.directory.principal(named: wanted, in: frame.call.tenant.id),
                    name.kind != .servicePrincipal
                else {
                    throw FormProblem("There is no user or group with this name or object ID.", field: "principal")
                }
                try grants.assign(form["role"] ?? "", to: name.id, on: frame.principal.objectID)
                return PortalNotice(text: "\(name.name) was assigned.")
            },
            remove: {
                for assignment in try grants.held(on: frame.principal.appID)
                where assignment.principalID == form["principal"] && assignment.role == form["role"] {
                    try grants.remove(assignment)
                }
                return PortalNotice(text: "The assignment was removed.")
            }
        )
    }
}
