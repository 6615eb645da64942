import EmulatorAdministration
import EmulatorCore
import HTTPServer

/// The permissions of one API that an application can ask for.
struct ChoosePermissions: Sendable {
    private static let name = "add"

    let frame: ApplicationFrame
    let resourceAppID: String

    func respond() throws -> ServerResponse {
        try frame.requireChange()
        guard try frame.call.directory.servicePrincipal(resourceAppID, in: frame.call.tenant.id) != nil else {
            throw PortalRefusal.notFound("There is no such API in this tenant.")
        }
        return try frame.call.form(show: show, submit: submit)
    }

    private func offered() throws -> [ExposedPermissionRecord] {
        try frame.call.directory.exposedPermissions(of: resourceAppID.lowercased()).filter(\.isEnabled)
    }

    private func show(_ state: FormState) throws -> PortalContent {
        let call = frame.call
        let permissions = try offered()
        let asked = state.problem == nil ? call.query["kind"] : state.fields["kind"]
        let kind =
            asked.flatMap { PermissionKind(rawValue: $0) }
            ?? (permissions.contains { $0.kind == .scope } ? .scope : .role)
        let request = ListRequest(call.query)
        let configured = Set(try call.directory.requiredPermissions(of: frame.appID).map(\.permissionID))
        let shown = permissions.filter { permission in
            permission.kind == kind && !configured.contains(permission.permissionID)
                && (request.search.isEmpty || permission.value.lowercased().contains(request.search.lowercased()))
        }
        let form = FormMarkup(Self.name, state, call)
        let list: HTML =
            shown.isEmpty
            ? Markup.paragraph("There is no such permission that is not configured already.")
            : Markup.card(
                try form.html(
                    [form.hidden("kind", kind.rawValue), form.boxes("permission", "Permissions", choices(shown))],
                    button: "Add permissions"
                )
            )
        let name = try call.directory.resourceName(resourceAppID, in: call.tenant.id)
        let markup = ListMarkup(call: call, request: request, kept: [("kind", kind.rawValue)])
        return frame.content(
            name,
            """
            <p>What type of permissions does your application require?</p>
            \(kinds(kind))\(markup.search("Filter permissions"))\(list)
            """,
            below: .init(name: "Request API permissions", path: frame.path("permissions", "add"))
        )
    }

    private func choices(_ permissions: [ExposedPermissionRecord]) -> [FormMarkup.Choice] {
        permissions.map { permission in
            let needsAdministrator = permission.kind == .role || permission.isAdministratorsAlone
            return FormMarkup.Choice(
                value: permission.permissionID,
                label: permission.value,
                hint: permission.displayName + (needsAdministrator ? " (admin consent required)" : "")
            )
        }
    }

    private func kinds(_ kind: PermissionKind) -> HTML {
        let items: [HTML] = [
            (PermissionKind.scope, "Delegated permissions"), (.role, "Application permissions"),
        ].map { item in
            let mark: HTML = item.0 == kind ? " aria-current=\"true\"" : ""
            let path = PortalLink.path(frame.call.path, [("kind", item.0.rawValue)])
            return "<li><a href=\"\(path)\"\(mark)>\(item.1)</a></li>\n"
        }
        return "<nav class=\"tabs\" aria-label=\"Type of permission\"><ul>\n\(HTML(joining: items))</ul></nav>\n"
    }

    private func submit(_ form: PortalForm) throws -> ServerResponse {
        guard form.name == Self.name else { throw PortalRefusal.foreignForm }
        let wanted = Set(form.values("permission"))
        let chosen = try offered().filter { wanted.contains($0.permissionID) && $0.kind.rawValue == form["kind"] }
        guard !chosen.isEmpty, chosen.count == wanted.count else {
            throw FormProblem("Select at least one permission.", field: "permission")
        }
        try frame.change { registration in
            for permission in chosen { registration.require(permission) }
        }
        return try frame.call.redirect(
            to: frame.path("permissions"),
            notice: PortalNotice(text: "Added: \(chosen.map(\.value).joined(separator: ", ")).")
        )
    }
}
