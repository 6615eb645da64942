public import ExoTransport

/// Something worth a line in a log: a constant message and the facts as fields.
///
/// No event holds a token, a request's body or the authorization header.
public struct ConnectionEvent: Sendable {
    /// A fact of an event.
    public struct Field: Sendable, Equatable {
        /// What the fact is about, such as `status`.
        public var name: String
        /// The fact.
        public var value: String

        /// Makes a field.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// What happened.
    public var kind: Kind
    /// The facts, in their order.
    public var fields: [Field]
    /// The wait that begins, for an event of kind ``Kind/waiting``: why, and for how long.
    public var wait: RetryWait?

    /// Makes an event.
    public init(_ kind: Kind, _ fields: [Field] = [], wait: RetryWait? = nil) {
        self.kind = kind
        self.fields = fields
        self.wait = wait
    }

    /// The message of the event's kind.
    public var message: String { kind.description }

    /// The fact of that name.
    public subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

    /// Kinds of events.
    public struct Kind: Hashable, Sendable, CustomStringConvertible {
        private enum Value: String {
            case requestSent = "request sent"
            case replyReceived = "reply received"
            case redirected = "redirected"
            case waiting = "waiting before a repetition"
            case tokenRenewed = "token renewed"
            case tokenWarning = "token looks doubtful"
            case connected = "connected"
            case addressLeft = "the remembered address fails"
        }
        private let value: Value

        /// A request was sent: `method`, `url`, `cmdlet`, `client-request-id`.
        public static var requestSent: Self { Self(value: .requestSent) }
        /// The head of a reply came: `status`, `request-id`.
        public static var replyReceived: Self { Self(value: .replyReceived) }
        /// The service pointed elsewhere and was followed: `url`.
        public static var redirected: Self { Self(value: .redirected) }
        /// A request will be repeated: `seconds`, `attempt`, `reason`, and ``ConnectionEvent/wait``.
        public static var waiting: Self { Self(value: .waiting) }
        /// The token's source gave a new one: `expires`.
        public static var tokenRenewed: Self { Self(value: .tokenRenewed) }
        /// The token was accepted with a doubt: `claim`, `text`.
        public static var tokenWarning: Self { Self(value: .tokenWarning) }
        /// A connection was made: `tenant`, `url`, `connection-id`.
        public static var connected: Self { Self(value: .connected) }
        /// The address remembered for the tenant fails, and requests begin again at the front door: `url`, `next`.
        public static var addressLeft: Self { Self(value: .addressLeft) }

        /// The constant message.
        public var description: String { value.rawValue }
    }
}

/// Receives events; called on any thread, often several at once.
public typealias ConnectionObserver = @Sendable (ConnectionEvent) -> Void
