#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A certificate by which an app proves itself.
struct KeyCredentialRecord: Sendable, Hashable {
    /// GUID in small letters.
    var keyID: String
    var appID: String
    /// The service principal that alone has it; nil for the app registration's own.
    var principalID: String? = nil
    /// The certificate, DER in base64.
    var certificate: String
    /// Base64url of the SHA-1, as in `x5t`.
    var sha1Thumbprint: String
    /// Base64url of the SHA-256, as in `x5t#S256`.
    var sha256Thumbprint: String
    /// Base64; the SHA-1 where nobody chose one.
    var customKeyIdentifier: String? = nil
    var displayName: String? = nil
    var startsOn: Date
    var endsOn: Date
}

extension KeyCredentialRecord: StoredRecord {
    static let table = "key_credential"
    static let columns = """
        key_id, app_id, principal_id, certificate, sha1_thumbprint, sha256_thumbprint, \
        custom_key_identifier, display_name, starts_on, ends_on
        """

    init(_ row: inout Row) throws {
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

    var values: [any SQLBindable] {
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
