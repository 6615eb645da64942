import EmulatorAdministration
import EmulatorCore
package import HTTPServer

/// The portal at `/`: the pages by which an administrator works in the own tenant.
package struct PortalService: EmulatorService {
    private let portal: PortalContext

    package init(_ portal: PortalContext) { self.portal = portal }

    package var segments: [String] { ["", "portal", "favicon.ico"] }

    package func respond(to request: ServerRequest, path: [String]) -> ServerResponse? {
        // Browsers ask for it on every page; without an answer they write an error down.
        if path.first == "favicon.ico" {
            guard path.count == 1 else { return nil }
            return ServerResponse(status: 204, headers: [.init("Cache-Control", "public, max-age=86400")])
        }
        let browser = BrowserCall(request, portal.emulator, keys: portal.keys)
        let path = Array(path.dropFirst())
        do {
            switch path.first {
            case "signin": return try PortalSignIn(call: browser, portal: portal).finish()
            case "signout": return try PortalSignIn(call: browser, portal: portal).end()
            default: break
            }
            guard let session = try BrowserSession.current(browser), try PortalSignIn.admits(session, browser),
                let tenant = try browser.context.directory.tenant(matching: session.user.tenantID)
            else { return try PortalSignIn(call: browser, portal: portal).begin(path) }
            let call = try PortalCall(browser, path: path, session: session, tenant: tenant, portal: portal)
            do {
                return try answer(call)
            } catch let refusal as PortalRefusal {
                return try call.page(refusal.page, status: refusal.status)
            }
        } catch {
            return .problem(500, code: "PortalFailed", "The portal failed at this request.")
        }
    }

    private func answer(_ call: PortalCall) throws -> ServerResponse {
        switch call.path.first {
        case nil:
            guard call.browser.request.rawPath == "/" else { return call.redirect(to: "/") }
            return try HomePage(call: call).respond()
        case "apps": return try ApplicationPages.respond(call)
        case "enterprise": return try EnterprisePages.respond(call)
        case "users": return try UserPages.respond(call)
        case "groups": return try GroupPages.respond(call)
        case "roles": return try RolePages.respond(call)
        case "policies": return try PolicyPages.respond(call)
        case "signins": return try SignInPages.respond(call)
        case "mailboxes": return try MailboxPages.respond(call)
        case "mailgroups": return try MailGroupPages.respond(call)
        case "trace": return try MessageTracePages.respond(call)
        case "requests": return try RequestLogPage(call: call).respond()
        case "faults": return try FaultPage(call: call).respond()
        case "partners": return try PartnerPage(call: call).respond()
        default: throw PortalRefusal.notFound("There is no such page in this portal.")
        }
    }
}
