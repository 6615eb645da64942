/// Whose assertions an app accepts instead of a secret of its own.
package struct FederatedCredentialRecord: Sendable, Hashable {
    /// GUID in small letters.
    package var id = ""
    package var appID = ""
    /// Unique in the app; it never changes.
    package var name = ""
    /// The `iss` an assertion must have, letter for letter.
    package var issuer = ""
    /// The `sub` an assertion must have, letter for letter.
    package var subject = ""
    /// One of these must be the `aud`.
    package var audiences: [String] = []
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
    package static let columns = columnNames

    package init() {}

    package mutating func visit<Visitor: ColumnVisitor>(_ columns: inout Visitor) throws(Visitor.Failure) {
        try columns.value("id", &id)
        try columns.value("app_id", &appID)
        try columns.value("name", &name)
        try columns.value("issuer", &issuer)
        try columns.value("subject", &subject)
        try columns.words("audiences", &audiences)
        try columns.value("description", &explanation)
    }
}
