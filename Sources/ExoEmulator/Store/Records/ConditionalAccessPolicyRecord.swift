/// A condition that a tenant sets on signing in.
struct ConditionalAccessPolicyRecord: Sendable, Hashable {
    /// GUID in small letters.
    var id: String
    var tenantID: String
    var displayName: String
    /// `enabled`, `disabled` or `enabledForReportingButNotEnforced`.
    var state: String = "enabled"
    /// Graph's `conditions`, `grantControls` and `sessionControls` as a JSON object.
    var document: String
}

extension ConditionalAccessPolicyRecord: StoredRecord {
    static let table = "conditional_access_policy"
    static let columns = """
        id, tenant_id, display_name, state, document
        """

    init(_ row: inout Row) throws {
        id = try row.text()
        tenantID = try row.text()
        displayName = try row.text()
        state = try row.text()
        document = try row.text()
    }

    var values: [any SQLBindable] {
        [
            id,
            tenantID,
            displayName,
            state,
            document,
        ]
    }
}
