extension Directory {
    package func groups(of tenantID: String) throws -> [GroupRecord] {
        try all(GroupRecord.self, where: "tenant_id = ? ORDER BY display_name", [tenantID])
    }

    package func group(id: String) throws -> GroupRecord? {
        try one(GroupRecord.self, where: "id = lower(?)", [id])
    }

    /// The ids of a group's members: users, groups, or objects only Exchange knows.
    package func members(of groupID: String) throws -> [String] {
        try memberIDs(of: groupID, owners: false)
    }

    package func owners(of groupID: String) throws -> [String] {
        try memberIDs(of: groupID, owners: true)
    }

    /// The groups a principal belongs to directly.
    package func groups(containing principalID: String) throws -> [GroupRecord] {
        try all(
            GroupRecord.self,
            where: """
                id IN (SELECT group_id FROM group_member WHERE member_id = ? AND is_owner = 0) ORDER BY display_name
                """,
            [principalID]
        )
    }

    /// The groups of a tenant that a principal belongs to, itself or through other groups.
    package func allGroups(containing principalID: String, in tenantID: String) throws -> [GroupRecord] {
        try all(
            GroupRecord.self,
            where: """
                tenant_id = ?2 AND id IN (WITH RECURSIVE found (id) AS (
                SELECT group_id FROM group_member WHERE member_id = ?1 AND is_owner = 0 UNION
                SELECT group_id FROM group_member JOIN found ON member_id = found.id WHERE is_owner = 0)
                SELECT id FROM found) ORDER BY id
                """,
            [principalID, tenantID]
        )
    }

    /// Adds a group or changes the one with this id.
    package func save(_ group: GroupRecord) throws {
        try store.write { try $0.upsert(group, key: "id") }
    }

    @discardableResult
    package func deleteGroup(id: String) throws -> Bool {
        try store.write { connection in
            try connection.execute("DELETE FROM group_member WHERE member_id = ?", [id])
            try connection.execute("DELETE FROM role_assignment WHERE principal_id = ?", [id])
            return try connection.execute("DELETE FROM directory_group WHERE id = ?", [id]) > 0
        }
    }

    /// - Returns: False when the member was there already.
    @discardableResult
    package func addMember(_ memberID: String, to groupID: String, asOwner: Bool = false) throws -> Bool {
        try change("INSERT OR IGNORE INTO group_member VALUES (?, ?, ?)", [groupID, memberID, asOwner])
    }

    /// - Returns: False when there was no such member.
    @discardableResult
    package func removeMember(_ memberID: String, from groupID: String, asOwner: Bool = false) throws -> Bool {
        try change(
            "DELETE FROM group_member WHERE group_id = ? AND member_id = ? AND is_owner = ?",
            [groupID, memberID, asOwner]
        )
    }

    private func memberIDs(of groupID: String, owners: Bool) throws -> [String] {
        try store.read { connection in
            try connection.rows(
                "SELECT member_id FROM group_member WHERE group_id = ? AND is_owner = ? ORDER BY member_id",
                [groupID, owners]
            ) { try $0.text() }
        }
    }
}
