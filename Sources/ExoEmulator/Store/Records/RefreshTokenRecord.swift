#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A refresh token, hashed.
struct RefreshTokenRecord: Sendable, Hashable {
    var tokenHash: String
    /// Shared by all tokens that came from one sign-in.
    var familyID: String
    var tenantID: String
    var clientID: String
    var userID: String
    var scope: String
    var resource: String?
    var sessionID: String?
    var authenticatedOn: Date
    var issuedOn: Date
    var expiresOn: Date
    var consumedOn: Date?
    /// How the user proved to be it (`amr`).
    var authenticationMethods: [String] = ["pwd"]
}

extension RefreshTokenRecord: StoredRecord {
    static let table = "refresh_token"
    static let columns = """
        token_hash, family_id, tenant_id, client_id, user_id, scope, resource, session_id, authenticated_on, \
        issued_on, expires_on, consumed_on, \
        authentication_methods
        """

    init(_ row: inout Row) throws {
        tokenHash = try row.text()
        familyID = try row.text()
        tenantID = try row.text()
        clientID = try row.text()
        userID = try row.text()
        scope = try row.text()
        resource = try row.optionalText()
        sessionID = try row.optionalText()
        authenticatedOn = try row.date()
        issuedOn = try row.date()
        expiresOn = try row.date()
        consumedOn = try row.optionalDate()
        authenticationMethods = try row.words()
    }

    var values: [any SQLBindable] {
        [
            tokenHash,
            familyID,
            tenantID,
            clientID,
            userID,
            scope,
            resource,
            sessionID,
            authenticatedOn,
            issuedOn,
            expiresOn,
            consumedOn,
            authenticationMethods.joined(separator: " "),
        ]
    }
}
