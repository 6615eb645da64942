#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A client secret, hashed.
struct ClientSecretRecord: Sendable, Hashable {
    var appID: String
    var keyID: String
    var hash: String
    /// The first three characters, for people.
    var hint: String
    var displayName: String?
    var expiresOn: Date
    var startsOn: Date = Date(timeIntervalSince1970: 0)
    /// The service principal that alone has it; nil for the app registration's own.
    var principalID: String? = nil
}

extension ClientSecretRecord: StoredRecord {
    static let table = "client_secret"
    static let columns = """
        app_id, key_id, hash, hint, display_name, expires_on, \
        starts_on, principal_id
        """

    init(_ row: inout Row) throws {
        appID = try row.text()
        keyID = try row.text()
        hash = try row.text()
        hint = try row.text()
        displayName = try row.optionalText()
        expiresOn = try row.date()
        startsOn = try row.date()
        principalID = try row.optionalText()
    }

    var values: [any SQLBindable] {
        [
            appID,
            keyID,
            hash,
            hint,
            displayName,
            expiresOn,
            startsOn,
            principalID,
        ]
    }
}

extension ClientSecretRecord: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Without what signs or signs in.
    var description: String { "ClientSecretRecord(\(keyID), app: \(appID))" }
    var debugDescription: String { description }
    var customMirror: Mirror { Mirror(self, children: []) }
}
