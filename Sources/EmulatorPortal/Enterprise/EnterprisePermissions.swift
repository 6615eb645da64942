import EmulatorAdministration
import EmulatorCore
import HTTPServer

/// What an enterprise application was granted, by administrators and by users.
struct EnterprisePermissions: Sendable {
    let frame: EnterpriseFrame

    func respond() throws -> ServerResponse {
        try frame.call.form(show: show, submit: submit)
    }

    private func show(_ state: FormState) throws -> PortalContent {
        let call = frame.call
        let granted = try GrantedPermissions(of: frame.principal.appID, call)
        var administrators = DataTable(
            "Admin consent",
            ["API name", "Claim value", "Permission", "Type", ""],
            empty: "No admin consented permissions found for the application."
        )
        for entry in granted.entries.sorted(by: { ($0.resourceAppID, $0.value) < ($1.resourceAppID, $1.value) }) {
            let known = try call.directory.exposedPermissions(of: entry.resourceAppID).first {
                $0.kind == entry.kind && $0.value == entry.value
            }
            let form = FormMarkup("revoke", FormState(), call)
            let fields = [
                form.hidden("resource", entry.resourceAppID), form.hidden("kind", entry.kind.rawValue),
                form.hidden("value", entry.value),
            ]
            administrators.add([
                "\(try call.directory.resourceName(entry.resourceAppID, in: call.tenant.id))",
                "<code>\(entry.value)</code>", "\(known?.displayName ?? "-")",
                entry.kind == .role ? "Application" : "Delegated",
                call.access.allows(.grantConsent)
                    ? try form.html(fields, button: "Revoke permission", style: "danger") : "",
            ])
        }
        return frame.content(
            "Permissions",
            """
            <h2>Admin consent</h2>
            \(administrators.html)<h2>User consent</h2>
            \(try users())
            """
        )
    }

    private func users() throws -> HTML {
        let call = frame.call
        var table = DataTable(
            "User consent",
            ["User", "API name", "Scopes", ""],
            empty: "No user consented permissions found for the application."
        )
        for grant in try call.directory.delegatedGrants(of: frame.principal.appID, in: call.tenant.id) {
            guard let userID = grant.principalID else { continue }
            let name = try call.directory.principalName(userID, in: call.tenant.id)
            let form = FormMarkup("revokeUser", FormState(), call)
            let fields = [form.hidden("resource", grant.resourceAppID), form.hidden("user", userID)]
            table.add([
                name.map { Markup.link($0.name, to: $0.path) } ?? Markup.identifier(userID),
                "\(try call.directory.resourceName(grant.resourceAppID, in: call.tenant.id))", "\(grant.scope)",
                call.access.allows(.grantConsent)
                    ? try form.html(fields, button: "Revoke", style: "danger") : "",
            ])
        }
        return table.html
    }

    private func submit(_ form: PortalForm) throws -> ServerResponse {
        let call = frame.call
        guard let resource = form["resource"] else { throw PortalRefusal.foreignForm }
        switch form.name {
        case "revoke":
            guard let value = form["value"], let kind = form["kind"].flatMap({ PermissionKind(rawValue: $0) }) else {
                throw PortalRefusal.foreignForm
            }
            try call.revoke(.init(resourceAppID: resource, kind: kind, value: value), from: frame.principal.appID)
        case "revokeUser":
            try call.require(.grantConsent)
            let grants = try call.directory.delegatedGrants(of: frame.principal.appID, in: call.tenant.id)
            for grant in grants where grant.resourceAppID == resource && grant.principalID == form["user"] {
                try call.directory.delete(grant)
            }
        default: throw PortalRefusal.foreignForm
        }
        return try call.redirect(to: frame.path("permissions"), notice: PortalNotice(text: "The consent was revoked."))
    }
}
