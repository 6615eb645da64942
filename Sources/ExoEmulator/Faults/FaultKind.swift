import HTTPServer

/// What happens to a request that a fault strikes.
enum FaultKind: Sendable {
    /// A reply that is given whole, in the place of the real one.
    case reply(ServerResponse)
    /// The real reply, late.
    case latency(Duration)
    /// 429.
    case throttled(RetryAfter)
    /// The refusal of one call too many at the same time, which is plain text.
    case concurrencyRefused
    /// The real reply after a wait that a warning tells of.
    case microDelay(Duration)
    /// So many calls of a tenant in so many seconds; the header fields count them down, 429 follows.
    case rateLimit(calls: Int, seconds: Int)
    /// 503.
    case unavailable(RetryAfter)
    /// 504.
    case gatewayTimeout
    /// The connection is reset, before the request is carried out or after.
    case reset(executed: Bool)
    /// The connection closes without a reply, before the request is carried out or after.
    case noReply(executed: Bool)
    /// The real reply, broken off after so many bytes of its body.
    case cut(bytes: Int)
    /// The real reply, said to be compressed.
    case falseGzip
    /// A 403 whose body is NUL bytes.
    case nulBytes
    /// A further page is refused as one whose time is over.
    case cursorExpired
    /// A further page is sent to the regional backend, which does not know the listing.
    case regionMoved
    /// 401 with a challenge that asks for a newer token.
    case tokenRevoked
    /// The real reply with another time.
    case clockSkew(seconds: Int)
    /// What was read, as it was before the latest changes.
    case staleReads(seconds: Double)
}

extension FaultKind {
    /// The form in which a reply says when to come again.
    enum RetryAfter: Sendable {
        case never
        case seconds(Double)
        case date(seconds: Double)
    }

    /// Whether the request is not carried out, so that nothing else can happen to its reply.
    var replaces: Bool {
        switch self {
        case .reply, .throttled, .concurrencyRefused, .unavailable, .gatewayTimeout, .reset(executed: false),
            .noReply(executed: false), .nulBytes, .cursorExpired, .regionMoved, .tokenRevoked:
            true
        case .latency, .microDelay, .rateLimit, .reset, .noReply, .cut, .falseGzip, .clockSkew, .staleReads: false
        }
    }

    /// Whether it is a reply that one call of a batch can have, and nothing that happens to a connection.
    var isOfOneCall: Bool {
        switch self {
        case .reply(let reply): reply.fault == nil
        case .throttled, .concurrencyRefused, .unavailable, .gatewayTimeout, .nulBytes, .cursorExpired, .regionMoved,
            .tokenRevoked:
            true
        default: false
        }
    }

    /// Whether only further pages of a listing are met.
    var isOfNextPages: Bool {
        switch self {
        case .cursorExpired, .regionMoved: true
        default: false
        }
    }

    var name: FaultName {
        switch self {
        case .reply: .reply
        case .latency: .latency
        case .throttled: .throttled
        case .concurrencyRefused: .concurrencyRefused
        case .microDelay: .microDelay
        case .rateLimit: .rateLimit
        case .unavailable: .unavailable
        case .gatewayTimeout: .gatewayTimeout
        case .reset: .reset
        case .noReply: .noReply
        case .cut: .cut
        case .falseGzip: .falseGzip
        case .nulBytes: .nulBytes
        case .cursorExpired: .cursorExpired
        case .regionMoved: .regionMoved
        case .tokenRevoked: .tokenRevoked
        case .clockSkew: .clockSkew
        case .staleReads: .staleReads
        }
    }
}
