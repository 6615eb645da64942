#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// A sign-in that was begun on one device and is finished on another, hashed.
package struct DeviceCodeRecord: Sendable, Hashable {
    package var deviceHash = ""
    /// What the user types, in capitals without separators.
    package var userCode = ""
    package var clientID = ""
    /// The tenant it was begun in; nil where the authority was none's.
    package var tenantID: String?
    /// The scope, or on the v1.0 endpoint the resource, as it was written.
    package var scope = ""
    /// The resource of a sign-in by the v1.0 endpoint, empty where it named none.
    package var resource: String?
    /// The `claims` parameter as it was written.
    package var claims: String? = nil
    package var state: DeviceCodeState = .pending
    /// Who approved it.
    package var userID: String? = nil
    package var sessionID: String? = nil
    package var authenticationMethods: [String] = []
    package var authenticatedOn: Date? = nil
    /// When the client asked last.
    package var polledOn: Date? = nil
    package var expiresOn = Date(timeIntervalSince1970: 0)

    package init(
        deviceHash: String,
        userCode: String,
        clientID: String,
        tenantID: String? = nil,
        scope: String,
        resource: String? = nil,
        claims: String? = nil,
        state: DeviceCodeState = .pending,
        userID: String? = nil,
        sessionID: String? = nil,
        authenticationMethods: [String] = [],
        authenticatedOn: Date? = nil,
        polledOn: Date? = nil,
        expiresOn: Date
    ) {
        self.deviceHash = deviceHash
        self.userCode = userCode
        self.clientID = clientID
        self.tenantID = tenantID
        self.scope = scope
        self.resource = resource
        self.claims = claims
        self.state = state
        self.userID = userID
        self.sessionID = sessionID
        self.authenticationMethods = authenticationMethods
        self.authenticatedOn = authenticatedOn
        self.polledOn = polledOn
        self.expiresOn = expiresOn
    }
}

extension DeviceCodeRecord: StoredRecord {
    package static let table = "device_code"
    package static let columns = columnNames

    package init() {}

    package mutating func visit<Visitor: ColumnVisitor>(_ columns: inout Visitor) throws(Visitor.Failure) {
        try columns.value("device_hash", &deviceHash)
        try columns.value("user_code", &userCode)
        try columns.value("client_id", &clientID)
        try columns.value("tenant_id", &tenantID)
        try columns.value("scope", &scope)
        try columns.value("resource", &resource)
        try columns.value("claims", &claims)
        try columns.value("state", &state)
        try columns.value("user_id", &userID)
        try columns.value("session_id", &sessionID)
        try columns.words("authentication_methods", &authenticationMethods)
        try columns.value("authenticated_on", &authenticatedOn)
        try columns.value("polled_on", &polledOn)
        try columns.value("expires_on", &expiresOn)
    }
}

extension DeviceCodeRecord: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Without what signs or signs in.
    package var description: String { "DeviceCodeRecord(client: \(clientID), \(state))" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
