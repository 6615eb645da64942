import EmulatorAdministration
import EmulatorCore
import ExoCrypto

/// Decides whether a password is a user's.
enum PasswordCheck {
    private static let longest = 256
    // What no password is checked against costs as much as what is.
    private static let nobodysHash = Result {
        try PasswordHash.make(RandomBytes.make(32), iterations: Administration.hashIterations)
    }

    /// Spends the time that a wrong password takes, where there is nobody whose password it could be.
    static func pretend(_ password: String) throws {
        guard password.count <= longest else { throw EntraError.longPassword }
        _ = try PasswordHash.matches(Array(password.utf8), nobodysHash.get())
    }

    /// Checks a password; wrong ones lock the user out in the end.
    ///
    /// - Throws: ``EntraError`` 50052, 50053, 50056, 50126, 50057 or 50055; the last two only to who knows the password.
    static func check(_ password: String, of user: UserRecord, _ call: EntraCall) throws {
        guard password.count <= longest else { throw EntraError.longPassword }
        let directory = call.context.directory
        let lockout = SmartLockout(directory: directory, now: call.trace.now)
        try lockout.check(user)
        guard let hash = user.passwordHash else {
            try pretend(password)
            throw EntraError.noPassword
        }
        guard try PasswordHash.matches(Array(password.utf8), hash) else {
            try lockout.countFailure(of: user)
            throw EntraError.wrongPassword
        }
        // Tries at the same time may have locked the user out while this one was looked at.
        if let current = try directory.user(id: user.id) {
            try lockout.check(current)
            try lockout.forget(current)
        }
        guard user.accountEnabled else { throw EntraError.disabledUser }
        guard !user.mustChangePassword else { throw EntraError.expiredPassword }
    }
}

extension EntraError {
    /// The password is longer than any can be.
    static var longPassword: Self {
        Self(code: 50052, name: "invalid_grant", text: "The password entered exceeds the maximum length of 256.")
    }

    /// The password was set by an administrator, or is too old.
    static var expiredPassword: Self {
        Self(
            code: 50055,
            name: "invalid_grant",
            suberror: "user_password_expired",
            text: "The password is expired. The user has to set a new one on the sign-in page."
        )
    }
}
