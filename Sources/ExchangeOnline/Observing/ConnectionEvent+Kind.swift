extension ConnectionEvent {
    /// Kinds of events.
    public struct Kind: Hashable, Sendable, CustomStringConvertible {
        private enum Value: String {
            case held = "held back"
            case requestSent = "request sent"
            case replyReceived = "reply received"
            case replyEnded = "reply read"
            case requestFailed = "no reply came"
            case redirected = "redirected"
            case waiting = "waiting before a repetition"
            case repeated = "repeated at once"
            case tokenRenewed = "token renewed"
            case tokenWarning = "token looks doubtful"
            case connected = "connected"
            case addressLeft = "the remembered address fails"
            case changeNotRecorded = "the end of a change is not in the change log"
        }
        private let value: Value

        /// A request is held back by the pace of its tenant.
        public static var held: Self { Self(value: .held) }
        /// A request was sent.
        public static var requestSent: Self { Self(value: .requestSent) }
        /// The head of a reply came.
        public static var replyReceived: Self { Self(value: .replyReceived) }
        /// The body of a reply was read, or nobody reads on.
        public static var replyEnded: Self { Self(value: .replyEnded) }
        /// No reply came.
        public static var requestFailed: Self { Self(value: .requestFailed) }
        /// The service pointed elsewhere and was followed.
        public static var redirected: Self { Self(value: .redirected) }
        /// A request will be repeated after a wait.
        public static var waiting: Self { Self(value: .waiting) }
        /// A request is repeated at once.
        public static var repeated: Self { Self(value: .repeated) }
        /// The token's source gave a new one.
        public static var tokenRenewed: Self { Self(value: .tokenRenewed) }
        /// The token was accepted with a doubt.
        public static var tokenWarning: Self { Self(value: .tokenWarning) }
        /// A connection was made.
        public static var connected: Self { Self(value: .connected) }
        /// The address remembered for the tenant fails.
        public static var addressLeft: Self { Self(value: .addressLeft) }
        /// A change was made, and its end could not be written into the change log.
        public static var changeNotRecorded: Self { Self(value: .changeNotRecorded) }

        /// The constant message.
        public var description: String { value.rawValue }
    }

    /// What kind of event it is.
    public var kind: Kind {
        switch details {
        case .held: .held
        case .requestSent: .requestSent
        case .replyReceived: .replyReceived
        case .replyEnded: .replyEnded
        case .requestFailed: .requestFailed
        case .redirected: .redirected
        case .waiting: .waiting
        case .repeated: .repeated
        case .tokenRenewed: .tokenRenewed
        case .tokenWarning: .tokenWarning
        case .connected: .connected
        case .addressLeft: .addressLeft
        case .changeNotRecorded: .changeNotRecorded
        }
    }

    /// The message of the event's kind.
    public var message: String { kind.description }
}
