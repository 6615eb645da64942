#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// An authorization code, hashed.
package struct AuthorizationCodeRecord: Sendable, Hashable {
    package var codeHash = ""
    package var tenantID = ""
    package var clientID = ""
    package var userID = ""
    package var redirectURI = ""
    package var scope = ""
    package var resource: String?
    package var nonce: String?
    package var codeChallenge: String?
    package var codeChallengeMethod: String?
    package var sessionID: String?
    package var authenticatedOn = Date(timeIntervalSince1970: 0)
    package var expiresOn = Date(timeIntervalSince1970: 0)
    package var consumedOn: Date?
    /// How the user proved to be it (`amr`).
    package var authenticationMethods: [String] = ["pwd"]
    /// What was asked of the tokens, as a `claims` parameter.
    package var claims: String?

    package init(
        codeHash: String,
        tenantID: String,
        clientID: String,
        userID: String,
        redirectURI: String,
        scope: String,
        resource: String? = nil,
        nonce: String? = nil,
        codeChallenge: String? = nil,
        codeChallengeMethod: String? = nil,
        sessionID: String? = nil,
        authenticatedOn: Date,
        expiresOn: Date,
        consumedOn: Date? = nil,
        authenticationMethods: [String] = ["pwd"],
        claims: String? = nil
    ) {
        self.codeHash = codeHash
        self.tenantID = tenantID
        self.clientID = clientID
        self.userID = userID
        self.redirectURI = redirectURI
        self.scope = scope
        self.resource = resource
        self.nonce = nonce
        self.codeChallenge = codeChallenge
        self.codeChallengeMethod = codeChallengeMethod
        self.sessionID = sessionID
        self.authenticatedOn = authenticatedOn
        self.expiresOn = expiresOn
        self.consumedOn = consumedOn
        self.authenticationMethods = authenticationMethods
        self.claims = claims
    }
}

extension AuthorizationCodeRecord: StoredRecord {
    package static let table = "authorization_code"
    package static let columns = columnNames

    package init() {}

    package mutating func visit<Visitor: ColumnVisitor>(_ columns: inout Visitor) throws(Visitor.Failure) {
        try columns.value("code_hash", &codeHash)
        try columns.value("tenant_id", &tenantID)
        try columns.value("client_id", &clientID)
        try columns.value("user_id", &userID)
        try columns.value("redirect_uri", &redirectURI)
        try columns.value("scope", &scope)
        try columns.value("resource", &resource)
        try columns.value("nonce", &nonce)
        try columns.value("code_challenge", &codeChallenge)
        try columns.value("code_challenge_method", &codeChallengeMethod)
        try columns.value("session_id", &sessionID)
        try columns.value("authenticated_on", &authenticatedOn)
        try columns.value("expires_on", &expiresOn)
        try columns.value("consumed_on", &consumedOn)
        try columns.words("authentication_methods", &authenticationMethods)
        try columns.value("claims", &claims)
    }
}
