public import EntraTokens
public import ExoTransport

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Something that a connection did, as values.
///
/// No event holds a token, a request's body, the query of an address or the authorization header. Requests to the sign-in service
/// are told by who sends them (``ConnectionObserver/ofSignIn``).
public struct ConnectionEvent: Sendable {
    /// Whose event it is; tells the connections apart that one observer follows.
    public var subject: Subject
    /// What happened, with its facts.
    public var details: Details

    /// Makes an event.
    public init(_ details: Details, of subject: Subject = Subject()) {
        self.details = details
        self.subject = subject
    }

    /// What an event is about; what is not known yet, or does not apply, is `nil`.
    public struct Subject: Sendable, Hashable {
        /// The id of the tenant.
        public var tenantID: String?
        /// The service that is administered.
        public var service: AdminService?
        /// The id of the connection.
        public var connectionID: String?
        /// The cmdlet under way.
        public var cmdlet: String?
        /// The id that we gave the call: `client-request-id`.
        public var correlationID: String?
        /// Whether it is a request to the sign-in service: for a token, or for what leads to one.
        public var isSignIn: Bool

        /// Makes a subject.
        public init(
            tenantID: String? = nil,
            service: AdminService? = nil,
            connectionID: String? = nil,
            cmdlet: String? = nil,
            correlationID: String? = nil,
            isSignIn: Bool = false
        ) {
            self.tenantID = tenantID
            self.service = service
            self.connectionID = connectionID
            self.cmdlet = cmdlet
            self.correlationID = correlationID
            self.isSignIn = isSignIn
        }
    }

    /// What happened.
    @nonexhaustive
    public enum Details: Sendable {
        /// A request is held back for so long by the pace of its tenant.
        case held(Duration)
        /// A request was sent.
        case requestSent(SentRequest)
        /// The head of a reply came.
        case replyReceived(ReplyHead)
        /// The body of a reply was read, or nobody reads on.
        case replyEnded(ReplyEnd)
        /// No reply came to a request, so long after it was sent.
        case requestFailed(TransportError, after: Duration)
        /// The service pointed elsewhere and was followed.
        case redirected(to: String)
        /// A request will be repeated after a wait, which leaves it so much for further ones.
        case waiting(RetryWait, left: RetryBudget)
        /// A request is repeated at once.
        case repeated(RetryWait)
        /// The token's source gave a new one, which ends then.
        case tokenRenewed(expires: Date?)
        /// The token was accepted with a doubt.
        case tokenWarning(claim: String, text: String)
        /// A connection was made.
        case connected(url: String)
        /// The address remembered for the tenant fails, and requests begin again at the front door.
        case addressLeft(url: String, next: String)
        /// A change was made, and its end could not be written into the change log.
        case changeNotRecorded(text: String)
    }

    /// A request on its way.
    public struct SentRequest: Sendable, Hashable {
        /// The method.
        public var method: String
        /// The address, without its query.
        public var url: String
        /// How often the request has been sent, this time included.
        public var attempt: Int
        /// The length of its body.
        public var bytes: Int

        /// Makes one.
        public init(method: String, url: String, attempt: Int = 1, bytes: Int = 0) {
            self.method = method
            self.url = url
            self.attempt = attempt
            self.bytes = bytes
        }
    }

    /// The beginning of a reply.
    public struct ReplyHead: Sendable, Hashable {
        /// The status code.
        public var status: Int
        /// The service's id of the request.
        public var requestID: String?
        /// How many requests are left of the tenant's budget, where the service says so.
        public var budgetLeft: Int?
        /// How long it took since the request was sent.
        public var duration: Duration

        /// Makes one.
        public init(status: Int, requestID: String? = nil, budgetLeft: Int? = nil, duration: Duration) {
            self.status = status
            self.requestID = requestID
            self.budgetLeft = budgetLeft
            self.duration = duration
        }
    }

    /// The end of a reply.
    public struct ReplyEnd: Sendable, Hashable {
        /// How many bytes of the body were read.
        public var bytes: Int
        /// Whether these are all.
        public var isWhole: Bool
        /// How long it took since the request was sent.
        public var duration: Duration

        /// Makes one.
        public init(bytes: Int, isWhole: Bool, duration: Duration) {
            self.bytes = bytes
            self.isWhole = isWhole
            self.duration = duration
        }
    }

    /// The wait that begins, for an event of kind ``Kind/waiting``: why, and for how long.
    public var wait: RetryWait? {
        if case .waiting(let wait, _) = details { wait } else { nil }
    }
}
