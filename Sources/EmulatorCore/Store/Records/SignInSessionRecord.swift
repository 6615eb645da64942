#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// A browser's session at the sign-in pages.
package struct SignInSessionRecord: Sendable, Hashable {
    /// The hash of the cookie's value.
    var idHash: String
    /// The `sid` of tokens.
    package var sessionID: String
    package var tenantID: String
    package var userID: String
    package var authenticatedOn: Date
    package var expiresOn: Date
    /// How the user proved to be it (`amr`).
    package var authenticationMethods: [String] = ["pwd"]

    package init(
        idHash: String,
        sessionID: String,
        tenantID: String,
        userID: String,
        authenticatedOn: Date,
        expiresOn: Date,
        authenticationMethods: [String] = ["pwd"]
    ) {
        self.idHash = idHash
        self.sessionID = sessionID
        self.tenantID = tenantID
        self.userID = userID
        self.authenticatedOn = authenticatedOn
        self.expiresOn = expiresOn
        self.authenticationMethods = authenticationMethods
    }
}

extension SignInSessionRecord: StoredRecord {
    package static let table = "sign_in_session"
    package static let columns = """
        id_hash, session_id, tenant_id, user_id, authenticated_on, expires_on, \
        authentication_methods
        """

    package init(_ row: inout Row) throws {
        idHash = try row.text()
        sessionID = try row.text()
        tenantID = try row.text()
        userID = try row.text()
        authenticatedOn = try row.date()
        expiresOn = try row.date()
        authenticationMethods = try row.words()
    }

    package var values: [any SQLBindable] {
        [
            idHash,
            sessionID,
            tenantID,
            userID,
            authenticatedOn,
            expiresOn,
            authenticationMethods.joined(separator: " "),
        ]
    }
}
