/// The keys of an issuer outside this service, which cannot be fetched from here.
package struct TrustedIssuerRecord: Sendable, Hashable {
    /// As it stands in `iss`.
    package var issuer: String
    /// A JSON Web Key Set (RFC 7517).
    package var keys: String

    package init(issuer: String, keys: String) {
        self.issuer = issuer
        self.keys = keys
    }
}

extension TrustedIssuerRecord: StoredRecord {
    package static let table = "trusted_issuer"
    package static let columns = """
        issuer, keys
        """

    package init(_ row: inout Row) throws {
        issuer = try row.text()
        keys = try row.text()
    }

    package var values: [any SQLBindable] {
        [
            issuer,
            keys,
        ]
    }
}
