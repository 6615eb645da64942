import EmulatorAdministration
import EmulatorCore
import HTTPServer

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Leads a user from page to page until the purpose of a sign-in is reached.
///
/// Nothing is remembered between two pages but the browser's sessions: each form carries what it is about, sealed for the
/// browser that was shown it.
struct SignInSteps<Purpose: SignInPurpose>: Sendable {
    let purpose: Purpose

    var call: EntraCall { purpose.call }
    private var directory: Directory { call.context.directory }

    /// Begins with who is signed in already, or with a page.
    func start(_ prompt: Prompt? = nil) throws -> ServerResponse {
        let sessions = try BrowserSession.all(call.browser)
        let matching = try sessions.filter { try purpose.expectation.matches($0, in: directory) }
        let usable = matching.filter { purpose.expectation.isFresh($0, now: call.trace.now) }
        switch prompt {
        case Prompt.none?:
            guard let only = usable.first else { throw EntraError.noSession }
            guard usable.count == 1 else { throw EntraError.severalSessions }
            return try proceed(only, SignInAnswer())
        case .login?, .create?: return try ask()
        case .selectAccount?: return try ask(sessions: sessions)
        case .consent?, .administratorConsent?, nil:
            guard matching.count == 1 else { return try ask(sessions: matching) }
            guard let only = usable.first else { return try ask(login: matching.first?.user.userPrincipalName) }
            return try proceed(only, SignInAnswer())
        }
    }

    /// Goes on from a form.
    func resume() throws -> ServerResponse {
        let answer = try SignInAnswer(purpose)
        guard answer.step != .cancel else { throw EntraError.cancelledSignIn }
        let sessions = try BrowserSession.all(call.browser)
        if answer.step == .password { return try begin(answer, sessions) }
        if answer.step == .renew { return try renew(answer) }
        guard let session = sessions.first(where: { $0.sessionID == answer.sessionID }) else {
            return try ask(sessions: sessions)
        }
        switch answer.step {
        case .password, .renew, .cancel: return try ask(sessions: sessions)
        case .pick:
            guard purpose.expectation.isFresh(session, now: call.trace.now) else {
                return try ask(login: session.user.userPrincipalName)
            }
            return try proceed(session.brought(toFront: sessions), answer)
        case .forget:
            try session.end(call.browser)
            let others = sessions.filter { $0.sessionID != session.sessionID }
            return try ask(sessions: others, cookie: BrowserSession.cookie(of: others))
        case .code: return try prove(session, answer)
        case .register: return try register(session, answer)
        case .proceed:
            guard answer["account"] != "other" else { return try ask() }
            return try proceed(session, answer)
        }
    }

    private func begin(_ answer: SignInAnswer, _ sessions: [BrowserSession]) throws -> ServerResponse {
        let login = (answer["login"] ?? "").trimmed
        call.signIn.note(login: login)
        guard let password = answer["password"] else { return try ask(login: login, sessions: sessions) }
        do {
            let user = try authenticate(login, password: password)
            return try proceed(try BrowserSession.begin(user, call.browser), answer)
        } catch let error as EntraError where error.code == EntraError.expiredPassword.code {
            return try askForNewPassword(login)
        } catch let error as EntraError where error.isAboutCredentials {
            return try ask(login: login, sessions: sessions, error: error)
        }
    }

    /// The user of a name, if the password is right.
    func authenticate(_ login: String, password: String) throws -> UserRecord {
        guard let user = try directory.user(login) else {
            try PasswordCheck.pretend(password)
            throw try unknown(login)
        }
        call.signIn.note(user)
        try PasswordCheck.check(password, of: user, call)
        return user
    }

    private func unknown(_ login: String) throws -> EntraError {
        let domain = login.split(separator: "@", omittingEmptySubsequences: false).last.map(String.init) ?? ""
        guard login.contains("@"), try directory.domain(named: domain) == nil else {
            return .unknownUser(login, tenant: purpose.authority.tenant?.displayName ?? domain)
        }
        return .unknownDomain(domain)
    }

    /// Checks what the tenant demands of a sign-in, and reaches the purpose or asks for more.
    func proceed(_ session: BrowserSession, _ answer: SignInAnswer) throws -> ServerResponse {
        let tenant = try purpose.tenant(of: session.user)
        let subject: UserSubject
        do {
            subject = try UserSubject(
                session.user,
                in: tenant,
                sessionID: session.sessionID,
                authenticatedOn: session.authenticatedOn,
                authenticationMethods: session.authenticationMethods,
                call.context
            )
        } catch let error as EntraError where error.isAboutAccount && !purpose.isSilent {
            return try ask(sessions: try BrowserSession.all(call.browser), error: error, cookie: session.newCookie)
        }
        call.signIn.note(subject)
        do {
            try ConditionalAccess(call).check(subject, at: purpose.client, purpose.demand)
        } catch let error as EntraError where error.isMendedByPage && !purpose.isSilent {
            return try mend(error, session)
        }
        return try purpose.finish(session, subject, answer)
    }
}

extension EntraError {
    /// Whether another name or password may help.
    var isAboutCredentials: Bool {
        [50034, 50126, 50056, 50057, 50052, 50053, 50055, 50128, 50144].contains(code)
    }

    /// Whether another name may help.
    var isAboutName: Bool { [50034, 50128, 50020, 50057].contains(code) }

    /// Whether another password may help.
    var isAboutPassword: Bool { [50126, 50052, 50056].contains(code) }

    /// Whether another account may help.
    var isAboutAccount: Bool { [50020, 50057].contains(code) }

    /// The user pressed Cancel before the sign-in was done.
    static var cancelledSignIn: Self {
        Self(code: declinedConsent.code, name: declinedConsent.name, text: "The user canceled the sign-in.")
    }

    /// Several accounts are signed in, and none was named.
    static var severalSessions: Self {
        Self(
            code: 16000,
            name: "interaction_required",
            text: "Either multiple user identities are available for the current request or selected account is not "
                + "supported for the scenario."
        )
    }
}
