#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A browser's session at the sign-in pages.
struct SignInSessionRecord: Sendable, Hashable {
    /// The hash of the cookie's value.
    var idHash: String
    /// The `sid` of tokens.
    var sessionID: String
    var tenantID: String
    var userID: String
    var authenticatedOn: Date
    var expiresOn: Date
    /// How the user proved to be it (`amr`).
    var authenticationMethods: [String] = ["pwd"]
}

extension SignInSessionRecord: StoredRecord {
    static let table = "sign_in_session"
    static let columns = """
        id_hash, session_id, tenant_id, user_id, authenticated_on, expires_on, \
        authentication_methods
        """

    init(_ row: inout Row) throws {
        idHash = try row.text()
        sessionID = try row.text()
        tenantID = try row.text()
        userID = try row.text()
        authenticatedOn = try row.date()
        expiresOn = try row.date()
        authenticationMethods = try row.words()
    }

    var values: [any SQLBindable] {
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
