#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

extension Directory {
    /// What became of something that may be used once.
    package enum Use<Record: Sendable>: Sendable {
        /// This was its first use.
        case first(Record)
        /// It had been used before: a replay.
        case again(Record)
        /// There is no such thing.
        case unknown
    }

    package func signingKeys() throws -> [SigningKeyRecord] {
        try all(SigningKeyRecord.self, where: "TRUE ORDER BY retired, created_at DESC, rowid DESC")
    }

    /// The key that was made first, retired or not.
    func oldestSigningKey() throws -> SigningKeyRecord? {
        try one(SigningKeyRecord.self, where: "TRUE ORDER BY created_at, rowid")
    }

    @discardableResult
    package func retireSigningKey(_ kid: String) throws -> Bool {
        try change("UPDATE signing_key SET retired = 1 WHERE kid = ?", [kid])
    }

    /// Lets a key sign that was published before.
    func useSigningKey(_ kid: String, from moment: Date) throws {
        try change("UPDATE signing_key SET is_waiting = 0, created_at = ?2 WHERE kid = ?1", [kid, moment])
    }

    /// Marks an authorization code as used, in one transaction with reading it.
    package func useAuthorizationCode(hash: String, at moment: Date) throws -> Use<AuthorizationCodeRecord> {
        try store.write { connection in
            guard
                let code = try connection.record(AuthorizationCodeRecord.self, where: "code_hash = ?", [hash])
            else { return .unknown }
            guard code.consumedOn == nil else { return .again(code) }
            try connection.execute(
                "UPDATE authorization_code SET consumed_on = ?2 WHERE code_hash = ?1",
                [hash, moment]
            )
            return .first(code)
        }
    }

    /// A code without marking it.
    package func authorizationCode(hash: String) throws -> AuthorizationCodeRecord? {
        try one(AuthorizationCodeRecord.self, where: "code_hash = ?", [hash])
    }

    package func refreshToken(hash: String) throws -> RefreshTokenRecord? {
        try one(RefreshTokenRecord.self, where: "token_hash = ?", [hash])
    }

    /// Marks a refresh token as used; the service accepts it again, so the caller decides what a second use means.
    package func useRefreshToken(hash: String, at moment: Date) throws -> Use<RefreshTokenRecord> {
        try store.write { connection in
            guard let token = try connection.record(RefreshTokenRecord.self, where: "token_hash = ?", [hash])
            else { return .unknown }
            guard token.consumedOn == nil else { return .again(token) }
            try connection.execute("UPDATE refresh_token SET consumed_on = ?2 WHERE token_hash = ?1", [hash, moment])
            return .first(token)
        }
    }

    /// Makes all tokens that came from one sign-in worthless.
    package func voidTokens(family familyID: String, at moment: Date) throws {
        let mark = try TokenFamily.storedMark(familyID)
        try store.write { connection in
            try connection.execute("DELETE FROM refresh_token WHERE family_id = ?", [familyID])
            try connection.execute(
                "INSERT OR IGNORE INTO void_family (mark, voided_on, expires_on) VALUES (?, ?, ?)",
                [mark, moment, moment.addingTimeInterval(Self.longestTokenLife)]
            )
        }
    }

    /// When the tokens with a mark became worthless; `nil` when they are good.
    package func voidedOn(familyMark mark: String) throws -> Date? {
        try store.read { connection in
            try connection.first("SELECT voided_on FROM void_family WHERE mark = ?", [mark]) { try $0.date() }
        }
    }

    // No access token lives longer.
    private static let longestTokenLife: TimeInterval = 2 * 86_400

    /// Remembers the id of a client assertion.
    ///
    /// - Returns: False when the client used this id before: a replay.
    package func useAssertion(jti: String, clientID: String, expiresOn: Date) throws -> Bool {
        try change(
            "INSERT OR IGNORE INTO consumed_assertion (jti, client_id, expires_on) VALUES (?, ?, ?)",
            [jti, clientID, expiresOn]
        )
    }

    /// Notes how the user of a session proved to be it.
    package func setAuthenticationMethods(_ methods: [String], ofSession idHash: String) throws {
        try change(
            "UPDATE sign_in_session SET authentication_methods = ?2 WHERE id_hash = ?1",
            [idHash, methods.joined(separator: " ")]
        )
    }

    /// Remembers that a user's one-time password of a period was used.
    ///
    /// - Returns: False when it had been used before.
    package func useOneTimePassword(ofUser userID: String, step: Int64, expiresOn: Date) throws -> Bool {
        try change(
            "INSERT OR IGNORE INTO used_one_time_password (user_id, step, expires_on) VALUES (?, ?, ?)",
            [userID, step, expiresOn]
        )
    }

    /// Gives a user who has none the secret of a second factor.
    ///
    /// - Returns: False when the user has one.
    package func registerOneTimePassword(_ secret: String, ofUser userID: String) throws -> Bool {
        try change(
            "UPDATE user SET one_time_password_secret = ?2 WHERE id = ?1 AND one_time_password_secret IS NULL",
            [userID, secret]
        )
    }

    package func signInSession(idHash: String) throws -> SignInSessionRecord? {
        try one(SignInSessionRecord.self, where: "id_hash = ?", [idHash])
    }

    @discardableResult
    package func deleteSignInSession(idHash: String) throws -> Bool {
        try change("DELETE FROM sign_in_session WHERE id_hash = ?", [idHash])
    }

    /// Forgets codes, tokens, sessions and assertions that ended a while ago.
    ///
    /// Until then a client that uses one hears that it has expired, not that it never was.
    package func deleteExpiredSignIns(now: Date) throws {
        for (table, days) in Self.kept {
            let rows = "\(table) WHERE expires_on < ?"
            let limit = now.addingTimeInterval(-86_400 * days)
            let isThere = try store.read { connection in
                try connection.first("SELECT 1 FROM \(rows) LIMIT 1", [limit]) { try $0.integer() } != nil
            }
            // A write, even of nothing, makes everybody look at everything anew.
            if isThere { _ = try store.write { try $0.execute("DELETE FROM \(rows)", [limit]) } }
        }
    }

    // What is single-use and has no message of its own when it has expired need not be kept.
    private static let kept: [(table: String, days: Double)] = [
        ("authorization_code", 1), ("device_code", 1), ("refresh_token", 30), ("sign_in_session", 0),
        ("consumed_assertion", 0), ("void_family", 0), ("used_one_time_password", 0),
    ]
}
