#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// A client secret, hashed.
package struct ClientSecretRecord: Sendable, Hashable {
    package var appID: String
    package var keyID: String
    package var hash: String
    /// The first three characters, for people.
    package var hint: String
    package var displayName: String?
    package var expiresOn: Date
    package var startsOn: Date = Date(timeIntervalSince1970: 0)
    /// The service principal that alone has it; nil for the app registration's own.
    package var principalID: String? = nil

    package init(
        appID: String,
        keyID: String,
        hash: String,
        hint: String,
        displayName: String? = nil,
        expiresOn: Date,
        startsOn: Date = Date(timeIntervalSince1970: 0),
        principalID: String? = nil
    ) {
        self.appID = appID
        self.keyID = keyID
        self.hash = hash
        self.hint = hint
        self.displayName = displayName
        self.expiresOn = expiresOn
        self.startsOn = startsOn
        self.principalID = principalID
    }
}

extension ClientSecretRecord: StoredRecord {
    package static let table = "client_secret"
    package static let columns = """
        app_id, key_id, hash, hint, display_name, expires_on, \
        starts_on, principal_id
        """

    package init(_ row: inout Row) throws {
        appID = try row.text()
        keyID = try row.text()
        hash = try row.text()
        hint = try row.text()
        displayName = try row.optionalText()
        expiresOn = try row.date()
        startsOn = try row.date()
        principalID = try row.optionalText()
    }

    package var values: [any SQLBindable] {
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
    package var description: String { "ClientSecretRecord(\(keyID), app: \(appID))" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
