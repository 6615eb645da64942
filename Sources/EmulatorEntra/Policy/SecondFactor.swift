import EmulatorAdministration
import EmulatorCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Checks and registers the second factor of users.
struct SecondFactor: Sendable {
    private let directory: Directory
    private let now: Date

    init(_ call: EntraCall) {
        directory = call.context.directory
        now = call.trace.now
    }

    /// Checks a code; each is good once.
    ///
    /// - Throws: ``EntraError`` 50053 or 500121.
    func check(_ code: String, of user: UserRecord) throws {
        // The record may be as old as the session; what counts against it is in the store.
        guard let user = try directory.user(id: user.id), let secret = user.oneTimePasswordSecret else {
            throw EntraError.wrongCode
        }
        try use(code, secret: secret, of: user)
    }

    /// Registers a secret, with a code that shows that the user has it.
    ///
    /// - Throws: ``EntraError`` 50053 or 500121, also when the user has a second factor already.
    func register(_ secret: String, of user: UserRecord, code: String) throws {
        guard let user = try directory.user(id: user.id) else { throw EntraError.wrongCode }
        try use(code, secret: secret, of: user)
        guard try directory.registerOneTimePassword(secret, ofUser: user.id) else { throw EntraError.wrongCode }
    }

    private func use(_ code: String, secret: String, of user: UserRecord) throws {
        let lockout = SmartLockout(directory: directory, now: now)
        try lockout.check(user)
        let step = try OneTimePassword.step(of: code, secret: secret, at: now)
        guard let step,
            try directory.useOneTimePassword(
                ofUser: user.id,
                step: step,
                expiresOn: now.addingTimeInterval(4 * OneTimePassword.period)
            )
        else {
            try lockout.countFailure(of: user)
            throw EntraError.wrongCode
        }
        try lockout.forget(user)
    }
}

extension EntraError {
    /// The code of the second factor is wrong, too old or was used before.
    static var wrongCode: Self {
        Self(
            code: 500_121,
            name: "interaction_required",
            text: "Authentication failed during strong authentication request: the code is wrong, too old or was used "
                + "before."
        )
    }

    /// Whether another code may help.
    var isAboutCode: Bool { [500_121, 50053].contains(code) }
}
