extension ExchangeError {
    /// What a caller can do about an error.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Value: String {
            case notConnected, tokenRefused, tokenExpired, tokenUnavailable, unauthorized, forbidden, notFound, conflict
            case invalidRequest, throttled, unavailable, timedOut, unexpectedResponse, serviceFailed, incomplete
            case outcomeUnknown, redirectRefused, declined, closed, guarded, notRecorded, wrongTenant
        }
        private let value: Value

        /// The service could not be reached: name, network, proxy or certificate.
        public static var notConnected: Self { Self(value: .notConnected) }
        /// The token contradicts what was asked; nothing was sent.
        public static var tokenRefused: Self { Self(value: .tokenRefused) }
        /// The token's time is over and it has no source that gives a new one; nothing was sent.
        public static var tokenExpired: Self { Self(value: .tokenExpired) }
        /// The token's source gave none.
        public static var tokenUnavailable: Self { Self(value: .tokenUnavailable) }
        /// The service does not accept the token.
        public static var unauthorized: Self { Self(value: .unauthorized) }
        /// The identity may not do this.
        public static var forbidden: Self { Self(value: .forbidden) }
        /// No such object.
        public static var notFound: Self { Self(value: .notFound) }
        /// The object exists already or was changed meanwhile.
        public static var conflict: Self { Self(value: .conflict) }
        /// The request is malformed: cmdlet, parameter or value.
        public static var invalidRequest: Self { Self(value: .invalidRequest) }
        /// Too many requests; nothing was executed.
        public static var throttled: Self { Self(value: .throttled) }
        /// The service cannot answer now; nothing was read or executed.
        public static var unavailable: Self { Self(value: .unavailable) }
        /// A time limit passed; only reads end this way.
        public static var timedOut: Self { Self(value: .timedOut) }
        /// The reply is not of the service's form.
        public static var unexpectedResponse: Self { Self(value: .unexpectedResponse) }
        /// The service tried and failed.
        public static var serviceFailed: Self { Self(value: .serviceFailed) }
        /// A listing ended before its end; the rows handed out are good.
        public static var incomplete: Self { Self(value: .incomplete) }
        /// A change may or may not have been made; look before repeating it.
        public static var outcomeUnknown: Self { Self(value: .outcomeUnknown) }
        /// The service pointed to a place where the token must not go, or in a circle.
        public static var redirectRefused: Self { Self(value: .redirectRefused) }

        /// The connection was closed; nothing was sent.
        public static var closed: Self { Self(value: .closed) }
        /// A guard rail of the connection forbids it (``GuardRails``); nothing was sent.
        public static var guarded: Self { Self(value: .guarded) }
        /// The change log could not be written (``ChangeLog``); nothing was sent.
        public static var notRecorded: Self { Self(value: .notRecorded) }
        /// Another tenant answers than the one that was asked for; no cmdlet was sent.
        public static var wrongTenant: Self { Self(value: .wrongTenant) }
        /// The change was not confirmed; nothing was executed.
        public static var declined: Self { Self(value: .declined) }

        /// The name of the code.
        public var description: String { value.rawValue }
    }
}
