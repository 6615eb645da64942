import EmulatorAdministration
import EmulatorCore
import HTTPServer

/// Who owns an application and may change it without a role.
struct ApplicationOwners: Sendable {
    let frame: ApplicationFrame

    private var owners: Owners { Owners(administration: frame.call.administration) }

    func respond() throws -> ServerResponse {
        try frame.call.form(show: show, submit: submit)
    }

    private var list: EditableList {
        EditableList(
            frame: frame,
            label: "Owners",
            headings: ["Name", "Type", "User name or client ID"],
            empty: "Nobody owns this application.",
            removal: "Remove"
        )
    }

    private func show(_ state: FormState) throws -> PortalContent {
        let entries = try owners.list(of: frame.application.objectID).compactMap { owner in
            try frame.call.directory.principalName(owner.id, in: frame.call.tenant.id).map { name in
                EditableList.Entry(
                    cells: [Markup.link(name.name, to: name.path), "\(name.kind.rawValue)", "\(name.detail)"],
                    key: [("owner", name.id)]
                )
            }
        }
        let markup = try list.html(entries, adding: "Add an owner", state) { form in
            [
                form.text(
                    "owner",
                    "User",
                    hint: "Choose one, or type a user name or object ID.",
                    isRequired: true,
                    suggestions: try frame.call.people()
                )
            ]
        }
        return frame.content("Owners", markup)
    }

    private func submit(_ form: PortalForm) throws -> ServerResponse {
        try list.submit(
            form,
            backTo: frame.path("owners"),
            add: {
                let wanted = try form.required("owner", "The user")
                guard let name = try frame.call.directory.principal(named: wanted, in: frame.call.tenant.id) else {
                    throw FormProblem("There is no user with this name or object ID.", field: "owner")
                }
                try owners.add(name.id, to: frame.application.objectID)
                return PortalNotice(text: "\(name.name) is an owner now.")
            },
            remove: {
                try owners.remove(form["owner"] ?? "", from: frame.application.objectID)
                return PortalNotice(text: "The owner was removed.")
            }
        )
    }
}
