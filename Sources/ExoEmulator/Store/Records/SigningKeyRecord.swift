#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A key that signs tokens.
struct SigningKeyRecord: Sendable, Hashable {
    var kid: String
    var privateKeyPEM: String
    var certificatePEM: String
    var createdAt: Date
    /// Still published, no longer used.
    var retired: Bool
}

extension SigningKeyRecord: StoredRecord {
    static let table = "signing_key"
    static let columns = """
        kid, private_key_pem, certificate_pem, created_at, retired
        """

    init(_ row: inout Row) throws {
        kid = try row.text()
        privateKeyPEM = try row.text()
        certificatePEM = try row.text()
        createdAt = try row.date()
        retired = try row.flag()
    }

    var values: [any SQLBindable] {
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
    var description: String { "SigningKeyRecord(kid: \(kid), retired: \(retired))" }
    var debugDescription: String { description }
    var customMirror: Mirror { Mirror(self, children: []) }
}
