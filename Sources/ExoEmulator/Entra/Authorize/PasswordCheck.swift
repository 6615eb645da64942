import ExoCrypto

/// Decides whether a password is a user's.
enum PasswordCheck {
    private static let longest = 256

    /// Checks a password.
    ///
    /// - Throws: ``EntraError`` 50052, 50056, 50126 or 50057; the last one only to who knows the password.
    static func check(_ password: String, of user: UserRecord) throws {
        guard password.count <= longest else { throw EntraError.longPassword }
        guard let hash = user.passwordHash else { throw EntraError.noPassword }
        guard try PasswordHash.matches(Array(password.utf8), hash) else { throw EntraError.wrongPassword }
        guard user.accountEnabled else { throw EntraError.disabledUser }
    }
}

extension EntraError {
    /// The password is longer than any can be.
    static var longPassword: Self {
        Self(code: 50052, name: "invalid_grant", text: "The password entered exceeds the maximum length of 256.")
    }
}
