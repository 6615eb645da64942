#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// A client secret, hashed.
package struct ClientSecretRecord: Sendable, Hashable {
    package var appID = ""
    package var keyID = ""
    package var hash = ""
    /// The first three characters, for people.
    package var hint = ""
    package var displayName: String?
    package var expiresOn = Date(timeIntervalSince1970: 0)
    package var startsOn = Date(timeIntervalSince1970: 0)
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
    package static let columns = columnNames

    package init() {}

    package mutating func visit<Visitor: ColumnVisitor>(_ columns: inout Visitor) throws(Visitor.Failure) {
        try columns.value("app_id", &appID)
        try columns.value("key_id", &keyID)
        try columns.value("hash", &hash)
        try columns.value("hint", &hint)
        try columns.value("display_name", &displayName)
        try columns.value("expires_on", &expiresOn)
        try columns.value("starts_on", &startsOn)
        try columns.value("principal_id", &principalID)
    }
}

extension ClientSecretRecord: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Without what signs or signs in.
    package var description: String { "ClientSecretRecord(\(keyID), app: \(appID))" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
