import EmulatorAdministration
import EmulatorCore
import HTTPServer

/// Everything the log knows of one sign-in.
struct SignInDetails: Sendable {
    let call: PortalCall
    let entry: SignInEntry

    func respond() throws -> ServerResponse {
        try call.show {
            PortalContent(
                title: "Sign-in of \(entry.userPrincipalName ?? entry.clientName ?? "an unknown client")",
                kind: "Sign-in logs",
                crumbs: [SignInPages.crumb],
                body: "\(outcome())\(try who())\(how())"
            )
        }
    }

    private func outcome() -> HTML {
        var essentials = Essentials()
        essentials.add("Date", html: Markup.time(entry.time))
        essentials.add("Status", html: entry.status)
        essentials.add("Sign-in error code", entry.code == 0 ? nil : String(entry.code))
        essentials.add("Error", entry.error)
        essentials.add("Failure reason", entry.text)
        essentials.add("Conditional Access", conditionalAccess)
        essentials.add("Policies not met", entry.failedPolicies.joined(separator: ", "))
        essentials.add("Request ID", copying: entry.traceID)
        essentials.add("Correlation ID", copying: entry.correlationID)
        return "<h2>Basic info</h2>\n\(essentials.html)"
    }

    private var conditionalAccess: String {
        switch entry.conditionalAccess {
        case .notApplied: "Not applied"
        case .success: "Success"
        case .failure: "Failure"
        }
    }

    private func who() throws -> HTML {
        var essentials = Essentials()
        if let id = entry.userID, try call.directory.user(id: id)?.tenantID == call.tenant.id {
            essentials.add(
                "User",
                html: Markup.link(entry.userPrincipalName ?? id, to: PortalLink.path(["users", id]))
            )
        } else {
            essentials.add("User", entry.userPrincipalName)
        }
        essentials.add("User display name", entry.userDisplayName)
        if let id = entry.clientID, let principal = try call.directory.servicePrincipal(id, in: call.tenant.id) {
            essentials.add(
                "Application",
                html: Markup.link(principal.displayName, to: PortalLink.path(["enterprise", principal.objectID]))
            )
        } else {
            essentials.add("Application", entry.clientName)
        }
        essentials.add("Application ID", entry.clientID)
        essentials.add("Service principal ID", entry.servicePrincipalID)
        essentials.add(
            "Resource",
            try entry.resourceID.map { try call.directory.resourceName($0, in: call.tenant.id) } ?? entry.resource
        )
        essentials.add("Resource ID", entry.resourceID)
        return "<h2>Who and what</h2>\n\(essentials.html)"
    }

    private func how() -> HTML {
        var essentials = Essentials()
        essentials.add("Flow", entry.flow)
        essentials.add("Interactive", Markup.yesNo(entry.isInteractive))
        essentials.add("Protocol version", entry.protocolVersion)
        essentials.add("Client credential", entry.clientCredential)
        essentials.add("Authentication methods", entry.authenticationMethods.joined(separator: ", "))
        essentials.add("Long-lived token", Markup.yesNo(entry.isLongLived))
        essentials.add("IP address", entry.remoteAddress)
        essentials.add("Library", [entry.library, entry.libraryVersion].compactMap { $0 }.joined(separator: " "))
        essentials.add("User agent", entry.userAgent)
        return "<h2>How</h2>\n\(essentials.html)"
    }
}
