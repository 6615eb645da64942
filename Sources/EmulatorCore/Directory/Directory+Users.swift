#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

extension Directory {
    /// The user with this name, in one tenant or in any.
    package func user(_ userPrincipalName: String, in tenantID: String? = nil) throws -> UserRecord? {
        try one(
            UserRecord.self,
            where: "user_principal_name = ?1 AND (?2 IS NULL OR tenant_id = ?2)",
            [userPrincipalName, tenantID]
        )
    }

    package func user(id: String) throws -> UserRecord? {
        try one(UserRecord.self, where: "id = lower(?)", [id])
    }

    /// The users of a tenant by name.
    package func users(of tenantID: String) throws -> [UserRecord] {
        try all(UserRecord.self, where: "tenant_id = ? ORDER BY user_principal_name", [tenantID])
    }

    /// Adds a user or changes the one with this id.
    package func save(_ user: UserRecord) throws {
        try store.write { try $0.upsert(user, key: "id") }
    }

    @discardableResult
    func setPasswordHash(_ hash: String, ofUser id: String) throws -> Bool {
        try change("UPDATE user SET password_hash = ?2 WHERE id = ?1", [id, hash])
    }

    /// Gives a user the password it chose, which voids what was signed in with the one before.
    package func renewPassword(_ hash: String, ofUser id: String, at moment: Date) throws {
        try store.write { connection in
            try connection.execute("DELETE FROM sign_in_session WHERE user_id = ?", [id])
            try connection.execute(
                """
                UPDATE user SET password_hash = ?2, must_change_password = 0, tokens_valid_from = ?3 WHERE id = ?1
                """,
                [id, hash, moment]
            )
        }
    }

    @discardableResult
    func setAccountEnabled(_ enabled: Bool, ofUser id: String) throws -> Bool {
        try change("UPDATE user SET account_enabled = ?2 WHERE id = ?1", [id, enabled])
    }

    /// Makes every refresh token and session of a user from before a moment worthless.
    @discardableResult
    package func revokeSessions(ofUser id: String, at moment: Date) throws -> Bool {
        try store.write { connection in
            try connection.execute("DELETE FROM sign_in_session WHERE user_id = ?", [id])
            return try connection.execute("UPDATE user SET tokens_valid_from = ?2 WHERE id = ?1", [id, moment]) > 0
        }
    }

    /// Removes a user with memberships and roles.
    @discardableResult
    func deleteUser(id: String) throws -> Bool {
        try store.write { connection in
            try connection.execute("DELETE FROM group_member WHERE member_id = ?", [id])
            try connection.execute("DELETE FROM role_assignment WHERE principal_id = ?", [id])
            return try connection.execute("DELETE FROM user WHERE id = ?", [id]) > 0
        }
    }
}
