import EmulatorAdministration
import EmulatorCore
import ExoCrypto
import HTTPServer

/// Brings a browser without a session to the sign-in page and back.
struct PortalSignIn: Sendable {
    /// The client id of the service's own portal.
    static let clientID = FirstParty.azurePortal
    /// Where the sign-in comes back to.
    static let path = "/portal/signin"

    private static let cookieName = "portal"
    private static let attributes = "Path=/; Secure; HttpOnly; SameSite=Lax"

    let call: BrowserCall
    let portal: PortalContext

    /// Answers whoever is not signed in: with the sign-in page, or with word of what became of a form.
    func begin(_ path: [String]) throws -> ServerResponse {
        call.request.method == "POST" ? try tellOfEnd(path) : try begin(for: call.request.target)
    }

    // A form that comes too late has not done what its sender thinks; nobody is sent on without a word.
    private func tellOfEnd(_ path: [String]) throws -> ServerResponse {
        var ticket: String?
        do {
            let form = try PortalForm(call)
            ticket = try portal.drafts.keep(PortalDraft(form), of: form.userID, for: path, at: call.trace.now)
        } catch is PortalRefusal {}
        let kept: HTML =
            ticket == nil ? "" : " What you entered is kept for an hour: you find it again after you have signed in."
        let page = try Page(
            title: "Your session has ended",
            body: """
                <h1>Your session has ended</h1>
                <p role="alert">Nothing was changed, because you are not signed in any more.\(kept)</p>
                <div class="actions">\(Markup.button("Sign in", to: PortalLink.path(path, [("draft", ticket)])))</div>
                """
        )
        return call.page(page, status: 403)
    }

    /// Sends the browser to the sign-in page.
    private func begin(for target: String) throws -> ServerResponse {
        let seal = try FormSeal.forShowing(call)
        let wanted = Base64URL.encode(Array((PortalLink.isOwn(target) ? target : "/").utf8))
        let fields = FormFields([
            .init("client_id", Self.clientID), .init("response_type", "code"), .init("scope", "openid profile"),
            .init("redirect_uri", call.authority + Self.path),
            .init("state", "\(wanted).\(try seal.seal(Self.sealed(wanted)))"),
        ])
        return ServerResponse(
            status: 302,
            headers: PortalPage.commonHeaders
                + [.init("Location", "/organizations/oauth2/v2.0/authorize?\(fields.encoded)")]
                + (seal.newCookie.map { [.init("Set-Cookie", $0)] } ?? [])
        )
    }

    /// Whether a session was let into the portal.
    ///
    /// A session that was begun for another application has to pass the sign-in once more, since a policy may ask more of
    /// an administrator than of others.
    static func admits(_ session: BrowserSession, _ call: BrowserCall) throws -> Bool {
        guard let mark = call.request.cookie(cookieName) else { return false }
        return constantTimeEquals(Array(mark.utf8), Array(try admission(session, call).utf8))
    }

    private static func admission(_ session: BrowserSession, _ call: BrowserCall) throws -> String {
        let key = try call.keys.secret(for: "portal session")
        return Base64URL.encode(try HMAC.sha256(Array(session.sessionID.utf8), key: key))
    }

    /// Whether the sign-in side let this session into the portal; its answer counts once.
    private func redeem(for session: BrowserSession) throws -> Bool {
        guard let code = call.request.query["code"],
            case .first(let record) = try call.context.directory.useAuthorizationCode(
                hash: OpaqueText.digest(code),
                at: call.trace.now
            )
        else { return false }
        return record.clientID == Self.clientID && record.sessionID == session.sessionID
            && record.expiresOn > call.trace.now
    }

    /// Goes on to the page that was asked for before the sign-in.
    func finish() throws -> ServerResponse {
        guard call.request.method == "GET" else { return try stop(PortalRefusal.wrongMethod.text, status: 405) }
        let parts = (call.request.query["state"] ?? "").split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let wanted = parts.first, let mark = parts.last,
            try FormSeal.isIntact(Self.sealed(String(wanted)), seal: String(mark), call),
            let bytes = Base64URL.decode(wanted)
        else { return try stop("This sign-in was not begun by this portal in this browser.", status: 400) }
        if call.request.query["error_subcode"] == "cancel" {
            return try stop("You canceled the sign-in.", status: 200)
        }
        if let error = call.request.query["error"] {
            return try stop(call.request.query["error_description"] ?? error, status: 400)
        }
        let target = String(decoding: bytes, as: UTF8.self)
        guard PortalLink.isOwn(target) else { return try stop("The portal has no such page.", status: 400) }
        guard let session = try BrowserSession.current(call) else {
            return try stop("The browser did not keep the session. The portal needs its cookies.", status: 400)
        }
        guard try redeem(for: session) else {
            return try stop("The answer of the sign-in was used before, or is not for this session.", status: 400)
        }
        let cookie = "\(Self.cookieName)=\(try Self.admission(session, call)); \(Self.attributes)"
        return ServerResponse(
            status: 302,
            headers: PortalPage.commonHeaders + [.init("Location", target), .init("Set-Cookie", cookie)]
        )
    }

    /// Ends the session.
    func end() throws -> ServerResponse {
        guard call.request.method == "POST" else { return try stop(PortalRefusal.wrongMethod.text, status: 405) }
        guard let session = try BrowserSession.current(call),
            let tenant = try call.context.directory.tenant(matching: session.user.tenantID)
        else { return try begin(for: "/") }
        let signedIn = try PortalCall(call, path: ["signout"], session: session, tenant: tenant, portal: portal)
        do {
            guard try PortalForm(call).belongs(to: session, call) else { throw PortalRefusal.foreignForm }
        } catch let refusal as PortalRefusal {
            return try signedIn.page(refusal.page, status: refusal.status)
        }
        let cookies = try BrowserSession.end(call) + ["\(Self.cookieName)=; Max-Age=0; \(Self.attributes)"]
        let page = try Page(
            title: "Signed out",
            body: """
                <h1>You signed out of your account</h1>
                <p>Signed out: \(session.user.userPrincipalName)</p>
                <div class="actions">\(Markup.button("Sign in again", to: "/"))</div>
                """
        )
        return call.page(page, cookies: cookies)
    }

    private static func sealed(_ target: String) -> String { "portal\n\(target)" }

    private func stop(_ text: String, status: Int) throws -> ServerResponse {
        let look: HTML? = status == 200 ? nil : " class=\"error\" role=\"alert\""
        let page = try Page(
            title: "Sign in",
            body: """
                <h1>You are not signed in to the portal</h1>
                <p\(look)>\(text)</p>
                <div class="actions">\(Markup.button("Sign in", to: "/"))</div>
                """
        )
        return call.page(page, status: status)
    }
}
