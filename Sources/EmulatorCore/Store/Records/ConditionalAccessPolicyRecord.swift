/// A condition that a tenant sets on signing in.
package struct ConditionalAccessPolicyRecord: Sendable, Hashable {
    /// GUID in small letters.
    package var id = ""
    package var tenantID = ""
    package var displayName = ""
    /// `enabled`, `disabled` or `enabledForReportingButNotEnforced`.
    package var state = "enabled"
    /// Graph's `conditions`, `grantControls` and `sessionControls` as a JSON object.
    package var document = ""

    package init(id: String, tenantID: String, displayName: String, state: String = "enabled", document: String) {
        self.id = id
        self.tenantID = tenantID
        self.displayName = displayName
        self.state = state
        self.document = document
    }
}

extension ConditionalAccessPolicyRecord: StoredRecord {
    package static let table = "conditional_access_policy"
    package static let columns = columnNames

    package init() {}

    package mutating func visit<Visitor: ColumnVisitor>(_ columns: inout Visitor) throws(Visitor.Failure) {
        try columns.value("id", &id)
        try columns.value("tenant_id", &tenantID)
        try columns.value("display_name", &displayName)
        try columns.value("state", &state)
        try columns.value("document", &document)
    }
}
