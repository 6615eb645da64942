import EmulatorAdministration
import EmulatorCore
import HTTPServer

/// The API that an application offers to others: its name and its scopes.
struct ApplicationAPI: Sendable {
    let frame: ApplicationFrame

    func respond() throws -> ServerResponse {
        try frame.call.form(show: show, submit: submit)
    }

    private func show(_ state: FormState) throws -> PortalContent {
        let registration = try frame.registration()
        let clients = try clients(registration)
        return frame.content(
            "Expose an API",
            """
            <h2>Application ID URI</h2>
            \(try name(registration, state))<h2>Scopes defined by this API</h2>
            \(try scopes(registration, state))<h2>Authorized client applications</h2>
            \(clients)
            """
        )
    }

    private func name(_ registration: AppRegistration, _ state: FormState) throws -> HTML {
        var table = DataTable("Application ID URIs", ["URI", ""], empty: "There is no application ID URI.")
        for uri in registration.identifierURIs {
            let form = FormMarkup("removeURI", FormState(), frame.call)
            let button: HTML =
                frame.isChangeable
                ? try form.html([form.hidden("uri", uri)], button: "Remove", style: "danger") : ""
            table.add(["<code>\(uri)</code>", button])
        }
        guard frame.isChangeable else { return table.html }
        let form = FormMarkup("addURI", state, frame.call)
        let fields = [
            form.text(
                "uri",
                "Application ID URI",
                value: registration.identifierURIs.isEmpty ? "api://\(frame.appID)" : "",
                isRequired: true
            )
        ]
        return "\(table.html)\(Markup.card(try form.html(fields, button: "Add", style: "plain")))"
    }

    private func scopes(_ registration: AppRegistration, _ state: FormState) throws -> HTML {
        var table = DataTable(
            "Scopes",
            ["Scope", "Who can consent", "Admin consent display name", "State", ""],
            empty: "No scopes have been defined."
        )
        for scope in registration.exposedPermissions(.scope) {
            table.add([
                "<code>\(scope.value)</code><br>\(Markup.identifier(scope.permissionID))",
                scope.isAdministratorsAlone ? "Admins only" : "Admins and users", "\(scope.displayName)",
                scope.isEnabled ? Markup.good("Enabled") : Markup.plain("Disabled"),
                try PermissionButtons(frame: frame, permission: scope).html(),
            ])
        }
        guard frame.isChangeable else { return table.html }
        let form = FormMarkup("addScope", state, frame.call)
        let fields = [
            form.text("value", "Scope name", hint: "For example Files.Read", isRequired: true),
            form.radio(
                "who",
                "Who can consent?",
                [.init(value: "user", label: "Admins and users"), .init(value: "admin", label: "Admins only")],
                selected: "admin"
            ),
            form.text("name", "Admin consent display name", isRequired: true),
            form.text("explanation", "Admin consent description", isRequired: true),
            form.text("userName", "User consent display name"),
            form.text("userExplanation", "User consent description"),
        ]
        return
            "\(table.html)<div class=\"card\">\n<h2>Add a scope</h2>\n\(try form.html(fields, button: "Add scope"))</div>\n"
    }

    private func clients(_ registration: AppRegistration) throws -> HTML {
        var table = DataTable(
            "Authorized client applications",
            ["Client ID", "Scopes"],
            empty: "No client applications have been authorized."
        )
        for client in registration.preauthorizedClients {
            table.add([Markup.identifier(client.clientAppID), "\(client.scope)"])
        }
        return table.html
    }

    private func submit(_ form: PortalForm) throws -> ServerResponse {
        let text: String
        switch form.name {
        case "addURI":
            let uri = try form.required("uri", "The application ID URI")
            try frame.change { $0.identifierURIs.append(uri) }
            text = "The application ID URI was added."
        case "removeURI":
            try frame.change { registration in registration.identifierURIs.removeAll { $0 == form.fields["uri"] } }
            text = "The application ID URI was removed."
        case "addScope":
            let scope = try scope(form)
            try frame.change { registration in
                guard !registration.identifierURIs.isEmpty else {
                    throw FormProblem("Add an application ID URI first.")
                }
                registration.exposedPermissions.append(scope)
            }
            text = "The scope \(scope.value) was added."
        default:
            text = try PermissionButtons.submit(form, frame)
        }
        return try frame.call.redirect(to: frame.path("api"), notice: PortalNotice(text: text))
    }

    private func scope(_ form: PortalForm) throws -> ExposedPermissionRecord {
        ExposedPermissionRecord(
            resourceAppID: frame.appID,
            kind: .scope,
            permissionID: Administration.newID(),
            value: try form.required("value", "The scope name", longest: 120),
            displayName: try form.required("name", "The admin consent display name", longest: 100),
            explanation: try form.required("explanation", "The admin consent description", longest: 1000),
            userDisplayName: try form.optional("userName", "The user consent display name", longest: 100),
            userExplanation: try form.optional("userExplanation", "The user consent description", longest: 1000),
            isAdministratorsAlone: form["who"] != "user"
        )
    }
}
