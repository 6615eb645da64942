import EmulatorAdministration
import EmulatorCore
import HTTPServer

/// What an app registration is.
struct ApplicationOverview: Sendable {
    private static let name = "rename"

    let frame: ApplicationFrame

    func respond() throws -> ServerResponse {
        try frame.call.form(
            show: { state in
                let rename: HTML? = frame.isChangeable ? try rename(state) : nil
                let delete: HTML? =
                    frame.isChangeable
                    ? "<p>\(Markup.button("Delete", to: frame.path("delete"), style: "danger"))</p>\n" : nil
                return frame.content(nil, "\(try essentials())\(rename)\(endpoints())\(delete)")
            },
            submit: { form in
                let name = try form.required("name", "The name", longest: RegistrationCheck.longestName)
                try frame.change { $0.record.displayName = name }
                return try frame.call.redirect(to: frame.path(), notice: PortalNotice(text: "The name was changed."))
            }
        )
    }

    private func essentials() throws -> HTML {
        let (call, application) = (frame.call, frame.application)
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
        essentials.add("Created", html: Markup.time(application.createdOn))
        essentials.add(
            "State",
            html: application.isDisabledByMicrosoft ? Markup.bad("Deactivated") : Markup.good("Activated")
        )
        return essentials.html
    }

    private func rename(_ state: FormState) throws -> HTML {
        let form = FormMarkup(Self.name, state, frame.call)
        let fields = [form.text("name", "Name", value: frame.application.displayName, isRequired: true)]
        return """
            <h2>Change it</h2>
            <div class="card">
            \(try form.html(fields, button: "Save", style: "plain"))</div>

            """
    }

    private func endpoints() -> HTML {
        let base = "\(frame.call.browser.authority)/\(frame.call.tenant.id)"
        var essentials = Essentials()
        essentials.add("OAuth 2.0 authorization endpoint (v2)", copying: "\(base)/oauth2/v2.0/authorize")
        essentials.add("OAuth 2.0 token endpoint (v2)", copying: "\(base)/oauth2/v2.0/token")
        essentials.add("OpenID Connect metadata document", copying: "\(base)/v2.0/.well-known/openid-configuration")
        essentials.add("Microsoft Graph API endpoint", copying: "\(frame.call.browser.authority)/v1.0")
        return "<details class=\"more\"><summary>Endpoints</summary>\n\(essentials.html)</details>\n"
    }

    private func credentials() throws -> String {
        let (directory, appID) = (frame.call.directory, frame.appID)
        let secrets = try directory.secrets(of: appID).count
        let certificates = try directory.keyCredentials(of: appID).count
        let federated = try directory.federatedCredentials(of: appID).count
        guard secrets + certificates + federated > 0 else { return "Add a certificate or secret" }
        return "\(certificates) certificate, \(secrets) secret, \(federated) federated"
    }

    private func redirects() throws -> String {
        let uris = try frame.call.directory.redirectURIs(of: frame.appID)
        guard !uris.isEmpty else { return "Add a Redirect URI" }
        return "\(uris.count { $0.kind == .web }) web, \(uris.count { $0.kind == .spa }) spa, "
            + "\(uris.count { $0.kind == .publicClient }) public client"
    }
}
