#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// A refresh token, hashed.
package struct RefreshTokenRecord: Sendable, Hashable {
    package var tokenHash = ""
    /// Shared by all tokens that came from one sign-in.
    package var familyID = ""
    package var tenantID = ""
    package var clientID = ""
    package var userID = ""
    package var scope = ""
    package var resource: String?
    package var sessionID: String?
    package var authenticatedOn = Date(timeIntervalSince1970: 0)
    package var issuedOn = Date(timeIntervalSince1970: 0)
    package var expiresOn = Date(timeIntervalSince1970: 0)
    package var consumedOn: Date?
    /// How the user proved to be it (`amr`).
    package var authenticationMethods: [String] = ["pwd"]
    /// What was asked of the tokens, as a `claims` parameter.
    package var claims: String?

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
        authenticationMethods: [String] = ["pwd"],
        claims: String? = nil
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
        self.claims = claims
    }
}

extension RefreshTokenRecord: StoredRecord {
    package static let table = "refresh_token"
    package static let columns = columnNames

    package init() {}

    package mutating func visit<Visitor: ColumnVisitor>(_ columns: inout Visitor) throws(Visitor.Failure) {
        try columns.value("token_hash", &tokenHash)
        try columns.value("family_id", &familyID)
        try columns.value("tenant_id", &tenantID)
        try columns.value("client_id", &clientID)
        try columns.value("user_id", &userID)
        try columns.value("scope", &scope)
        try columns.value("resource", &resource)
        try columns.value("session_id", &sessionID)
        try columns.value("authenticated_on", &authenticatedOn)
        try columns.value("issued_on", &issuedOn)
        try columns.value("expires_on", &expiresOn)
        try columns.value("consumed_on", &consumedOn)
        try columns.words("authentication_methods", &authenticationMethods)
        try columns.value("claims", &claims)
    }
}
