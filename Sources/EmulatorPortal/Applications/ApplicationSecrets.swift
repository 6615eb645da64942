import EmulatorAdministration
import EmulatorCore
import EmulatorEntra
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

    private func show(_ state: FormState) throws -> PortalContent {
        var table = DataTable(
            "Client secrets",
            ["Description", "Expires", "Value", "Secret ID"] + (frame.isChangeable ? [""] : []),
            empty: "No client secrets have been created for this application."
        )
        for secret in try secrets.list(of: holder) {
            let form = FormMarkup("remove", FormState(), frame.call)
            let cells: [HTML] = [
                "\(secret.displayName ?? "-")", frame.expiry(secret.expiresOn),
                Markup.identifier("\(secret.hint)******************"), Markup.identifier(secret.keyID),
            ]
            table.add(
                frame.isChangeable
                    ? cells + [try form.html([form.hidden("key", secret.keyID)], button: "Delete", style: "danger")]
                    : cells
            )
        }
        let add: HTML? = frame.isChangeable ? try addition(state) : nil
        return try frame.credentialContent(
            """
            <p>A secret string that the application uses to prove its identity when requesting a token. Also can be \
            referred to as application password.</p>
            \(table.html)\(add)
            """
        )
    }

    private func addition(_ state: FormState) throws -> HTML {
        let form = FormMarkup("add", state, frame.call)
        let choices = Self.lifetimes.map { FormMarkup.Choice(value: String($0.days), label: $0.label) }
        let fields = [
            form.text("description", "Description"),
            form.select("expires", "Expires", choices + [.init(value: "custom", label: "Custom")]),
            form.text("end", "End", hint: "The last day, for a custom lifetime.", type: "date"),
        ]
        return "<div class=\"card\">\n<h2>New client secret</h2>\n\(try form.html(fields, button: "Add"))</div>\n"
    }

    private func submit(_ form: PortalForm) throws -> ServerResponse {
        try frame.requireChange()
        switch form.name {
        case "add":
            let made = try secrets.add(
                to: holder,
                displayName: try form.optional("description", "The description"),
                end: try end(form)
            )
            return try frame.call.redirect(
                to: frame.path("credentials"),
                notice: PortalNotice(
                    text: "Client secret values cannot be viewed, except for immediately after creation. Be sure to "
                        + "save the secret when created before leaving the page.",
                    values: [("Value", made.text), ("Secret ID", made.record.keyID)]
                )
            )
        case "remove":
            try secrets.remove(form["key"] ?? "", from: holder)
            return try frame.call.redirect(
                to: frame.path("credentials"),
                notice: PortalNotice(text: "The client secret was deleted.")
            )
        default: throw PortalRefusal.foreignForm
        }
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
