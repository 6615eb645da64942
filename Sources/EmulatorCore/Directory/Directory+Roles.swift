extension Directory {
    /// The template ids of the directory roles a user or service principal holds, itself or through a group.
    package func directoryRoles(of principalID: String, in tenantID: String) throws -> [String] {
        try store.read { connection in
            try connection.rows(
                """
                SELECT DISTINCT role_template_id FROM role_assignment WHERE tenant_id = ?1 AND (principal_id = ?2 \
                OR principal_id IN (SELECT group_id FROM group_member WHERE member_id = ?2 AND is_owner = 0)) ORDER BY 1
                """,
                [tenantID, principalID]
            ) { try $0.text() }
        }
    }

    package func roleAssignments(in tenantID: String) throws -> [RoleAssignment] {
        try all(RoleAssignment.self, where: "tenant_id = ?", [tenantID])
    }

    /// - Returns: False when the role was held already.
    @discardableResult
    package func assign(_ role: RoleAssignment) throws -> Bool {
        try change("INSERT OR IGNORE INTO role_assignment VALUES (?, ?, ?)", role.values)
    }

    /// - Returns: False when the role was not held.
    @discardableResult
    package func unassign(_ role: RoleAssignment) throws -> Bool {
        try change(
            "DELETE FROM role_assignment WHERE tenant_id = ? AND principal_id = ? AND role_template_id = ?",
            role.values
        )
    }
}
