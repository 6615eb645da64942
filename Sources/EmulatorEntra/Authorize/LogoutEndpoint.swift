import EmulatorAdministration
import EmulatorCore
import ExoJSON
import HTTPServer

/// Signs a browser out (OpenID Connect RP-Initiated Logout).
struct LogoutEndpoint: Sendable {
    let call: EntraCall
    let segment: String

    /// Answers the logout endpoint: ends the session that is named, or all, and goes where a client may have it.
    func respond() throws -> ServerResponse {
        let fields: FormFields
        switch call.request.method {
        case "GET", "HEAD": fields = call.request.query
        case "POST": fields = FormFields(call.request.form.fields + call.request.query.fields)
        default: return call.page(try ErrorPage.page(.wrongVerb("GET and POST"), call), status: 400)
        }
        do { _ = try Authority(segment, in: call.context.directory) } catch let error as EntraError {
            return call.page(try ErrorPage.page(error, call), status: 400)
        }
        let sessions = try BrowserSession.all(call.browser)
        let ending = sessions.filter { Self.isMeant($0, fields) }
        for session in ending { try session.end(call.browser) }
        let left = sessions.filter { session in !ending.contains { $0.sessionID == session.sessionID } }
        let cookies = [BrowserSession.cookie(of: left)]
        // Nobody is led to an address that no application registered, but signed out they are.
        guard let uri = fields["post_logout_redirect_uri"].flatMap({ RedirectURI($0) }), try isRegistered(uri, fields)
        else { return call.page(try LandingPage.signedOut(ending.count), cookies: cookies) }
        let state = fields["state"].map { FormFields([.init("state", $0)]) }
        return call.redirect(to: state.map { uri.adding($0, after: "?") } ?? uri.text, cookies: cookies)
    }

    // A hint that names none of the sessions here must not leave somebody signed in who wanted out.
    private static func isMeant(_ session: BrowserSession, _ fields: FormFields) -> Bool {
        guard let hint = fields["logout_hint"].map(LoginHint.read)?.lowercased(), hint.contains("@") else {
            return true
        }
        return hint == session.user.userPrincipalName.lowercased()
    }

    // What the id token says is not trusted: it only says among whose addresses to look.
    private func isRegistered(_ uri: RedirectURI, _ fields: FormFields) throws -> Bool {
        let directory = call.context.directory
        let hinted = fields["id_token_hint"].flatMap { JSONWebToken($0)?.claims["aud"]?.stringValue }
        guard let clientID = fields["client_id"] ?? hinted else { return try directory.isRedirectURI(uri.text) }
        guard let application = try directory.application(clientID) else { return false }
        return try directory.redirectURIs(of: application.appID).contains {
            uri.matches($0.uri, own: call.authority)
        }
    }
}
