package import EmulatorCore
import ExoCrypto
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The people of a tenant.
package struct Users: Sendable {
    private static let resource = "User"

    /// The member of somebody's document that says when the password was set last, if it was after the account was made.
    package static let passwordChange = "lastPasswordChangeDateTime"

    package let administration: Administration

    package init(administration: Administration) {
        self.administration = administration
    }

    private var directory: Directory { administration.directory }

    /// A user that is not stored yet, without a password.
    package func draft(userPrincipalName: String, displayName: String, mailNickname: String) -> UserRecord {
        UserRecord(
            id: Administration.newID(),
            tenantID: administration.tenantID,
            userPrincipalName: userPrincipalName,
            displayName: displayName,
            mailNickname: mailNickname,
            accountEnabled: true,
            userType: "Member",
            tokensValidFrom: administration.now,
            createdOn: administration.now
        )
    }

    /// Stores a new user.
    ///
    /// - Parameters:
    ///   - user: The user.
    ///   - password: The first password.
    ///   - mustChange: Whether the user has to choose another one at the first sign-in.
    /// - Returns: The user as stored.
    /// - Throws: ``AdministrationError`` when something is missing, taken or not allowed.
    @discardableResult
    package func create(_ user: UserRecord, password: String, mustChange: Bool = true) throws -> UserRecord {
        var user = user
        user.passwordHash = try Self.hash(password)
        user.mustChangePassword = mustChange
        try directory.store.write { connection in
            try check(user)
            try connection.insert(user)
            try directory.follower?.userChanged(from: nil, to: user)
            try administration.tell(.addUser, on: .init(user), changes: UserChanges.between(nil, user))
        }
        return user
    }

    /// Stores a changed user, whoever changes it: Graph, the portal, Exchange or the control API.
    ///
    /// A block and another password end every session, and void every token, from before.
    package func update(_ user: UserRecord) throws {
        try directory.store.write { _ in
            var user = user
            let before = try administration.user(user.id)
            try check(user, before)
            if before.passwordHash != user.passwordHash {
                var document = try JSONValue(parsing: user.document).objectValue ?? [:]
                document[Self.passwordChange] = .string(administration.now.formatted(.iso8601))
                user.document = JSONValue.object(document).text()
            }
            try directory.save(user, from: before)
            if before.accountEnabled && !user.accountEnabled || before.passwordHash != user.passwordHash {
                try directory.revokeSessions(ofUser: user.id, at: administration.now)
            }
            try directory.follower?.userChanged(from: before, to: user)
            try administration.tell(user, was: before)
        }
    }

    /// Sets a password in the user's stead; every token from before is void.
    package func setPassword(_ password: String, ofUser id: String, mustChange: Bool) throws {
        let hash = try Self.hash(password)
        try directory.store.write { _ in
            var user = try administration.user(id)
            user.passwordHash = hash
            user.mustChangePassword = mustChange
            user.failedSignIns = 0
            user.lockedUntil = nil
            try update(user)
        }
    }

    /// Changes a user's own password.
    ///
    /// - Throws: ``AdministrationError`` when the old one is wrong or the new one not good enough.
    package func changePassword(ofUser id: String, from old: String, to new: String) throws {
        let user = try administration.user(id)
        guard let hash = user.passwordHash, try PasswordHash.matches(Array(old.utf8.prefix(1024)), hash) else {
            throw AdministrationError(
                "Access is denied due to the current password being incorrect.",
                code: "Request_BadRequest"
            )
        }
        try setPassword(new, ofUser: user.id, mustChange: false)
    }

    package func setEnabled(_ isEnabled: Bool, ofUser id: String) throws {
        var user = try administration.user(id)
        user.accountEnabled = isEnabled
        try update(user)
    }

    /// Makes every token and session of a user from before now worthless.
    package func revokeSessions(ofUser id: String) throws {
        try directory.revokeSessions(ofUser: try administration.user(id).id, at: administration.now)
    }

    /// Deletes a user, who can be restored.
    package func delete(_ id: String) throws {
        try directory.store.write { _ in
            let user = try administration.user(id)
            let roles = try RoleAssignments(administration: administration).list()
            let administrators = roles.filter { $0.roleTemplateID == DirectoryRoleID.globalAdministrator }
            guard administrators.map(\.principalID) != [user.id] else {
                throw AdministrationError("The last global administrator of the company cannot be deleted.")
            }
            try DeletedObjects(administration: administration).delete(user)
        }
    }

    // What stays as it was is nobody's fault now.
    private func check(_ user: UserRecord, _ before: UserRecord? = nil) throws {
        if user.displayName != before?.displayName {
            try DisplayName.check(user.displayName, of: Self.resource)
        }
        if user.mailNickname != before?.mailNickname { try Self.checkNickname(user.mailNickname) }
        guard user.userPrincipalName != before?.userPrincipalName else { return }
        try checkName(user)
        let holder = try directory.user(user.userPrincipalName)
        guard holder == nil || holder?.id == before?.id else { throw AdministrationError.conflict("userPrincipalName") }
    }

    private static func checkNickname(_ name: String) throws {
        guard (1...64).contains(name.utf8.count), !name.contains(where: isForbidden) else {
            throw AdministrationError.invalid("mailNickname", of: resource)
        }
    }

    private func checkName(_ user: UserRecord) throws {
        let parts = user.userPrincipalName.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, let name = parts.first, (1...64).contains(name.utf8.count),
            name.utf8.allSatisfy({ (0x21...0x7E).contains($0) && !#"\"(),/:;<=>?[]|%&*{}"#.utf8.contains($0) }),
            !name.hasPrefix("."), !name.hasSuffix(".")
        else { throw AdministrationError.invalid("userPrincipalName", of: Self.resource) }
        let domain = try directory.domain(named: String(parts[1]))
        guard domain?.tenantID == administration.tenantID else {
            let message = """
                The domain portion of the userPrincipalName property is invalid. You must use one of the verified domain \
                names in your organization.
                """
            throw AdministrationError(
                message,
                details: [.init(code: "InvalidDomain", message: message, target: "userPrincipalName")]
            )
        }
    }

    private static func isForbidden(_ character: Character) -> Bool {
        character.isWhitespace || #"@()\[]";:<>,"#.contains(character)
    }

    /// Hashes a password that is good enough: eight characters, three of four kinds.
    private static func hash(_ password: String) throws -> String {
        let kinds = [
            password.contains(where: \.isLowercase), password.contains(where: \.isUppercase),
            password.contains(where: \.isNumber), password.contains { !$0.isLetter && !$0.isNumber },
        ]
        guard (8...256).contains(password.count), password.utf8.count <= 1024, kinds.count(where: { $0 }) >= 3 else {
            let message = """
                The specified password does not comply with password complexity requirements. Please provide a different \
                password.
                """
            throw AdministrationError(
                message,
                details: [.init(code: "PasswordPolicyViolation", message: message, target: "passwordProfile")]
            )
        }
        return try PasswordHash.make(Array(password.utf8), iterations: Administration.hashIterations)
    }
}
