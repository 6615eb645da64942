import EmulatorAdministration
import EmulatorCore
import HTTPServer

/// Grants, after asking, everything an application is configured to ask for.
struct GrantConsent: Sendable {
    let frame: ApplicationFrame

    func respond() throws -> ServerResponse {
        try require()
        return try frame.call.form(show: show, submit: submit)
    }

    private func require() throws {
        try frame.call.require(.grantConsent)
        let required = try frame.call.directory.requiredPermissions(of: frame.appID)
        if required.contains(where: { $0.kind == .role && $0.resourceAppID == FirstParty.graph }) {
            try frame.call.require(.grantGraphRoles)
        }
    }

    private func show(_ state: FormState) throws -> PortalContent {
        let call = frame.call
        var table = DataTable("Permissions", ["API", "Permission", "Type"], empty: "No permission is configured.")
        for (resource, permissions) in Dictionary(
            grouping: try call.directory.requiredPermissions(of: frame.appID),
            by: \.resourceAppID
        ).sorted(by: { $0.key < $1.key }) {
            let name = try call.directory.resourceName(resource, in: call.tenant.id)
            let ids = Set(permissions.map(\.permissionID))
            for offered in try call.directory.exposedPermissions(of: resource) where ids.contains(offered.permissionID)
            {
                table.add([
                    "\(name)", "<strong>\(offered.value)</strong><br>\(offered.displayName)",
                    offered.kind == .role ? "Application" : "Delegated",
                ])
            }
        }
        let form = FormMarkup("grant", state, call)
        let button: HTML? = table.isEmpty ? nil : try form.html(button: "Yes")
        return frame.content(
            "Grant admin consent",
            """
            <p>Do you want to grant consent for the requested permissions for all accounts in \
            \(call.tenant.displayName)? This will update any existing admin consent records this application already \
            has to match what is listed below.</p>
            \(table.html)\(button)<p>\(Markup.link("No, go back", to: frame.path("permissions")))</p>

            """,
            below: .init(name: "API permissions", path: frame.path("permissions"))
        )
    }

    private func submit(_ form: PortalForm) throws -> ServerResponse {
        let grants = ConsentGrants(administration: frame.call.administration)
        try grants.grantForOrganization(application: frame.application)
        return try frame.call.redirect(
            to: frame.path("permissions"),
            notice: PortalNotice(text: "Successfully granted admin consent for the requested permissions.")
        )
    }
}
