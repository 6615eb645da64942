/// Scopes granted to a client by consent.
package struct DelegatedGrantRecord: Sendable, Hashable {
    package var tenantID = ""
    package var clientAppID = ""
    package var resourceAppID = ""
    /// Separated by blanks.
    package var scope = ""
    /// The user; nil for all users of the tenant.
    package var principalID: String?

    package init(
        tenantID: String,
        clientAppID: String,
        resourceAppID: String,
        scope: String,
        principalID: String? = nil
    ) {
        self.tenantID = tenantID
        self.clientAppID = clientAppID
        self.resourceAppID = resourceAppID
        self.scope = scope
        self.principalID = principalID
    }
}

extension DelegatedGrantRecord: StoredRecord {
    package static let table = "delegated_grant"
    package static let columns = columnNames

    package init() {}

    package mutating func visit<Visitor: ColumnVisitor>(_ columns: inout Visitor) throws(Visitor.Failure) {
        try columns.value("tenant_id", &tenantID)
        try columns.value("client_app_id", &clientAppID)
        try columns.value("resource_app_id", &resourceAppID)
        try columns.value("scope", &scope)
        try columns.textUnlessEmpty("principal_id", &principalID)
    }
}
