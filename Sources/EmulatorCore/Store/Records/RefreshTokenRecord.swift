#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// A refresh token, hashed.
package struct RefreshTokenRecord: Sendable, Hashable {
    package var tokenHash: String
    /// Shared by all tokens that came from one sign-in.
    package var familyID: String
    package var tenantID: String
    package var clientID: String
    package var userID: String
    package var scope: String
    package var resource: String?
    package var sessionID: String?
    package var authenticatedOn: Date
    package var issuedOn: Date
    package var expiresOn: Date
    package var consumedOn: Date?
    /// How the user proved to be it (`amr`).
    package var authenticationMethods: [String] = ["pwd"]

    package init(
        tokenHash: String,
        familyID: String,
        tenantID: String,
        clientID: String,
        userID: String,
        scope: String,
        resource: String? = nil,
        sessionID: String? = nil,
        authenticatedOn: Date,
        issuedOn: Date,
        expiresOn: Date,
        consumedOn: Date? = nil,
        authenticationMethods: [String] = ["pwd"]
    ) {
        self.tokenHash = tokenHash
        self.familyID = familyID
        self.tenantID = tenantID
        self.clientID = clientID
        self.userID = userID
        self.scope = scope
        self.resource = resource
        self.sessionID = sessionID
        self.authenticatedOn = authenticatedOn
        self.issuedOn = issuedOn
        self.expiresOn = expiresOn
        self.consumedOn = consumedOn
        self.authenticationMethods = authenticationMethods
    }
}

extension RefreshTokenRecord: StoredRecord {
    package static let table = "refresh_token"
    package static let columns = """
        token_hash, family_id, tenant_id, client_id, user_id, scope, resource, session_id, authenticated_on, \
        issued_on, expires_on, consumed_on, \
        authentication_methods
        """

    package init(_ row: inout Row) throws {
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

    package var values: [any SQLBindable] {
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
