import EmulatorCore

/// Refusals of the device code flow.
extension EntraError {
    /// Nobody has let the device in yet.
    static var authorizationPending: Self {
        Self(
            code: 70016,
            name: "authorization_pending",
            text: "OAuth 2.0 device flow error. Authorization is pending. Continue polling."
        )
    }

    /// The device asks too often.
    static var slowDown: Self {
        Self(
            code: 70016,
            name: "slow_down",
            text: "OAuth 2.0 device flow error. Authorization is pending. Poll less often."
        )
    }

    /// The user turned the device away.
    static var declinedDevice: Self {
        Self(
            code: 90120,
            name: "authorization_declined",
            text: "The end user denied the authorization request of the device."
        )
    }

    /// The device's sign-in took too long.
    static func expiredDeviceCode(_ version: ProtocolVersion) -> Self {
        Self(
            code: 70019,
            name: version == .v1 ? "code_expired" : "expired_token",
            text: "The verification code has expired. Have the user retry the sign-in."
        )
    }

    /// There is no such device code.
    static var unknownDeviceCode: Self {
        Self(
            code: 70018,
            name: "bad_verification_code",
            text: "Invalid verification code due to user typing in wrong user code for device code flow."
        )
    }

    /// The device has its tokens already.
    static var redeemedDeviceCode: Self {
        Self(code: 54005, name: "invalid_grant", text: "The device code was already redeemed. Start a new sign-in.")
    }

    /// The user typed a code that no device waits for.
    static var unknownUserCode: Self {
        var error = unknownDeviceCode
        error.text = "That code didn't work. Check the code and try again."
        return error
    }

    /// The user typed a code too late.
    static var expiredUserCode: Self {
        var error = expiredDeviceCode(.v2)
        error.text = "That code has expired. Go back to the device and start again."
        return error
    }

    /// The user typed nothing.
    static var emptyUserCode: Self {
        Self(code: 90119, name: "invalid_grant", text: "The user code is null or empty.")
    }

    /// The device was let in or turned away before.
    static var settledDevice: Self {
        Self(
            code: 90120,
            name: "invalid_grant",
            text: "The user code was already used: the device request was authorized or declined before."
        )
    }

    /// Too many wrong codes came from one address.
    static var tooManyUserCodes: Self {
        Self(
            code: 90055,
            name: "temporarily_unavailable",
            status: 429,
            text: "There have been too many wrong codes. Wait a few minutes and try again."
        )
    }

    /// Whether another code may help.
    var isAboutUserCode: Bool { [70018, 70019, 90120].contains(code) }
}
