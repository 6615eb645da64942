#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// An authorization code, hashed.
package struct AuthorizationCodeRecord: Sendable, Hashable {
    package var codeHash: String
    package var tenantID: String
    package var clientID: String
    package var userID: String
    package var redirectURI: String
    package var scope: String
    package var resource: String?
    package var nonce: String?
    package var codeChallenge: String?
    package var codeChallengeMethod: String?
    package var sessionID: String?
    package var authenticatedOn: Date
    package var expiresOn: Date
    package var consumedOn: Date?
    /// How the user proved to be it (`amr`).
    package var authenticationMethods: [String] = ["pwd"]

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
        authenticationMethods: [String] = ["pwd"]
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
    }
}

extension AuthorizationCodeRecord: StoredRecord {
    package static let table = "authorization_code"
    package static let columns = """
        code_hash, tenant_id, client_id, user_id, redirect_uri, scope, resource, nonce, code_challenge, \
        code_challenge_method, session_id, authenticated_on, expires_on, consumed_on, \
        authentication_methods
        """

    package init(_ row: inout Row) throws {
        codeHash = try row.text()
        tenantID = try row.text()
        clientID = try row.text()
        userID = try row.text()
        redirectURI = try row.text()
        scope = try row.text()
        resource = try row.optionalText()
        nonce = try row.optionalText()
        codeChallenge = try row.optionalText()
        codeChallengeMethod = try row.optionalText()
        sessionID = try row.optionalText()
        authenticatedOn = try row.date()
        expiresOn = try row.date()
        consumedOn = try row.optionalDate()
        authenticationMethods = try row.words()
    }

    package var values: [any SQLBindable] {
        [
            codeHash,
            tenantID,
            clientID,
            userID,
            redirectURI,
            scope,
            resource,
            nonce,
            codeChallenge,
            codeChallengeMethod,
            sessionID,
            authenticatedOn,
            expiresOn,
            consumedOn,
            authenticationMethods.joined(separator: " "),
        ]
    }
}
