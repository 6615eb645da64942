import EmulatorCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Locks a user out for a while after too many wrong passwords or codes in a row, each time for longer.
struct SmartLockout: Sendable {
    /// Wrong tries before the first lock-out; afterwards every one locks again.
    static let limit = 10
    /// Seconds the first lock-out lasts; each further one lasts twice as long.
    static let duration: TimeInterval = 60
    private static let longest: TimeInterval = 86400
    private static let mostDoublings = 11

    let directory: Directory
    let now: Date

    /// Refuses a user who is locked out, whatever was typed.
    ///
    /// - Throws: ``EntraError`` 50053.
    func check(_ user: UserRecord) throws {
        if let end = user.lockedUntil, end > now { throw EntraError.lockedOut }
    }

    /// Counts a wrong try.
    func countFailure(of user: UserRecord) throws {
        try directory.store.write { connection in
            try connection.execute("UPDATE user SET failed_sign_ins = failed_sign_ins + 1 WHERE id = ?", [user.id])
            let failures = try connection.first("SELECT failed_sign_ins FROM user WHERE id = ?", [user.id]) {
                try $0.integer()
            }
            guard let failures, failures >= Self.limit else { return }
            let doublings = min(failures - Self.limit, Self.mostDoublings)
            let length = min(Self.duration * Double(1 << doublings), Self.longest)
            try connection.execute(
                "UPDATE user SET locked_until = ?2 WHERE id = ?1",
                [user.id, now.addingTimeInterval(length)]
            )
        }
    }

    /// Forgets the wrong tries of a user who got it right.
    func forget(_ user: UserRecord) throws {
        guard user.failedSignIns > 0 || user.lockedUntil != nil else { return }
        try directory.change("UPDATE user SET failed_sign_ins = 0, locked_until = NULL WHERE id = ?", [user.id])
    }
}

extension EntraError {
    /// Too many wrong tries in a row.
    static var lockedOut: Self {
        Self(
            code: 50053,
            name: "invalid_grant",
            text: "The account is locked, you've tried to sign in too many times with an incorrect user ID or password."
        )
    }
}
