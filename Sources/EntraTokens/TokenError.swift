/// Why there is no usable token.
public struct TokenError: Error, Sendable, CustomStringConvertible {
    /// What callers switch on.
    public var code: Code
    /// For a person: the cause and the evidence; never a part of a token or secret.
    public var message: String
    /// What mends it.
    public var repair: Repair?
    /// What lay underneath, such as ``EntraError``.
    public var cause: (any Error)?

    /// Makes an error.
    public init(code: Code, message: String, repair: Repair? = nil, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.repair = repair
        self.cause = cause
    }

    /// The message, followed by the repair.
    public var description: String { repair.map { "\(message)\n\($0)" } ?? message }

    /// Kinds of failure.
    public struct Code: Hashable, Sendable {
        private enum Value {
            case notAToken, truncated, encrypted, tooLarge, malformed, expired, cannotRenew
            case refused, throttled, unavailable, noSuchTenant, unexpectedResponse, invalidRequest, unknownCloud
            case interactionRequired, storeFailed, cancelled
            case timedOut, brokerUnavailable, unusableCredential, sourceUnavailable
        }
        private let value: Value

        /// The text is something else than a token.
        public static var notAToken: Self { Self(value: .notAToken) }
        /// The token's beginning is there and its end is not.
        public static var truncated: Self { Self(value: .truncated) }
        /// The token is encrypted for its service, so that nobody else can inspect it.
        public static var encrypted: Self { Self(value: .encrypted) }
        /// The text is longer than any token.
        public static var tooLarge: Self { Self(value: .tooLarge) }
        /// The token has a token's form with something else inside.
        public static var malformed: Self { Self(value: .malformed) }
        /// The token has expired and there is no way to renew it.
        public static var expired: Self { Self(value: .expired) }
        /// The service asks for a new token and there is no way to get one.
        public static var cannotRenew: Self { Self(value: .cannotRenew) }
        /// The token service refused; the cause is an ``EntraError``.
        public static var refused: Self { Self(value: .refused) }
        /// The token service asks to wait.
        public static var throttled: Self { Self(value: .throttled) }
        /// The token service, or the program that is asked for tokens, cannot be reached or fails.
        public static var unavailable: Self { Self(value: .unavailable) }
        /// No tenant has that domain or identity.
        public static var noSuchTenant: Self { Self(value: .noSuchTenant) }
        /// The token service answered something that is no answer.
        public static var unexpectedResponse: Self { Self(value: .unexpectedResponse) }
        /// What was asked for cannot be sent.
        public static var invalidRequest: Self { Self(value: .invalidRequest) }
        /// No cloud has that name.
        public static var unknownCloud: Self { Self(value: .unknownCloud) }
        /// A person has to sign in, and there is none or it is not allowed.
        public static var interactionRequired: Self { Self(value: .interactionRequired) }
        /// Whoever was to sign in, or to consent, said no.
        public static var cancelled: Self { Self(value: .cancelled) }
        /// Nobody signed in while that was waited for.
        public static var timedOut: Self { Self(value: .timedOut) }
        /// There is no identity broker, or no way to it.
        public static var brokerUnavailable: Self { Self(value: .brokerUnavailable) }
        /// The way to get a token is not there: no such program, file, variable or machine; another way may be.
        public static var sourceUnavailable: Self { Self(value: .sourceUnavailable) }
        /// Kept tokens cannot be read or written.
        public static var storeFailed: Self { Self(value: .storeFailed) }
        /// What is to prove the application cannot be used: a certificate that ended, a wrong password, an empty assertion.
        public static var unusableCredential: Self { Self(value: .unusableCredential) }
    }
}
