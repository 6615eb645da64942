import EmulatorAdministration
import EmulatorCore
import HTTPServer

/// Where an application may be answered, and which flows it may use.
struct ApplicationAuthentication: Sendable {
    let frame: ApplicationFrame

    func respond() throws -> ServerResponse {
        try frame.call.form(show: show, submit: submit)
    }

    private func show(_ state: FormState) throws -> PortalContent {
        let registration = try frame.registration()
        return frame.content(
            "Authentication",
            """
            <h2>Redirect URIs</h2>
            <p>The URIs we will accept as destinations when returning authentication responses (tokens) after \
            successfully authenticating or signing out users.</p>
            \(try redirects(registration, state))<h2>Settings</h2>
            \(try settings(registration, state))
            """
        )
    }

    private func redirects(_ registration: AppRegistration, _ state: FormState) throws -> HTML {
        var table = DataTable(
            "Redirect URIs",
            ["Platform", "Redirect URI"] + (frame.isChangeable ? [""] : []),
            empty: "There is no redirect URI."
        )
        for uri in registration.redirectURIs.sorted(by: { ($0.kind.rawValue, $0.uri) < ($1.kind.rawValue, $1.uri) }) {
            let form = FormMarkup("removeURI", FormState(), frame.call)
            let cells: [HTML] = ["\(uri.kind.title)", "<code>\(uri.uri)</code>"]
            table.add(
                frame.isChangeable
                    ? cells + [
                        try form.html(
                            [form.hidden("kind", uri.kind.rawValue), form.hidden("uri", uri.uri)],
                            button: "Remove",
                            style: "danger"
                        )
                    ] : cells
            )
        }
        guard frame.isChangeable else { return table.html }
        let add = FormMarkup("addURI", state, frame.call)
        let fields = [
            add.select("kind", "Platform", RedirectURIKind.choices),
            add.text(
                "uri",
                "Redirect URI",
                hint:
                    "https://…, http://localhost for a client on this machine, or a scheme of a mobile or desktop app",
                isRequired: true
            ),
        ]
        return
            "\(table.html)<div class=\"card\">\n<h2>Add a redirect URI</h2>\n\(try add.html(fields, button: "Add"))</div>\n"
    }

    private func settings(_ registration: AppRegistration, _ state: FormState) throws -> HTML {
        let (form, record) = (FormMarkup("settings", state, frame.call), registration.record)
        guard frame.isChangeable else {
            var essentials = Essentials()
            essentials.add("Supported account types", AccountTypes.summary(record.signInAudience))
            essentials.add("Access tokens (used for implicit flows)", Markup.yesNo(record.issuesAccessTokens))
            essentials.add("ID tokens (used for implicit and hybrid flows)", Markup.yesNo(record.issuesIDTokens))
            essentials.add("Allow public client flows", Markup.yesNo(record.isFallbackPublicClient))
            return essentials.html
        }
        let ticked = (record.issuesAccessTokens ? ["access"] : []) + (record.issuesIDTokens ? ["id"] : [])
        let fields = [
            form.radio(
                "audience",
                "Supported account types",
                AccountTypes.choices(frame.call.tenant),
                selected: record.signInAudience
            ),
            form.boxes(
                "implicit",
                "Implicit grant and hybrid flows: tokens to be issued by the authorization endpoint",
                [
                    .init(value: "access", label: "Access tokens (used for implicit flows)"),
                    .init(value: "id", label: "ID tokens (used for implicit and hybrid flows)"),
                ],
                ticked: Set(ticked)
            ),
            form.radio(
                "public",
                "Allow public client flows: enable the mobile and desktop flows without a redirect URI (device code, "
                    + "user name and password)",
                [.init(value: "yes", label: "Yes"), .init(value: "no", label: "No")],
                selected: record.isFallbackPublicClient ? "yes" : "no"
            ),
        ]
        return Markup.card(try form.html(fields, button: "Save"))
    }

    private func submit(_ form: PortalForm) throws -> ServerResponse {
        let text: String
        switch form.name {
        case "addURI":
            guard let kind = form["kind"].flatMap({ RedirectURIKind(rawValue: $0) }) else {
                throw FormProblem("Select a platform.", field: "kind")
            }
            let uri = try form.required("uri", "The redirect URI")
            try frame.change { registration in
                guard !registration.redirectURIs.contains(where: { $0.uri == uri }) else {
                    throw FormProblem("The redirect URI is registered already.", field: "uri")
                }
                registration.setRedirectURIs(registration.redirectURIs(kind) + [uri], kind)
            }
            text = "The redirect URI was added."
        case "removeURI":
            try frame.change { registration in
                registration.redirectURIs.removeAll {
                    $0.kind.rawValue == form.fields["kind"] && $0.uri == form.fields["uri"]
                }
            }
            text = "The redirect URI was removed."
        case "settings":
            let implicit = form.values("implicit")
            let audience = try form.required("audience", "The account type")
            try frame.change { registration in
                registration.record.signInAudience = audience
                if audience.hasSuffix("PersonalMicrosoftAccount") { registration.record.accessTokenVersion = 2 }
                registration.record.issuesAccessTokens = implicit.contains("access")
                registration.record.issuesIDTokens = implicit.contains("id")
                registration.record.isFallbackPublicClient = form["public"] == "yes"
            }
            text = "The settings were saved."
        default: throw PortalRefusal.foreignForm
        }
        return try frame.call.redirect(to: frame.path("authentication"), notice: PortalNotice(text: text))
    }
}
