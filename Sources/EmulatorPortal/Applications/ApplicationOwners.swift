import EmulatorAdministration
import EmulatorCore
import EmulatorEntra
import HTTPServer

/// Who owns an application and may change it without a role.
struct ApplicationOwners: Sendable {
    let frame: ApplicationFrame

    private var owners: Owners { Owners(administration: frame.call.administration) }

    func respond() throws -> ServerResponse {
        try frame.call.form(show: show, submit: submit)
    }

    private func show(_ state: FormState) throws -> PortalContent {
        var table = DataTable(
            "Owners",
            ["Name", "Type", "User name or client ID"] + (frame.isChangeable ? [""] : []),
            empty: "Nobody owns this application."
        )
        for owner in try owners.list(of: frame.application.objectID) {
            guard let name = try frame.call.directory.principalName(owner.id, in: frame.call.tenant.id) else {
                continue
            }
            let form = FormMarkup("remove", FormState(), frame.call)
            let cells: [HTML] = [Markup.link(name.name, to: name.path), "\(name.kind.rawValue)", "\(name.detail)"]
            table.add(
                frame.isChangeable
                    ? cells + [try form.html([form.hidden("owner", name.id)], button: "Remove", style: "danger")]
                    : cells
            )
        }
        let form = FormMarkup("add", state, frame.call)
        let fields = [form.text("owner", "User", hint: "The user name or object ID", isRequired: true)]
        let add: HTML? =
            frame.isChangeable
            ? "<div class=\"card\">\n<h2>Add an owner</h2>\n\(try form.html(fields, button: "Add"))</div>\n" : nil
        return frame.content("Owners", "\(table.html)\(add)")
    }

    private func submit(_ form: PortalForm) throws -> ServerResponse {
        try frame.requireChange()
        let text: String
        switch form.name {
        case "add":
            let wanted = try form.required("owner", "The user")
            guard let name = try frame.call.directory.principal(named: wanted, in: frame.call.tenant.id) else {
                throw FormProblem("There is no user with this name or object ID.", field: "owner")
            }
            try owners.add(name.id, to: frame.application.objectID)
            text = "\(name.name) is an owner now."
        case "remove":
            try owners.remove(form["owner"] ?? "", from: frame.application.objectID)
            text = "The owner was removed."
        default: throw PortalRefusal.foreignForm
        }
        return try frame.call.redirect(to: frame.path("owners"), notice: PortalNotice(text: text))
    }
}
