extension Directory {
    package func conditionalAccessPolicies(of tenantID: String) throws -> [ConditionalAccessPolicyRecord] {
        try all(
            ConditionalAccessPolicyRecord.self,
            where: "tenant_id = ? ORDER BY display_name, id",
            [tenantID]
        )
    }

    /// Adds a policy or changes the one with this id.
    package func save(_ policy: ConditionalAccessPolicyRecord) throws {
        try store.write { try $0.upsert(policy, key: "id") }
    }

    @discardableResult
    package func deleteConditionalAccessPolicy(id: String, of tenantID: String) throws -> Bool {
        try change("DELETE FROM conditional_access_policy WHERE id = lower(?) AND tenant_id = ?", [id, tenantID])
    }
}
