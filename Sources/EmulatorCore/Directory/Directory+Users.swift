#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

extension UserRecord {
    // The store's seconds are coarser than a date's own.
    private static let precision: TimeInterval = 0.000_001

    /// Whether a sign-in of a moment still counts: not when the user's sessions were revoked after it.
    package func honours(signInOf moment: Date) -> Bool { moment.timeIntervalSince(tokensValidFrom) > -Self.precision }
}

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

    /// With which name somebody signs in.
    package func signInName(ofUser id: String) throws -> String? {
        try store.read { connection in
            try connection.first("SELECT user_principal_name FROM user WHERE id = lower(?)", [id]) { try $0.text() }
        }
    }

    /// The users of a tenant by name.
    package func users(of tenantID: String) throws -> [UserRecord] {
        try all(UserRecord.self, where: "tenant_id = ? ORDER BY user_principal_name", [tenantID])
    }

    /// Adds a user or changes the one with this id.
    package func save(_ user: UserRecord) throws {
        try store.write { try $0.upsert(user, key: "id") }
    }

    /// Changes a user.
    package func save(_ user: UserRecord, from former: UserRecord) throws {
        try store.write { try $0.update(user, from: former, key: "id") }
    }

    @discardableResult
    func setPasswordHash(_ hash: String, ofUser id: String) throws -> Bool {
        try change("UPDATE user SET password_hash = ?2 WHERE id = ?1", [id, hash])
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
