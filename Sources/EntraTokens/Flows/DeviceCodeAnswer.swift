/// What a refusal means while a device code waits to be entered (RFC 8628, section 3.5).
enum DeviceCodeAnswer {
    /// Nobody has entered it yet.
    case pending
    /// The authority was asked too soon.
    case slowDown
    /// The authority does not answer now.
    case away
    /// There will be no token.
    case final(TokenError)

    /// Reads a refusal.
    init(_ error: TokenError) {
        let refusal = error.cause as? EntraError
        switch refusal?.error {
        case "authorization_pending": self = .pending
        case "slow_down": self = .slowDown
        // Three names are met for one answer.
        case "authorization_declined", "access_denied", "code_declined":
            self = .final(
                TokenError(
                    code: .cancelled,
                    message: "the sign-in was declined on the other device",
                    repair: "begin the sign-in again, and confirm it",
                    cause: refusal
                )
            )
        case "expired_token", "code_expired": self = .final(Self.expired(after: error))
        default:
            if error.code == .unavailable || error.code == .throttled {
                self = .away
            } else if let code = refusal?.code, code == 70019 || code == 70020 {
                self = .final(Self.expired(after: error))
            } else {
                var error = error
                if refusal != nil, error.repair == nil { error.repair = "begin the sign-in again" }
                self = .final(error)
            }
        }
    }

    /// The code's end.
    ///
    /// - Parameter last: What the authority said last.
    /// - Returns: The error.
    static func expired(after last: TokenError) -> TokenError {
        let isAway = last.code == .unavailable || last.code == .throttled
        return TokenError(
            code: .timedOut,
            message: "the code ended before a sign-in with it was complete\(isAway ? "; \(last.message)" : "")",
            repair: "begin the sign-in again, and enter the new code",
            cause: last.cause
        )
    }
}
