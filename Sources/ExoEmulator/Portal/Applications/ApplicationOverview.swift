import HTTPServer

/// What an app registration is.
struct ApplicationOverview: Sendable {
    let frame: ApplicationFrame

    func respond() throws -> ServerResponse {
        let (call, application) = (frame.call, frame.application)
        return try call.show {
            var essentials = Essentials()
            essentials.add("Display name", application.displayName)
            essentials.add("Application (client) ID", copying: application.appID)
            essentials.add("Object ID", copying: application.objectID)
            essentials.add("Directory (tenant) ID", copying: call.tenant.id)
            essentials.add("Supported account types", AccountTypes.summary(application.signInAudience))
            essentials.add("Client credentials", html: Markup.link(try credentials(), to: frame.path("credentials")))
            essentials.add("Redirect URIs", html: Markup.link(try redirects(), to: frame.path("authentication")))
            let uris = try call.directory.identifierURIs(of: application.appID)
            essentials.add(
                "Application ID URI",
                html: Markup.link(uris.first ?? "Add an Application ID URI", to: frame.path("api"))
            )
            if let principal = try call.directory.servicePrincipal(application.appID, in: call.tenant.id) {
                essentials.add(
                    "Managed application in local directory",
                    html: Markup.link(principal.displayName, to: PortalLink.path(["enterprise", principal.objectID]))
                )
            } else {
                essentials.add("Managed application in local directory", "None")
            }
            essentials.add(
                "State",
                html: application.isDisabledByMicrosoft ? Markup.bad("Disabled") : Markup.good("Activated")
            )
            return frame.content(nil, essentials.html)
        }
    }

    private func credentials() throws -> String {
        let (directory, appID) = (frame.call.directory, frame.application.appID)
        let secrets = try directory.secrets(of: appID).count
        let certificates = try directory.keyCredentials(of: appID).count
        let federated = try directory.federatedCredentials(of: appID).count
        guard secrets + certificates + federated > 0 else { return "Add a certificate or secret" }
        return "\(certificates) certificate, \(secrets) secret, \(federated) federated"
    }

    private func redirects() throws -> String {
        let uris = try frame.call.directory.redirectURIs(of: frame.application.appID)
        guard !uris.isEmpty else { return "Add a Redirect URI" }
        return "\(uris.count { $0.kind == .web }) web, \(uris.count { $0.kind == .spa }) spa, "
            + "\(uris.count { $0.kind == .publicClient }) public client"
    }
}
