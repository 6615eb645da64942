import EmulatorAdministration
import EmulatorCore
import HTTPServer

/// What an application asks for, and what of it was granted.
struct ApplicationPermissions: Sendable {
    let frame: ApplicationFrame

    func respond() throws -> ServerResponse {
        try frame.call.form(show: show, submit: submit)
    }

    private func show(_ state: FormState) throws -> PortalContent {
        let call = frame.call
        let granted = try GrantedPermissions(of: frame.appID, call)
        let required = try call.directory.requiredPermissions(of: frame.appID)
        var listed: Set<GrantedPermissions.Entry> = []
        let headings = [
            "API / Permissions name", "Type", "Description", "Admin consent required", "Status", "",
        ]
        var table = DataTable("Configured permissions", headings, empty: "No permission is configured.")
        for (resource, permissions) in Dictionary(grouping: required, by: \.resourceAppID).sorted(by: {
            $0.key < $1.key
        }) {
            let offered = try call.directory.exposedPermissions(of: resource)
            let name = try call.directory.resourceName(resource, in: call.tenant.id)
            for permission in permissions.sorted(by: { $0.permissionID < $1.permissionID }) {
                let known = offered.first { $0.permissionID == permission.permissionID && $0.kind == permission.kind }
                if let known { listed.insert(.init(resourceAppID: resource, kind: known.kind, value: known.value)) }
                table.add(try row(permission, known, name, granted, state))
            }
        }
        let rest = granted.entries.subtracting(listed)
        return frame.content(
            "API permissions",
            """
            \(problem(state))<h2>Configured permissions</h2>
            <p>Applications are authorized to call APIs when they are granted permissions by users/admins as part of \
            the consent process. The list of configured permissions should include all the permissions the application \
            needs.</p>
            \(actions())\(table.html)\(try others(rest, state))
            """
        )
    }

    private func problem(_ state: FormState) -> HTML? {
        state.problem.map { "<div class=\"problem\" role=\"alert\"><p>\($0.text)</p></div>\n" }
    }

    private func actions() -> HTML {
        let add: HTML? =
            frame.isChangeable ? Markup.button("Add a permission", to: frame.path("permissions", "add")) : nil
        return """
            <div class="actions">
            \(add)\(Markup.button(
                "Grant admin consent for \(frame.call.tenant.displayName)",
                to: frame.path("permissions", "consent"),
                style: "plain"
            ))</div>

            """
    }

    private func row(
        _ permission: RequiredPermissionRecord,
        _ known: ExposedPermissionRecord?,
        _ resource: String,
        _ granted: GrantedPermissions,
        _ state: FormState
    ) throws -> [HTML] {
        let needsAdministrator = permission.kind == .role || known?.isAdministratorsAlone != false
        let isGranted = known.map { granted.contains($0) } ?? false
        let name: HTML = "\(resource)<br><strong>\(known?.value ?? permission.permissionID)</strong>"
        var buttons: [HTML] = []
        if isGranted, let known, frame.call.access.allows(.grantConsent) {
            let entry = GrantedPermissions.Entry(
                resourceAppID: known.resourceAppID,
                kind: known.kind,
                value: known.value
            )
            buttons.append(try revocation(entry, state))
        }
        if frame.isChangeable {
            let form = FormMarkup("remove", FormState(), frame.call)
            let fields = [
                form.hidden("resource", permission.resourceAppID), form.hidden("permission", permission.permissionID),
            ]
            buttons.append(try form.html(fields, button: "Remove", style: "danger"))
        }
        return [
            name, permission.kind == .role ? "Application" : "Delegated", "\(known?.displayName ?? "-")",
            "\(Markup.yesNo(needsAdministrator))", status(isGranted, needsAdministrator), HTML(joining: buttons),
        ]
    }

    private func status(_ isGranted: Bool, _ needsAdministrator: Bool) -> HTML {
        let tenant = frame.call.tenant.displayName
        if isGranted { return Markup.good("Granted for \(tenant)") }
        return needsAdministrator ? Markup.bad("Not granted for \(tenant)") : Markup.plain("Not granted")
    }

    private func others(_ rest: Set<GrantedPermissions.Entry>, _ state: FormState) throws -> HTML? {
        guard !rest.isEmpty else { return nil }
        let call = frame.call
        var table = DataTable("Other permissions granted", ["API", "Permission", "Type", ""], empty: "")
        for entry in rest.sorted(by: { ($0.resourceAppID, $0.value) < ($1.resourceAppID, $1.value) }) {
            table.add([
                "\(try call.directory.resourceName(entry.resourceAppID, in: call.tenant.id))", "\(entry.value)",
                entry.kind == .role ? "Application" : "Delegated",
                call.access.allows(.grantConsent) ? try revocation(entry, state) : "",
            ])
        }
        return """
            <h2>Other permissions granted for \(call.tenant.displayName)</h2>
            <p>These permissions have been granted but are not in the configured permissions list.</p>
            \(table.html)
            """
    }

    private func revocation(_ entry: GrantedPermissions.Entry, _ state: FormState) throws -> HTML {
        let form = FormMarkup("revoke", FormState(), frame.call)
        return try form.html(
            [
                form.hidden("resource", entry.resourceAppID), form.hidden("kind", entry.kind.rawValue),
                form.hidden("value", entry.value),
            ],
            button: "Revoke consent",
            style: "plain"
        )
    }

    private func submit(_ form: PortalForm) throws -> ServerResponse {
        let text: String
        switch form.name {
        case "remove":
            try frame.change { registration in
                registration.requiredPermissions.removeAll {
                    $0.resourceAppID == form["resource"] && $0.permissionID == form["permission"]
                }
            }
            text = "The permission was removed. What was granted of it stays granted until it is revoked."
        case "revoke":
            guard let resource = form["resource"], let value = form["value"],
                let kind = form["kind"].flatMap({ PermissionKind(rawValue: $0) })
            else { throw PortalRefusal.foreignForm }
            try frame.call.revoke(.init(resourceAppID: resource, kind: kind, value: value), from: frame.appID)
            text = "Admin consent for \(value) was revoked."
        default: throw PortalRefusal.foreignForm
        }
        return try frame.call.redirect(to: frame.path("permissions"), notice: PortalNotice(text: text))
    }
}
