#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// A key that signs tokens.
package struct SigningKeyRecord: Sendable, Hashable {
    package var kid: String
    package var privateKeyPEM: String
    package var certificatePEM: String
    package var createdAt: Date
    /// Still published, no longer used.
    package var retired: Bool
}

extension SigningKeyRecord: StoredRecord {
    package static let table = "signing_key"
    package static let columns = """
        kid, private_key_pem, certificate_pem, created_at, retired
        """

    package init(_ row: inout Row) throws {
        kid = try row.text()
        privateKeyPEM = try row.text()
        certificatePEM = try row.text()
        createdAt = try row.date()
        retired = try row.flag()
    }

    package var values: [any SQLBindable] {
        [
            kid,
            privateKeyPEM,
            certificatePEM,
            createdAt,
            retired,
        ]
    }
}

extension SigningKeyRecord: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Without what signs or signs in.
    package var description: String { "SigningKeyRecord(kid: \(kid), retired: \(retired))" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
