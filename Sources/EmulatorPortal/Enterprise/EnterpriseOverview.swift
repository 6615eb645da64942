import EmulatorAdministration
import EmulatorCore
import HTTPServer

/// What an enterprise application is.
struct EnterpriseOverview: Sendable {
    let frame: EnterpriseFrame

    func respond() throws -> ServerResponse {
        let roles = HeldRoles(call: frame.call, principalID: frame.principal.objectID)
        return try frame.call.form(
            show: { state in frame.content(nil, "\(try essentials())\(try roles.html(state))") },
            submit: { form in
                guard let reply = try roles.submit(form) else { throw PortalRefusal.foreignForm }
                return reply
            }
        )
    }

    private func essentials() throws -> HTML {
        let (call, principal) = (frame.call, frame.principal)
        var essentials = Essentials()
        essentials.add("Name", principal.displayName)
        essentials.add("Application ID", copying: principal.appID)
        essentials.add("Object ID", copying: principal.objectID)
        essentials.add("Kind", principal.kind.rawValue)
        essentials.add("Created", html: Markup.time(principal.createdOn))
        if let application = try call.directory.application(principal.appID), application.tenantID == call.tenant.id {
            essentials.add(
                "App registration",
                html: Markup.link(application.displayName, to: PortalLink.path(["apps", application.appID]))
            )
        }
        return essentials.html
    }
}
