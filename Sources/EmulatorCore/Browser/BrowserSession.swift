import ExoCrypto

#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// Who is signed in in a browser; a browser may hold several such sessions at a time.
package struct BrowserSession: Sendable {
    private static let lifetime: TimeInterval = 86400

    package let user: UserRecord
    package let sessionID: String
    package let authenticatedOn: Date
    /// How the user proved to be it (`amr`).
    package let authenticationMethods: [String]
    /// The cookie to set, where the browser's sessions have changed.
    package let newCookie: String?
    fileprivate let secret: String

    /// The session used last, if the request has one that is still good.
    package static func current(_ call: BrowserCall) throws -> BrowserSession? { try all(call).first }

    /// The sessions of a request that are still good, the one used last first.
    package static func all(_ call: BrowserCall) throws -> [BrowserSession] {
        try SessionCookie.secrets(call.request).compactMap { try find($0, call) }
    }

    /// Begins a session in place of one the user has already.
    package static func begin(
        _ user: UserRecord,
        by methods: [String] = ["pwd"],
        _ call: BrowserCall
    ) throws -> BrowserSession {
        let secret = Base64URL.encode(try RandomBytes.make(32))
        let sessionID = UUID().uuidString.lowercased()
        let now = call.trace.now
        let directory = call.context.directory
        let others = try all(call)
        for old in others where old.user.id == user.id { try old.end(call) }
        let kept = others.filter { $0.user.id != user.id }
        for surplus in kept.dropFirst(SessionCookie.limit - 1) { try surplus.end(call) }
        try directory.insert(
            SignInSessionRecord(
                idHash: OpaqueText.digest(secret),
                sessionID: sessionID,
                tenantID: user.tenantID,
                userID: user.id,
                authenticatedOn: now,
                expiresOn: now.addingTimeInterval(lifetime),
                authenticationMethods: methods
            )
        )
        return BrowserSession(
            user: user,
            sessionID: sessionID,
            authenticatedOn: now,
            authenticationMethods: methods,
            newCookie: SessionCookie.text([secret] + kept.map(\.secret)),
            secret: secret
        )
    }

    /// The session as the one used last.
    package func brought(toFront sessions: [BrowserSession]) -> BrowserSession {
        let others = sessions.filter { $0.sessionID != sessionID }
        return BrowserSession(
            user: user,
            sessionID: sessionID,
            authenticatedOn: authenticatedOn,
            authenticationMethods: authenticationMethods,
            newCookie: SessionCookie.text([secret] + others.map(\.secret)),
            secret: secret
        )
    }

    /// The session after the user proved more.
    package func proved(by method: String, _ call: BrowserCall) throws -> BrowserSession {
        guard !authenticationMethods.contains(method) else { return self }
        let methods = authenticationMethods + [method]
        try call.context.directory.setAuthenticationMethods(methods, ofSession: OpaqueText.digest(secret))
        return BrowserSession(
            user: user,
            sessionID: sessionID,
            authenticatedOn: authenticatedOn,
            authenticationMethods: methods,
            newCookie: newCookie,
            secret: secret
        )
    }

    /// Ends the session; what the browser keeps of it is worth nothing afterwards.
    package func end(_ call: BrowserCall) throws {
        try call.context.directory.deleteSignInSession(idHash: OpaqueText.digest(secret))
    }

    /// Ends every session of a request.
    ///
    /// - Returns: The cookies to set.
    package static func end(_ call: BrowserCall) throws -> [String] {
        for session in try all(call) { try session.end(call) }
        return [SessionCookie.text([])]
    }

    /// The cookie of a browser that holds these sessions.
    package static func cookie(of sessions: [BrowserSession]) -> String { SessionCookie.text(sessions.map(\.secret)) }

    private static func find(_ secret: String, _ call: BrowserCall) throws -> BrowserSession? {
        let directory = call.context.directory
        guard let record = try directory.signInSession(idHash: OpaqueText.digest(secret)),
            record.expiresOn > call.trace.now, let user = try directory.user(id: record.userID), user.accountEnabled,
            user.honours(signInOf: record.authenticatedOn)
        else { return nil }
        return BrowserSession(
            user: user,
            sessionID: record.sessionID,
            authenticatedOn: record.authenticatedOn,
            authenticationMethods: record.authenticationMethods,
            newCookie: nil,
            secret: secret
        )
    }
}

extension BrowserSession: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Without what signs in.
    package var description: String { "BrowserSession(\(user.userPrincipalName))" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
