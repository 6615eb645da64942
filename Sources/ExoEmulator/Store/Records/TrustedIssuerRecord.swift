/// The keys of an issuer outside this service, which cannot be fetched from here.
struct TrustedIssuerRecord: Sendable, Hashable {
    /// As it stands in `iss`.
    var issuer: String
    /// A JSON Web Key Set (RFC 7517).
    var keys: String
}

extension TrustedIssuerRecord: StoredRecord {
    static let table = "trusted_issuer"
    static let columns = """
        issuer, keys
        """

    init(_ row: inout Row) throws {
        issuer = try row.text()
        keys = try row.text()
    }

    var values: [any SQLBindable] {
        [
            issuer,
            keys,
        ]
    }
}
