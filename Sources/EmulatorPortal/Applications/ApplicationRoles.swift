import EmulatorAdministration
import EmulatorCore
import HTTPServer

/// The roles an application offers to users and other applications.
struct ApplicationRoles: Sendable {
    private static let members: [FormMarkup.Choice] = [
        .init(value: "User", label: "Users/Groups"), .init(value: "Application", label: "Applications"),
        .init(value: "User Application", label: "Both (Users/Groups + Applications)"),
    ]

    let frame: ApplicationFrame

    func respond() throws -> ServerResponse {
        try frame.call.form(show: show, submit: submit)
    }

    private func show(_ state: FormState) throws -> PortalContent {
        var table = DataTable(
            "App roles",
            ["Display name", "Description", "Allowed member types", "Value", "State", ""],
            empty: "No app roles have been defined."
        )
        for role in try frame.registration().exposedPermissions(.role) {
            table.add([
                "\(role.displayName)<br>\(Markup.identifier(role.permissionID))", "\(role.explanation)",
                "\(role.memberTypes.map { $0 == "User" ? "Users/Groups" : "Applications" }.joined(separator: ", "))",
                "<code>\(role.value)</code>", role.isEnabled ? Markup.good("Enabled") : Markup.plain("Disabled"),
                try PermissionButtons(frame: frame, permission: role).html(),
            ])
        }
        let form = FormMarkup("add", state, frame.call)
        let fields = [
            form.text("name", "Display name", isRequired: true),
            form.radio("members", "Allowed member types", Self.members, selected: "User"),
            form.text("value", "Value", hint: "As it stands in the roles claim", isRequired: true),
            form.text("explanation", "Description", isRequired: true),
        ]
        let add: HTML? =
            frame.isChangeable
            ? "<div class=\"card\">\n<h2>Create app role</h2>\n\(try form.html(fields, button: "Apply"))</div>\n" : nil
        return frame.content(
            "App roles",
            """
            <p>App roles are custom roles to assign permissions to users or apps. The application defines and publishes \
            the app roles and interprets them as permissions during authorization.</p>
            \(table.html)\(add)
            """
        )
    }

    private func submit(_ form: PortalForm) throws -> ServerResponse {
        let text: String
        if form.name == "add" {
            guard let members = form["members"], Self.members.contains(where: { $0.value == members }) else {
                throw FormProblem("Select the allowed member types.", field: "members")
            }
            let role = ExposedPermissionRecord(
                resourceAppID: frame.appID,
                kind: .role,
                permissionID: Administration.newID(),
                value: try form.required("value", "The value", longest: 120),
                displayName: try form.required("name", "The display name", longest: 100),
                explanation: try form.required("explanation", "The description", longest: 1000),
                memberTypes: members.split(separator: " ").map(String.init)
            )
            try frame.change { $0.exposedPermissions.append(role) }
            text = "The app role \(role.displayName) was created."
        } else {
            text = try PermissionButtons.submit(form, frame)
        }
        return try frame.call.redirect(to: frame.path("roles"), notice: PortalNotice(text: text))
    }
}
