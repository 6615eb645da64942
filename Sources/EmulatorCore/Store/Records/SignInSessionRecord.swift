#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// A browser's session at the sign-in pages.
package struct SignInSessionRecord: Sendable, Hashable {
    /// The hash of the cookie's value.
    var idHash = ""
    /// The `sid` of tokens.
    package var sessionID = ""
    package var tenantID = ""
    package var userID = ""
    package var authenticatedOn = Date(timeIntervalSince1970: 0)
    package var expiresOn = Date(timeIntervalSince1970: 0)
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
    package static let columns = columnNames

    package init() {}

    package mutating func visit<Visitor: ColumnVisitor>(_ columns: inout Visitor) throws(Visitor.Failure) {
        try columns.value("id_hash", &idHash)
        try columns.value("session_id", &sessionID)
        try columns.value("tenant_id", &tenantID)
        try columns.value("user_id", &userID)
        try columns.value("authenticated_on", &authenticatedOn)
        try columns.value("expires_on", &expiresOn)
        try columns.words("authentication_methods", &authenticationMethods)
    }
}
