import HTTPServer

/// What an enterprise application is.
struct EnterpriseOverview: Sendable {
    let frame: EnterpriseFrame

    func respond() throws -> ServerResponse {
        let (call, principal) = (frame.call, frame.principal)
        return try call.show {
            var essentials = Essentials()
            essentials.add("Name", principal.displayName)
            essentials.add("Application ID", copying: principal.appID)
            essentials.add("Object ID", copying: principal.objectID)
            essentials.add("Kind", principal.kind.rawValue)
            essentials.add("Created", html: Markup.time(principal.createdOn))
            if let application = try call.directory.application(principal.appID),
                application.tenantID == call.tenant.id
            {
                essentials.add(
                    "App registration",
                    html: Markup.link(application.displayName, to: PortalLink.path(["apps", application.appID]))
                )
            }
            let roles = try call.directory.directoryRoles(of: principal.objectID, in: call.tenant.id)
            let names: [HTML] = roles.map { role in
                Markup.link(DirectoryRoleTemplate.name(of: role), to: PortalLink.path(["roles", role]))
            }
            essentials.add("Directory roles", html: names.isEmpty ? "-" : HTML(joining: names.map { "\($0) " }))
            return frame.content(
                nil,
                """
                \(essentials.html)<p>To give it a directory role, for example Exchange Administrator, add it on the page \
                of the role below \(Markup.link("Roles & admins", to: PortalLink.path(["roles"]))).</p>

                """
            )
        }
    }
}
