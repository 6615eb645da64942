import EmulatorAdministration
import EmulatorCore
import EmulatorEntra
import HTTPServer

/// Whose assertions an application accepts instead of a secret.
struct ApplicationFederation: Sendable {
    let frame: ApplicationFrame

    private var credentials: FederatedCredentials { FederatedCredentials(administration: frame.call.administration) }

    func respond() throws -> ServerResponse {
        try frame.call.form(show: show, submit: submit)
    }

    private func show(_ state: FormState) throws -> PortalContent {
        var table = DataTable(
            "Federated credentials",
            ["Name", "Subject identifier", "Issuer", "Audience"] + (frame.isChangeable ? [""] : []),
            empty: "No federated credentials have been added for this application."
        )
        for credential in try credentials.list(of: frame.application) {
            let form = FormMarkup("remove", FormState(), frame.call)
            let cells: [HTML] = [
                "\(credential.name)", "\(credential.subject)", "\(credential.issuer)",
                "\(credential.audiences.joined(separator: " "))",
            ]
            table.add(
                frame.isChangeable
                    ? cells + [try form.html([form.hidden("id", credential.id)], button: "Delete", style: "danger")]
                    : cells
            )
        }
        let add: HTML? = frame.isChangeable ? try addition(state) : nil
        return try frame.credentialContent(
            """
            <p>Allow other identities to impersonate this application by establishing a trust with an external OpenID \
            Connect (OIDC) identity provider.</p>
            \(table.html)\(add)
            """
        )
    }

    private func addition(_ state: FormState) throws -> HTML {
        let form = FormMarkup("add", state, frame.call)
        let fields = [
            form.text(
                "issuer",
                "Issuer",
                hint: "The URL in the iss claim of the other identity’s tokens",
                isRequired: true
            ),
            form.text("subject", "Subject identifier", hint: "The sub claim, letter for letter", isRequired: true),
            form.text("name", "Name", hint: "3 to 120 letters, digits, hyphens and underscores", isRequired: true),
            form.text("description", "Description"),
            form.text("audience", "Audience", value: "api://AzureADTokenExchange", isRequired: true),
        ]
        return "<div class=\"card\">\n<h2>Add a credential</h2>\n\(try form.html(fields, button: "Add"))</div>\n"
    }

    private func submit(_ form: PortalForm) throws -> ServerResponse {
        try frame.requireChange()
        let text: String
        switch form.name {
        case "add":
            try credentials.save(
                FederatedCredentialRecord(
                    id: Administration.newID(),
                    appID: frame.appID,
                    name: try form.required("name", "The name", longest: 120),
                    issuer: try form.required("issuer", "The issuer", longest: 600),
                    subject: try form.required("subject", "The subject identifier", longest: 600),
                    audiences: [try form.required("audience", "The audience", longest: 600)],
                    explanation: try form.optional("description", "The description", longest: 600)
                )
            )
            text = "The credential was added."
        case "remove":
            try credentials.remove(form["id"] ?? "", from: frame.application)
            text = "The credential was deleted."
        default: throw PortalRefusal.foreignForm
        }
        return try frame.call.redirect(to: frame.path("credentials", "federated"), notice: PortalNotice(text: text))
    }
}
