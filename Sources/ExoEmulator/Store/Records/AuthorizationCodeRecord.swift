#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// An authorization code, hashed.
struct AuthorizationCodeRecord: Sendable, Hashable {
    var codeHash: String
    var tenantID: String
    var clientID: String
    var userID: String
    var redirectURI: String
    var scope: String
    var resource: String?
    var nonce: String?
    var codeChallenge: String?
    var codeChallengeMethod: String?
    var sessionID: String?
    var authenticatedOn: Date
    var expiresOn: Date
    var consumedOn: Date?
    /// How the user proved to be it (`amr`).
    var authenticationMethods: [String] = ["pwd"]
}

extension AuthorizationCodeRecord: StoredRecord {
    static let table = "authorization_code"
    static let columns = """
        code_hash, tenant_id, client_id, user_id, redirect_uri, scope, resource, nonce, code_challenge, \
        code_challenge_method, session_id, authenticated_on, expires_on, consumed_on, \
        authentication_methods
        """

    init(_ row: inout Row) throws {
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

    var values: [any SQLBindable] {
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
