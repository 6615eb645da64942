#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// A sign-in that was begun on one device and is finished on another, hashed.
package struct DeviceCodeRecord: Sendable, Hashable {
    package var deviceHash: String
    /// What the user types, in capitals without separators.
    package var userCode: String
    package var clientID: String
    /// The tenant it was begun in; nil where the authority was none's.
    package var tenantID: String?
    /// The scope, or on the v1.0 endpoint the resource, as it was written.
    package var scope: String
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
    package var expiresOn: Date

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
    package static let columns = """
        device_hash, user_code, client_id, tenant_id, scope, resource, claims, state, user_id, session_id, \
        authentication_methods, authenticated_on, polled_on, expires_on
        """

    package init(_ row: inout Row) throws {
        deviceHash = try row.text()
        userCode = try row.text()
        clientID = try row.text()
        tenantID = try row.optionalText()
        scope = try row.text()
        resource = try row.optionalText()
        claims = try row.optionalText()
        state = try row.choice()
        userID = try row.optionalText()
        sessionID = try row.optionalText()
        authenticationMethods = try row.words()
        authenticatedOn = try row.optionalDate()
        polledOn = try row.optionalDate()
        expiresOn = try row.date()
    }

    package var values: [any SQLBindable] {
        [
            deviceHash,
            userCode,
            clientID,
            tenantID,
            scope,
            resource,
            claims,
            state.rawValue,
            userID,
            sessionID,
            authenticationMethods.joined(separator: " "),
            authenticatedOn,
            polledOn,
            expiresOn,
        ]
    }
}

extension DeviceCodeRecord: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Without what signs or signs in.
    package var description: String { "DeviceCodeRecord(client: \(clientID), \(state))" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
