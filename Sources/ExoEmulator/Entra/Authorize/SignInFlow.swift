import HTTPServer

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A sign-in whose request was found good.
struct SignInFlow: Sendable {
    private static let codeLifetime: TimeInterval = 600

    let call: EntraCall
    let segment: String
    let authority: Authority
    let address: ReplyAddress
    let request: AuthorizeRequest
    let fields: FormFields

    /// What a form's seal covers.
    static func sealed(_ request: String, _ version: ProtocolVersion) -> String { "\(version.rawValue)\n\(request)" }

    /// Asks who signs in.
    ///
    /// - Parameters:
    ///   - login: The name typed before.
    ///   - session: An account to offer.
    ///   - error: Why the answer before was not enough.
    /// - Returns: The page.
    /// - Throws: `CryptoError` or `DatabaseError`.
    func ask(login: String? = nil, session: BrowserSession? = nil, error: EntraError? = nil) throws -> ServerResponse {
        if let error { call.signIn.note(error) }
        let seal = try FormSeal.forShowing(call)
        let text = fields.encoded
        let hidden = FormFields([
            .init("request", text), .init("flowToken", try seal.seal(Self.sealed(text, request.version))),
        ])
        let page = SignInPage(
            action: "/\(PercentCoding.encoded(segment))/login\(request.version == .v2 ? "/v2.0" : "")",
            hidden: hidden,
            application: address.client.name,
            login: login ?? request.loginHint,
            session: session?.user.userPrincipalName,
            error: error,
            replySource: address.uri.formSource
        )
        return call.page(try page.page(), cookies: seal.newCookie.map { [$0] } ?? [])
    }

    /// Gives the client a code for who signed in.
    func complete(_ session: BrowserSession) throws -> ServerResponse {
        let context = call.context
        let home = try context.directory.tenant(matching: session.user.tenantID)
        guard let tenant = authority.tenant ?? home else {
            throw EntraError.unknownTenant(session.user.tenantID)
        }
        let subject = try UserSubject(
            session.user,
            in: tenant,
            sessionID: session.sessionID,
            authenticatedOn: session.authenticatedOn,
            authenticationMethods: session.authenticationMethods,
            context
        )
        call.signIn.note(subject)
        if let page = try consentPage(subject) { return page }
        let code = try OpaqueText.code()
        try context.directory.insert(
            AuthorizationCodeRecord(
                codeHash: code.digest,
                tenantID: tenant.id,
                clientID: address.client.id,
                userID: session.user.id,
                redirectURI: address.uri.text,
                scope: request.scopeText,
                resource: request.version == .v1 ? request.resource ?? "" : nil,
                nonce: request.nonce,
                codeChallenge: request.challenge?.text,
                codeChallengeMethod: request.challenge?.method.rawValue,
                sessionID: session.sessionID,
                authenticatedOn: session.authenticatedOn,
                expiresOn: call.trace.now.addingTimeInterval(Self.codeLifetime),
                consumedOn: nil,
                authenticationMethods: session.authenticationMethods
            )
        )
        call.signIn.succeed()
        var reply: [ServerRequest.Field] = [.init("code", code.text)]
        if request.wantsClientInfo { reply.append(.init("client_info", ClientInfo.text(session.user))) }
        reply.append(.init("session_state", session.sessionID))
        return try address.send(reply, call, cookies: session.newCookie.map { [$0] } ?? [])
    }

    // What was granted is enough; asking for more on a page is not done yet, and the page says so.
    private func consentPage(_ subject: UserSubject) throws -> ServerResponse? {
        if request.prompt == .consent {
            return call.page(try ErrorPage.notEmulated("asking for consent"), status: 501)
        }
        do {
            let targets = request.scope.targets.isEmpty ? [ScopeRequest.profile] : request.scope.targets
            for target in targets {
                _ = try DelegatedAccess(
                    target,
                    openID: request.scope.openID,
                    client: address.client,
                    subject: subject,
                    call.context
                )
            }
            return nil
        } catch let error as EntraError where error.suberror == "consent_required" && request.prompt != Prompt.none {
            guard subject.isConsentingAdministrator else {
                throw EntraError.administratorConsent(address.client.name)
            }
            return call.page(try ErrorPage.notEmulated("asking for consent (AADSTS65001)"), status: 501)
        }
    }
}
