import EmulatorCore
import ExoJSON

/// Refusals by what a tenant demands of a sign-in.
extension EntraError {
    /// Whether the user can mend the refusal on a page.
    var isMendedByPage: Bool { [50076, 50079, 70043].contains(code) }

    /// The refusal with the policy that a client has to name at its next try.
    func with(policy id: String) -> Self {
        var error = self
        if [50076, 50079, 53000, 53001, 53002, 53003, 53009].contains(code) {
            error.claims = [
                "access_token": ["capolids": ["essential": true, "values": [.string(id)]]]
            ]
        }
        return error
    }

    /// The name under which a generation of the endpoints refuses what an interaction may mend.
    private static func interaction(_ version: ProtocolVersion) -> String {
        version == .v1 ? "interaction_required" : "invalid_grant"
    }

    /// A policy blocks the sign-in.
    static func blockedByPolicy(_ version: ProtocolVersion) -> Self {
        Self(
            code: 53003,
            name: interaction(version),
            suberror: "message_only",
            text: "Access has been blocked by Conditional Access policies. The access policy does not allow token "
                + "issuance."
        )
    }

    /// A policy asks for what cannot be told, so it blocks.
    static func unreadablePolicy(_ name: String, _ reason: String, _ version: ProtocolVersion) -> Self {
        var error = blockedByPolicy(version)
        error.text += " This emulator cannot evaluate the policy '\(name)': \(reason)."
        return error
    }

    /// A second factor is needed, or has to be registered first.
    static func secondFactor(isRegistered: Bool, version: ProtocolVersion) -> Self {
        isRegistered
            ? Self(
                code: 50076,
                name: interaction(version),
                suberror: "basic_action",
                text:
                    "Due to a configuration change made by your administrator, or because you moved to a new location, "
                    + "you must use multi-factor authentication to access the resource."
            )
            : Self(
                code: 50079,
                name: interaction(version),
                suberror: "basic_action",
                text:
                    "Due to a configuration change made by your administrator, or because you moved to a new location, "
                    + "you must enroll in multi-factor authentication to access the resource."
            )
    }

    /// The device does not fit, and no device does here.
    static func deviceRefused(_ code: Int, _ reason: String, _ version: ProtocolVersion) -> Self {
        Self(
            code: code,
            name: interaction(version),
            text: "Conditional Access policy requires another device or application: the device \(reason)."
        )
    }

    /// The password has to be changed because of a risk.
    static var passwordChangeForced: Self {
        Self(
            code: 50135,
            name: "invalid_grant",
            suberror: "user_password_expired",
            text: "Password change is required due to account risk."
        )
    }

    /// Something outside has to be done first.
    static var externalChallenge: Self {
        Self(
            code: 50158,
            name: "interaction_required",
            text: "External security challenge was not satisfied. The user has to accept terms or pass another check."
        )
    }

    /// The user signed in too long ago.
    static var signInTooOld: Self {
        Self(
            code: 70043,
            name: "invalid_grant",
            suberror: "bad_token",
            text: "The refresh token has expired or is invalid due to sign-in frequency checks by Conditional Access."
        )
    }
}
