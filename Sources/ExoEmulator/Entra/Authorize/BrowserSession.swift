import ExoCrypto
import HTTPServer

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Who is signed in in a browser.
struct BrowserSession: Sendable {
    private static let cookieName = "ESTSAUTH"
    private static let lifetime: TimeInterval = 86400
    private static let attributes = "Path=/; Secure; HttpOnly; SameSite=Lax"

    let user: UserRecord
    let sessionID: String
    let authenticatedOn: Date
    /// How the user proved to be it (`amr`).
    let authenticationMethods: [String]
    /// The cookie to set, for a session that has just begun.
    let newCookie: String?

    /// The session of a request, if it has one that is still good.
    static func current(_ call: EntraCall) throws -> BrowserSession? {
        let directory = call.context.directory
        guard let secret = call.request.cookie(cookieName),
            let record = try directory.signInSession(idHash: OpaqueText.digest(secret)),
            record.expiresOn > call.trace.now, let user = try directory.user(id: record.userID), user.accountEnabled,
            record.authenticatedOn >= user.tokensValidFrom
        else { return nil }
        return BrowserSession(
            user: user,
            sessionID: record.sessionID,
            authenticatedOn: record.authenticatedOn,
            authenticationMethods: record.authenticationMethods,
            newCookie: nil
        )
    }

    /// Begins a session.
    static func begin(_ user: UserRecord, _ call: EntraCall) throws -> BrowserSession {
        let secret = Base64URL.encode(try RandomBytes.make(32))
        let sessionID = UUID().uuidString.lowercased()
        let now = call.trace.now
        try call.context.directory.insert(
            SignInSessionRecord(
                idHash: OpaqueText.digest(secret),
                sessionID: sessionID,
                tenantID: user.tenantID,
                userID: user.id,
                authenticatedOn: now,
                expiresOn: now.addingTimeInterval(lifetime)
            )
        )
        return BrowserSession(
            user: user,
            sessionID: sessionID,
            authenticatedOn: now,
            authenticationMethods: ["pwd"],
            newCookie: "\(cookieName)=\(secret); \(attributes)"
        )
    }

    /// Ends the session of a request.
    ///
    /// - Returns: The cookies to set.
    static func end(_ call: EntraCall) throws -> [String] {
        if let secret = call.request.cookie(cookieName) {
            try call.context.directory.deleteSignInSession(idHash: OpaqueText.digest(secret))
        }
        return ["\(cookieName)=; Max-Age=0; \(attributes)"]
    }

    /// Whether the session is the one a request has in mind.
    func suits(_ request: AuthorizeRequest, now: Date) -> Bool {
        if let hint = request.loginHint, hint.lowercased() != user.userPrincipalName.lowercased() { return false }
        guard let age = request.maximumAge else { return true }
        return now.timeIntervalSince(authenticatedOn) <= age
    }
}
