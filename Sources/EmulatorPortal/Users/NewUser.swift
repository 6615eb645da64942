import EmulatorAdministration
import EmulatorCore
import HTTPServer

/// Makes a user.
struct NewUser: Sendable {
    let call: PortalCall

    func respond() throws -> ServerResponse {
        try call.require(.manageUsers)
        return try call.form(show: show, submit: submit)
    }

    private func show(_ state: FormState) throws -> PortalContent {
        let form = FormMarkup("create", state, call)
        let domains = try call.directory.domains(of: call.tenant.id).map {
            FormMarkup.Choice(value: $0.name, label: $0.name)
        }
        let fields = [
            form.text("name", "User principal name", hint: "The part before the @", isRequired: true),
            form.select("domain", "Domain", domains),
            form.text("display", "Display name", isRequired: true),
            form.text("given", "First name"), form.text("surname", "Last name"),
            form.text(
                "password",
                "Password",
                hint: "Left empty, a password is made up and shown once.",
                type: "password"
            ),
            form.box("mustChange", "The user has to change the password at the next sign-in", isTicked: true),
        ]
        return PortalContent(
            title: "New user",
            crumbs: [UserPages.crumb],
            body: Markup.card(try form.html(fields, button: "Create"))
        )
    }

    private func submit(_ form: PortalForm) throws -> ServerResponse {
        let users = Users(administration: call.administration)
        let name = try form.required("name", "The user principal name", longest: 64)
        var user = users.draft(
            userPrincipalName: "\(name)@\(try form.required("domain", "The domain"))",
            displayName: try form.required("display", "The display name"),
            mailNickname: name
        )
        user.givenName = try form.optional("given", "The first name", longest: 64)
        user.surname = try form.optional("surname", "The last name", longest: 64)
        let typed = form.fields["password"]
        let password = try typed ?? GeneratedPassword.make()
        let made = try users.create(user, password: password, mustChange: form["mustChange"] == "yes")
        return try call.redirect(
            to: PortalLink.path(["users", made.id]),
            notice: PortalNotice(
                text: "The user was created.",
                values: typed == nil ? [("Password, shown this time only", password)] : []
            )
        )
    }
}
