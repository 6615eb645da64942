import EmulatorAdministration
import EmulatorCore
import HTTPServer

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What somebody signs in for by pages.
protocol SignInPurpose: Sendable {
    var call: EntraCall { get }
    var client: Client { get }
    var authority: Authority { get }
    /// Where forms are sent.
    var action: String { get }
    /// What forms carry, so that the next step finds back to here.
    var hidden: FormFields { get }
    /// Whom the client expects.
    var expectation: AccountExpectation { get }
    /// Whether the answer leads back to an application.
    var leadsAway: Bool { get }
    /// Whether no page may be shown.
    var isSilent: Bool { get }
    /// What the policies of a tenant look at.
    var demand: PolicyDemand { get throws }

    /// Answers, once it is known who signed in.
    ///
    /// - Parameters:
    ///   - session: The session.
    ///   - subject: The user, as seen from the tenant.
    ///   - answer: What the form before said; empty where there was none.
    /// - Returns: The answer, or another page.
    /// - Throws: ``EntraError``.
    func finish(_ session: BrowserSession, _ subject: UserSubject, _ answer: SignInAnswer) throws -> ServerResponse
}

extension SignInPurpose {
    /// The tenant for which a user signs in: the authority's, else the user's own.
    func tenant(of user: UserRecord) throws -> TenantRecord {
        guard let tenant = try authority.tenant ?? call.context.directory.tenant(matching: user.tenantID) else {
            throw EntraError.unknownTenant(user.tenantID)
        }
        return tenant
    }
}

/// Which of the accounts in a browser a client has in mind.
struct AccountExpectation: Sendable {
    /// The user's name.
    var login: String?
    /// A domain of the user's tenant.
    var domain: String?
    /// The session by its own name (`sid`).
    var sessionID: String?
    /// The age beyond which a session is not enough.
    var maximumAge: TimeInterval?
    /// The user's id, as an id token that the client still has names it (`id_token_hint`).
    var userID: String?

    /// Whether a session may be the one meant.
    func matches(_ session: BrowserSession, in directory: Directory) throws -> Bool {
        if let userID, userID.lowercased() != session.user.id { return false }
        if let sessionID { return sessionID.lowercased() == session.sessionID }
        if let login, login.contains("@") {
            return login.lowercased() == session.user.userPrincipalName.lowercased()
        }
        guard let domain, let known = try directory.domain(named: domain) else { return true }
        return known.tenantID == session.user.tenantID
    }

    /// Whether a session is young enough.
    func isFresh(_ session: BrowserSession, now: Date) -> Bool {
        guard let maximumAge else { return true }
        return now.timeIntervalSince(session.authenticatedOn) <= maximumAge
    }
}
