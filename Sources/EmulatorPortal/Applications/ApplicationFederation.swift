import EmulatorAdministration
import EmulatorCore
import HTTPServer

/// Whose assertions an application accepts instead of a secret.
struct ApplicationFederation: Sendable {
    let frame: ApplicationFrame

    private var credentials: FederatedCredentials { FederatedCredentials(administration: frame.call.administration) }

    func respond() throws -> ServerResponse {
        try frame.call.form(show: show, submit: submit)
    }

    private var list: EditableList {
        EditableList(
            frame: frame,
            label: "Federated credentials",
            headings: ["Name", "Subject identifier", "Issuer", "Audience"],
            empty: "No federated credentials have been added for this application."
        )
    }

    private func show(_ state: FormState) throws -> PortalContent {
        let entries = try credentials.list(of: frame.application).map { credential in
            EditableList.Entry(
                cells: [
                    "\(credential.name)", "\(credential.subject)", "\(credential.issuer)",
                    "\(credential.audiences.joined(separator: " "))",
                ],
                key: [("id", credential.id)]
            )
        }
        let markup = try list.html(entries, adding: "Add a credential", state) { form in
            [
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
        }
        return try frame.credentialContent(
            """
            <p>Allow other identities to impersonate this application by establishing a trust with an external OpenID \
            Connect (OIDC) identity provider.</p>
            \(markup)
            """
        )
    }

    private func submit(_ form: PortalForm) throws -> ServerResponse {
        try list.submit(
            form,
            backTo: frame.path("credentials", "federated"),
            add: {
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
                return PortalNotice(text: "The credential was added.")
            },
            remove: {
                try credentials.remove(form["id"] ?? "", from: frame.application)
                return PortalNotice(text: "The credential was deleted.")
            }
        )
    }
}
