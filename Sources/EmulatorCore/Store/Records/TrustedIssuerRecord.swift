/// The keys of an issuer outside this service, which cannot be fetched from here.
package struct TrustedIssuerRecord: Sendable, Hashable {
    /// As it stands in `iss`.
    package var issuer = ""
    /// A JSON Web Key Set (RFC 7517).
    package var keys = ""

    package init(issuer: String, keys: String) {
        self.issuer = issuer
        self.keys = keys
    }
}

extension TrustedIssuerRecord: StoredRecord {
    package static let table = "trusted_issuer"
    package static let columns = columnNames

    package init() {}

    package mutating func visit<Visitor: ColumnVisitor>(_ columns: inout Visitor) throws(Visitor.Failure) {
        try columns.value("issuer", &issuer)
        try columns.value("keys", &keys)
    }
}
