#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// A certificate by which an app proves itself.
package struct KeyCredentialRecord: Sendable, Hashable {
    /// GUID in small letters.
    package var keyID: String
    package var appID: String
    /// The service principal that alone has it; nil for the app registration's own.
    package var principalID: String? = nil
    /// The certificate, DER in base64.
    package var certificate: String
    /// Base64url of the SHA-1, as in `x5t`.
    package var sha1Thumbprint: String
    /// Base64url of the SHA-256, as in `x5t#S256`.
    package var sha256Thumbprint: String
    /// Base64; the SHA-1 where nobody chose one.
    package var customKeyIdentifier: String? = nil
    package var displayName: String? = nil
    package var startsOn: Date
    package var endsOn: Date

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
    package static let columns = """
        key_id, app_id, principal_id, certificate, sha1_thumbprint, sha256_thumbprint, \
        custom_key_identifier, display_name, starts_on, ends_on
        """

    package init(_ row: inout Row) throws {
        keyID = try row.text()
        appID = try row.text()
        principalID = try row.optionalText()
        certificate = try row.text()
        sha1Thumbprint = try row.text()
        sha256Thumbprint = try row.text()
        customKeyIdentifier = try row.optionalText()
        displayName = try row.optionalText()
        startsOn = try row.date()
        endsOn = try row.date()
    }

    package var values: [any SQLBindable] {
        [
            keyID,
            appID,
            principalID,
            certificate,
            sha1Thumbprint,
            sha256Thumbprint,
            customKeyIdentifier,
            displayName,
            startsOn,
            endsOn,
        ]
    }
}
