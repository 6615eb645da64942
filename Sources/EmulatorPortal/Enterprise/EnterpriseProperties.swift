import EmulatorAdministration
import EmulatorCore
import HTTPServer

/// Who may sign in to an enterprise application at all.
struct EnterpriseProperties: Sendable {
    private static let choices: [FormMarkup.Choice] = [
        .init(value: "yes", label: "Yes"), .init(value: "no", label: "No"),
    ]

    let frame: EnterpriseFrame

    private var principals: ServicePrincipals { ServicePrincipals(administration: frame.call.administration) }

    func respond() throws -> ServerResponse {
        try frame.call.form(show: show, submit: submit)
    }

    private func show(_ state: FormState) throws -> PortalContent {
        let principal = frame.principal
        guard frame.isChangeable else {
            var essentials = Essentials()
            essentials.add("Enabled for users to sign in?", Markup.yesNo(principal.accountEnabled))
            essentials.add("Assignment required?", Markup.yesNo(principal.appRoleAssignmentRequired))
            return frame.content("Properties", essentials.html)
        }
        let form = FormMarkup("save", state, frame.call)
        let fields = [
            form.radio(
                "enabled",
                "Enabled for users to sign in?",
                Self.choices,
                selected: principal.accountEnabled ? "yes" : "no"
            ),
            form.radio(
                "required",
                "Assignment required?",
                Self.choices,
                selected: principal.appRoleAssignmentRequired ? "yes" : "no"
            ),
            Markup.paragraph(
                "If assignment is required, only users and groups that are assigned to the application can sign in to it."
            ),
        ]
        let delete = FormMarkup("delete", FormState(), frame.call)
        return frame.content(
            "Properties",
            """
            \(Markup.card(try form.html(fields, button: "Save")))
            <details class="more"><summary>Delete this enterprise application</summary>
            <p>Nobody can use the application in this tenant any more, until somebody consents to it again.</p>
            \(try delete.html(button: "Delete", style: "danger"))</details>

            """
        )
    }

    private func submit(_ form: PortalForm) throws -> ServerResponse {
        try frame.requireChange()
        switch form.name {
        case "save":
            guard let enabled = form["enabled"], let required = form["required"] else {
                throw FormProblem("Answer both questions.")
            }
            var principal = frame.principal
            principal.accountEnabled = enabled == "yes"
            principal.appRoleAssignmentRequired = required == "yes"
            try principals.update(principal)
            return try frame.call.redirect(
                to: frame.path("properties"),
                notice: PortalNotice(text: "The properties were saved.")
            )
        case "delete":
            try principals.delete(frame.principal.objectID)
            return try frame.call.redirect(
                to: PortalLink.path(["enterprise"]),
                notice: PortalNotice(text: "\(frame.principal.displayName) was deleted.")
            )
        default: throw PortalRefusal.foreignForm
        }
    }
}
