import EmulatorAdministration
import EmulatorCore
import HTTPServer

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A request to the portal by somebody who is signed in.
final class PortalCall: Sendable {
    let browser: BrowserCall
    /// The segments of the path behind `/portal`.
    let path: [String]
    let session: BrowserSession
    /// The own tenant, the only one the portal shows.
    let tenant: TenantRecord
    /// The directory roles of who is signed in.
    let access: PortalAccess
    let portal: PortalContext

    init(
        _ browser: BrowserCall,
        path: [String],
        session: BrowserSession,
        tenant: TenantRecord,
        portal: PortalContext
    ) throws {
        self.browser = browser
        self.path = path
        self.session = session
        self.tenant = tenant
        self.portal = portal
        access = PortalAccess(
            userID: session.user.id,
            roles: Set(try browser.context.directory.directoryRoles(of: session.user.id, in: tenant.id))
        )
    }

    /// People of the tenant to choose from: those that fit a list.
    func people() throws -> [FormMarkup.Choice] {
        try directory.all(UserRecord.self, where: "tenant_id = ? ORDER BY display_name LIMIT 200", [tenant.id]).map {
            FormMarkup.Choice(value: $0.userPrincipalName, label: $0.displayName)
        }
    }

    /// Groups of the tenant to choose from: those that fit a list.
    func groups() throws -> [FormMarkup.Choice] {
        try directory.all(GroupRecord.self, where: "tenant_id = ? ORDER BY display_name LIMIT 200", [tenant.id]).map {
            FormMarkup.Choice(value: $0.displayName, label: "Group")
        }
    }

    var context: EmulatorContext { browser.context }
    var directory: Directory { browser.context.directory }
    var now: Date { browser.trace.now }
    var user: UserRecord { session.user }
    var query: FormFields { browser.request.query }

    /// The own tenant, as who is signed in changes it.
    var administration: Administration {
        Administration(
            directory: directory,
            tenant: tenant,
            now: now,
            actorID: user.id,
            origin: DirectoryOrigin(
                actorID: user.id,
                userPrincipalName: user.userPrincipalName,
                // Azure Portal.
                applicationID: "c44b4083-3bb0-49c1-b47d-974e53cbdf3c",
                address: browser.request.remoteAddress,
                userAgent: browser.request.header("User-Agent")
            )
        )
    }

    /// The path of this page, as forms and links repeat it.
    var ownPath: String { PortalLink.path(path) }

    /// What a form of this session carries.
    var formToken: String {
        get throws { try FormToken(session, browser).text }
    }

    /// Answers with a page.
    func page(_ content: PortalContent, status: Int = 200, problem: FormProblem? = nil) throws -> ServerResponse {
        let notice = query["notice"].flatMap { portal.notices.take($0, session: session.sessionID) }
        let page = try PortalPage(content, notice: notice, problem: problem, isRefused: status >= 400, call: self)
        return ServerResponse(
            status: status,
            headers: page.headers,
            body: Array(page.document.text.utf8)
        )
    }

    /// Sends the browser to another page of the portal.
    ///
    /// - Parameters:
    ///   - path: Path and query.
    ///   - notice: What that page says once.
    /// - Returns: The reply.
    /// - Throws: `CryptoError` when there is no randomness.
    func redirect(to path: String, notice: PortalNotice) throws -> ServerResponse {
        let ticket = try portal.notices.keep(notice, session: session.sessionID)
        return redirect(to: "\(path)\(path.contains("?") ? "&" : "?")notice=\(ticket)")
    }

    /// Sends the browser to another page of the portal.
    func redirect(to path: String) -> ServerResponse {
        ServerResponse(status: 303, headers: PortalPage.commonHeaders + [.init("Location", path)])
    }

    /// Answers a page with forms: shows it, or takes what was sent and goes on.
    ///
    /// - Parameters:
    ///   - show: Makes the page, with what was typed before and what is wrong with it.
    ///   - submit: Does what a form asks for and says where to go on.
    /// - Returns: The reply; for a form of an earlier session of the same person that form again, as it was filled in.
    /// - Throws: ``PortalRefusal``, and whatever `show` and `submit` throw but a ``FormProblem``.
    func form(
        show: (FormState) throws -> PortalContent,
        submit: (PortalForm) throws -> ServerResponse
    ) throws -> ServerResponse {
        switch browser.request.method {
        case "GET", "HEAD":
            let draft = query["draft"].flatMap { portal.drafts.draft($0, of: user.id, for: path, at: now) }
            guard let draft else { return try page(try show(FormState())) }
            let reason = "Your session had ended, so nothing was changed."
            return try again(draft.state(reason), status: 200, show)
        case "POST":
            let form = try PortalForm(browser)
            guard try form.belongs(to: session, browser) else {
                guard form.userID == user.id else { throw PortalRefusal.foreignForm }
                let reason = "You have signed in again since this page was opened, so nothing was changed."
                return try again(PortalDraft(form).state(reason), status: 403, show)
            }
            let problem: FormProblem
            do { return try submit(form) } catch let error as FormProblem {
                problem = error
            } catch let error as AdministrationError {
                problem = FormProblem(error.details.first?.message ?? error.message)
            }
            return try again(FormState(form, problem), status: 400, show)
        default: throw PortalRefusal.wrongMethod
        }
    }

    // What is wrong stands beside the form where the page has a place for it, else above everything.
    private func again(
        _ state: FormState,
        status: Int,
        _ show: (FormState) throws -> PortalContent
    ) throws -> ServerResponse {
        let content = try show(state)
        let isBeside = content.body.text.contains("id=\"\(state.form)-problem\"")
        return try page(content, status: status, problem: isBeside ? nil : state.problem)
    }

    /// Answers a page that has no form of its own.
    func show(_ content: () throws -> PortalContent) throws -> ServerResponse {
        guard ["GET", "HEAD"].contains(browser.request.method) else { throw PortalRefusal.wrongMethod }
        return try page(try content())
    }

    /// Refuses unless a role of who is signed in allows it.
    func require(_ permission: PortalPermission) throws {
        guard access.allows(permission) else { throw PortalRefusal.forbidden(permission) }
    }
}
