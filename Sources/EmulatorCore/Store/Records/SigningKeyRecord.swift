#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// A key that signs tokens.
package struct SigningKeyRecord: Sendable, Hashable {
    package var kid = ""
    package var privateKeyPEM = ""
    package var certificatePEM = ""
    package var createdAt = Date(timeIntervalSince1970: 0)
    /// Still published, no longer used.
    package var retired = false
    /// Published, and not used yet.
    package var isWaiting = false

    package init(
        kid: String,
        privateKeyPEM: String,
        certificatePEM: String,
        createdAt: Date,
        retired: Bool,
        isWaiting: Bool = false
    ) {
        self.kid = kid
        self.privateKeyPEM = privateKeyPEM
        self.certificatePEM = certificatePEM
        self.createdAt = createdAt
        self.retired = retired
        self.isWaiting = isWaiting
    }
}

extension SigningKeyRecord: StoredRecord {
    package static let table = "signing_key"
    package static let columns = columnNames

    package init() {}

    package mutating func visit<Visitor: ColumnVisitor>(_ columns: inout Visitor) throws(Visitor.Failure) {
        try columns.value("kid", &kid)
        try columns.value("private_key_pem", &privateKeyPEM)
        try columns.value("certificate_pem", &certificatePEM)
        try columns.value("created_at", &createdAt)
        try columns.value("retired", &retired)
        try columns.value("is_waiting", &isWaiting)
    }
}

extension SigningKeyRecord: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Without what signs or signs in.
    package var description: String { "SigningKeyRecord(kid: \(kid), retired: \(retired))" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
