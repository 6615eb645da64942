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
}

extension ClientSecretRecord: StoredRecord {
    static let table = "client_secret"
    static let columns = """
        app_id, key_id, hash, hint, display_name, expires_on
        """

    init(_ row: inout Row) throws {
        appID = try row.text()
        keyID = try row.text()
        hash = try row.text()
        hint = try row.text()
        displayName = try row.optionalText()
        expiresOn = try row.date()
    }

    var values: [any SQLBindable] {
        [
            appID,
            keyID,
            hash,
            hint,
            displayName,
            expiresOn,
        ]
    }
}

extension ClientSecretRecord: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Without what signs or signs in.
    var description: String { "ClientSecretRecord(\(keyID), app: \(appID))" }
    var debugDescription: String { description }
    var customMirror: Mirror { Mirror(self, children: []) }
}
