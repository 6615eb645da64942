#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A sign-in that was begun on one device and is finished on another, hashed.
struct DeviceCodeRecord: Sendable, Hashable {
    var deviceHash: String
    /// What the user types, in capitals without separators.
    var userCode: String
    var clientID: String
    /// The tenant it was begun in; nil where the authority was none's.
    var tenantID: String?
    /// The scope, or on the v1.0 endpoint the resource, as it was written.
    var scope: String
    /// The resource of a sign-in by the v1.0 endpoint, empty where it named none.
    var resource: String?
    /// The `claims` parameter as it was written.
    var claims: String? = nil
    var state: DeviceCodeState = .pending
    /// Who approved it.
    var userID: String? = nil
    var sessionID: String? = nil
    var authenticationMethods: [String] = []
    var authenticatedOn: Date? = nil
    /// When the client asked last.
    var polledOn: Date? = nil
    var expiresOn: Date
}

extension DeviceCodeRecord: StoredRecord {
    static let table = "device_code"
    static let columns = """
        device_hash, user_code, client_id, tenant_id, scope, resource, claims, state, user_id, session_id, \
        authentication_methods, authenticated_on, polled_on, expires_on
        """

    init(_ row: inout Row) throws {
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

    var values: [any SQLBindable] {
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
    var description: String { "DeviceCodeRecord(client: \(clientID), \(state))" }
    var debugDescription: String { description }
    var customMirror: Mirror { Mirror(self, children: []) }
}
