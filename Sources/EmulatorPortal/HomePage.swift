import EmulatorAdministration
import EmulatorCore
import HTTPServer

/// The first page: the tenant, what is in it, and where clients find the emulator.
struct HomePage: Sendable {
    let call: PortalCall

    func respond() throws -> ServerResponse {
        try call.show {
            PortalContent(
                title: call.tenant.displayName,
                kind: "Overview",
                body: "\(try tenant())\(try counts())\(addresses())\(trust())"
            )
        }
    }

    private func tenant() throws -> HTML {
        var essentials = Essentials()
        essentials.add("Name", call.tenant.displayName)
        essentials.add("Tenant ID", copying: call.tenant.id)
        essentials.add("Primary domain", copying: call.tenant.defaultDomain)
        essentials.add("Initial domain", copying: call.tenant.initialDomain)
        let domains = try call.directory.domains(of: call.tenant.id).map(\.name)
        if domains.count > 2 { essentials.add("All domains", domains.joined(separator: ", ")) }
        essentials.add(
            "Signed in as",
            html: Markup.link(call.user.displayName, to: PortalLink.path(["users", call.user.id]))
        )
        let roles = call.access.roles.map(DirectoryRoleTemplate.name).sorted()
        essentials.add("Your roles", roles.isEmpty ? "User" : roles.joined(separator: ", "))
        return essentials.html
    }

    private func counts() throws -> HTML {
        let items: [(String, Directory.CountedTable, String)] = [
            ("Users", .users, "users"), ("Groups", .groups, "groups"), ("App registrations", .applications, "apps"),
            ("Enterprise applications", .servicePrincipals, "enterprise"),
            ("Conditional Access policies", .policies, "policies"),
        ]
        let cards: [HTML] = try items.map { item in
            """
            <div class="card"><p class="count">\(try call.directory.count(item.1, of: call.tenant.id))</p>\
            <p>\(Markup.link(item.0, to: PortalLink.path([item.2])))</p></div>

            """
        }
        return "<h2>In this tenant</h2>\n<div class=\"cards\">\n\(HTML(joining: cards))</div>\n"
    }

    private func addresses() -> HTML {
        let origin = call.browser.authority
        var essentials = Essentials()
        essentials.add("Authority", copying: "\(origin)/organizations")
        essentials.add("Authority of this tenant", copying: "\(origin)/\(call.tenant.id)")
        essentials.add("Exchange endpoint", copying: "\(origin)/adminapi/beta/\(call.tenant.id)/InvokeCommand")
        essentials.add("Regional backend", copying: call.context.endpoints.regionalBase)
        essentials.add("Microsoft Graph", copying: "\(origin)/v1.0")
        essentials.add("Control API", copying: "\(origin)/_emulator")
        essentials.add("Host names", call.context.endpoints.names.joined(separator: ", "))
        return """
            <h2>Addresses for clients</h2>
            \(essentials.html)\(otherNames)
            """
    }

    private var otherNames: HTML {
        """
        <p>Clients that use another name, such as a region’s (<code>eur01b.ps.compliance.protection.outlook.com</code>), \
        need an emulator that was started with it, <code class="word">--host NAME</code> for each name, and the name has \
        to lead to this machine. For one command <code class="word">exo-emulator run -- COMMAND</code> does both with the \
        names of the service; a region’s needs its own <code class="word">--host</code> there too.</p>

        """
    }

    private func trust() -> HTML {
        """
        <h2>Trust this emulator</h2>
        <div class="card">
        <p>The server’s certificate is signed by an authority of this emulator’s own. Clients trust it when they are \
        given this file:</p>
        \(CopyField("Certificate authority (PEM)", call.portal.authorityFile).html)\
        <p>Most clients take it from an environment variable, for themselves alone:</p>
        <pre tabindex="0">SSL_CERT_FILE=\(call.portal.authorityFile)        # OpenSSL, .NET, Go
        REQUESTS_CA_BUNDLE=\(call.portal.authorityFile)   # Python, Azure CLI
        NODE_EXTRA_CA_CERTS=\(call.portal.authorityFile)  # Node.js
        CURL_CA_BUNDLE=\(call.portal.authorityFile)       # curl</pre>
        <p>This is exo-emulator \(EmulatorVersion.current): its users, passwords and tokens are worth nothing outside \
        this machine.</p>
        </div>

        """
    }
}
