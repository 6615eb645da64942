#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// A certificate by which an app proves itself.
package struct KeyCredentialRecord: Sendable, Hashable {
    /// GUID in small letters.
    package var keyID = ""
    package var appID = ""
    /// The service principal that alone has it; nil for the app registration's own.
    package var principalID: String? = nil
    /// The certificate, DER in base64.
    package var certificate = ""
    /// Base64url of the SHA-1, as in `x5t`.
    package var sha1Thumbprint = ""
    /// Base64url of the SHA-256, as in `x5t#S256`.
    package var sha256Thumbprint = ""
    /// Base64; the SHA-1 where nobody chose one.
    package var customKeyIdentifier: String? = nil
    package var displayName: String? = nil
    package var startsOn = Date(timeIntervalSince1970: 0)
    package var endsOn = Date(timeIntervalSince1970: 0)

    package init(
        keyID: String,
        appID: String,
        principalID: String? = nil,
        certificate: String,
        sha1Thumbprint: String,
        sha256Thumbprint: String,
        customKeyIdentifier: String? = nil,
        displayName: String? = nil,
        startsOn: Date,
        endsOn: Date
    ) {
        self.keyID = keyID
        self.appID = appID
        self.principalID = principalID
        self.certificate = certificate
        self.sha1Thumbprint = sha1Thumbprint
        self.sha256Thumbprint = sha256Thumbprint
        self.customKeyIdentifier = customKeyIdentifier
        self.displayName = displayName
        self.startsOn = startsOn
        self.endsOn = endsOn
    }
}

extension KeyCredentialRecord: StoredRecord {
    package static let table = "key_credential"
    package static let columns = columnNames

    package init() {}

    package mutating func visit<Visitor: ColumnVisitor>(_ columns: inout Visitor) throws(Visitor.Failure) {
        try columns.value("key_id", &keyID)
        try columns.value("app_id", &appID)
        try columns.value("principal_id", &principalID)
        try columns.value("certificate", &certificate)
        try columns.value("sha1_thumbprint", &sha1Thumbprint)
        try columns.value("sha256_thumbprint", &sha256Thumbprint)
        try columns.value("custom_key_identifier", &customKeyIdentifier)
        try columns.value("display_name", &displayName)
        try columns.value("starts_on", &startsOn)
        try columns.value("ends_on", &endsOn)
    }
}
