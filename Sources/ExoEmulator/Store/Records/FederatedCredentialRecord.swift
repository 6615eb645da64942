/// Whose assertions an app accepts instead of a secret of its own.
struct FederatedCredentialRecord: Sendable, Hashable {
    /// GUID in small letters.
    var id: String
    var appID: String
    /// Unique in the app; it never changes.
    var name: String
    /// The `iss` an assertion must have, letter for letter.
    var issuer: String
    /// The `sub` an assertion must have, letter for letter.
    var subject: String
    /// One of these must be the `aud`.
    var audiences: [String]
    var explanation: String? = nil
}

extension FederatedCredentialRecord: StoredRecord {
    static let table = "federated_credential"
    static let columns = """
        id, app_id, name, issuer, subject, audiences, description
        """

    init(_ row: inout Row) throws {
        id = try row.text()
        appID = try row.text()
        name = try row.text()
        issuer = try row.text()
        subject = try row.text()
        audiences = try row.words()
        explanation = try row.optionalText()
    }

    var values: [any SQLBindable] {
        [
            id,
            appID,
            name,
            issuer,
            subject,
            audiences.joined(separator: " "),
            explanation,
        ]
    }
}
