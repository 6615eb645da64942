/// A condition that a tenant sets on signing in.
package struct ConditionalAccessPolicyRecord: Sendable, Hashable {
    /// GUID in small letters.
    package var id: String
    package var tenantID: String
    package var displayName: String
    /// `enabled`, `disabled` or `enabledForReportingButNotEnforced`.
    package var state: String = "enabled"
    /// Graph's `conditions`, `grantControls` and `sessionControls` as a JSON object.
    package var document: String

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
    package static let columns = """
        id, tenant_id, display_name, state, document
        """

    package init(_ row: inout Row) throws {
        id = try row.text()
        tenantID = try row.text()
        displayName = try row.text()
        state = try row.text()
        document = try row.text()
    }

    package var values: [any SQLBindable] {
        [
            id,
            tenantID,
            displayName,
            state,
            document,
        ]
    }
}
