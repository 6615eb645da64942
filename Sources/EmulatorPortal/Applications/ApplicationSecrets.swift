import EmulatorAdministration
import EmulatorCore
import HTTPServer

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The secrets of an application; a value is shown once, right after it was made.
struct ApplicationSecrets: Sendable {
    private static let lifetimes: [(days: Int, label: String)] = [
        (180, "Recommended: 180 days (6 months)"), (90, "90 days (3 months)"), (365, "365 days (12 months)"),
        (545, "545 days (18 months)"), (730, "730 days (24 months)"),
    ]

    let frame: ApplicationFrame

    private var secrets: ClientSecrets { ClientSecrets(administration: frame.call.administration) }
    private var holder: CredentialHolder { CredentialHolder(frame.application) }

    func respond() throws -> ServerResponse {
        try frame.call.form(show: show, submit: submit)
    }

    private var list: EditableList {
        EditableList(
            frame: frame,
            label: "Client secrets",
            headings: ["Description", "Expires", "Value", "Secret ID"],
            empty: "No client secrets have been created for this application."
        )
    }

    private func show(_ state: FormState) throws -> PortalContent {
        let entries = try secrets.list(of: holder).map { secret in
            EditableList.Entry(
                cells: [
                    "\(secret.displayName ?? "-")", frame.expiry(secret.expiresOn),
                    Markup.identifier("\(secret.hint)******************"), Markup.identifier(secret.keyID),
                ],
                key: [("key", secret.keyID)]
            )
        }
        let choices = Self.lifetimes.map { FormMarkup.Choice(value: String($0.days), label: $0.label) }
        let markup = try list.html(entries, adding: "New client secret", state) { form in
            [
                form.text("description", "Description"),
                form.opening(
                    form.select("expires", "Expires", choices + [.init(value: "custom", label: "Custom", opens: true)]),
                    form.text("end", "End", hint: "The last day.", type: "date")
                ),
            ]
        }
        return try frame.credentialContent(
            """
            <p>A secret string that the application uses to prove its identity when requesting a token. Also can be \
            referred to as application password.</p>
            \(markup)
            """
        )
    }

    private func submit(_ form: PortalForm) throws -> ServerResponse {
        try list.submit(
            form,
            backTo: frame.path("credentials"),
            add: {
                let made = try secrets.add(
                    to: holder,
                    displayName: try form.optional("description", "The description"),
                    end: try end(form)
                )
                return PortalNotice(
                    text: "Client secret values cannot be viewed, except for immediately after creation. Be sure to "
                        + "save the secret when created before leaving the page.",
                    values: [("Value", made.text), ("Secret ID", made.record.keyID)]
                )
            },
            remove: {
                try secrets.remove(form["key"] ?? "", from: holder)
                return PortalNotice(text: "The client secret was deleted.")
            }
        )
    }

    private func end(_ form: PortalForm) throws -> Date {
        let now = frame.call.now
        guard form["expires"] == "custom" else {
            guard let days = Self.lifetimes.first(where: { String($0.days) == form["expires"] })?.days else {
                throw FormProblem("Select when the secret expires.", field: "expires")
            }
            return now.addingTimeInterval(TimeInterval(days) * 86_400)
        }
        guard let text = form["end"], text.utf8.count == 10,
            let day = try? Date("\(text)T23:59:59Z", strategy: .iso8601)
        else { throw FormProblem("Enter the last day as year, month and day: 2030-12-31.", field: "end") }
        guard day > now, day < now.addingTimeInterval(100 * 366 * 86_400) else {
            throw FormProblem("The last day must be in the future.", field: "end")
        }
        return day
    }
}
