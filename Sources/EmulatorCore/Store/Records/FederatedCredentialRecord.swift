/// Whose assertions an app accepts instead of a secret of its own.
package struct FederatedCredentialRecord: Sendable, Hashable {
    /// GUID in small letters.
    package var id: String
    package var appID: String
    /// Unique in the app; it never changes.
    package var name: String
    /// The `iss` an assertion must have, letter for letter.
    package var issuer: String
    /// The `sub` an assertion must have, letter for letter.
    package var subject: String
    /// One of these must be the `aud`.
    package var audiences: [String]
    package var explanation: String? = nil

    package init(
        id: String,
        appID: String,
        name: String,
        issuer: String,
        subject: String,
        audiences: [String],
        explanation: String? = nil
    ) {
        self.id = id
        self.appID = appID
        self.name = name
        self.issuer = issuer
        self.subject = subject
        self.audiences = audiences
        self.explanation = explanation
    }
}

extension FederatedCredentialRecord: StoredRecord {
    package static let table = "federated_credential"
    package static let columns = """
        id, app_id, name, issuer, subject, audiences, description
        """

    package init(_ row: inout Row) throws {
        id = try row.text()
        appID = try row.text()
        name = try row.text()
        issuer = try row.text()
        subject = try row.text()
        audiences = try row.words()
        explanation = try row.optionalText()
    }

    package var values: [any SQLBindable] {
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
