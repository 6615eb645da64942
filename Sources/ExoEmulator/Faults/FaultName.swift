/// What a fault is called, with what may be said of it.
enum FaultName: String, Sendable, CaseIterable {
    case reply
    case latency
    case throttled
    case concurrencyRefused
    case microDelay
    case rateLimit
    case unavailable
    case gatewayTimeout
    case reset
    case noReply
    case cut
    case falseGzip
    case nulBytes
    case cursorExpired
    case regionMoved
    case tokenRevoked
    case clockSkew
    case staleReads

    /// The name in any letter case, with or without hyphens.
    init?(_ text: String) {
        let wanted = text.lowercased().filter { $0 != "-" }
        guard let known = Self.allCases.first(where: { $0.rawValue.lowercased() == wanted }) else { return nil }
        self = known
    }

    /// The members that belong to it alone.
    var members: [String] {
        switch self {
        case .reply: ["status", "headers", "body", "delaySeconds", "cutAfter", "noReply"]
        case .latency, .microDelay, .clockSkew, .staleReads: ["seconds"]
        case .throttled, .unavailable: ["seconds", "retryAfter"]
        case .rateLimit: ["calls", "seconds"]
        case .reset, .noReply: ["executed"]
        case .cut: ["bytes"]
        case .concurrencyRefused, .gatewayTimeout, .falseGzip, .nulBytes, .cursorExpired, .regionMoved, .tokenRevoked:
            []
        }
    }

    /// What it does, for a person.
    var meaning: String {
        switch self {
        case .reply: "a reply of your own"
        case .latency: "the reply comes seconds later"
        case .throttled: "429, with Retry-After as seconds, date or none"
        case .concurrencyRefused: "the plain text of too many calls at once"
        case .microDelay: "the reply comes late, with the warning of it"
        case .rateLimit: "a budget of calls in seconds, then 429"
        case .unavailable: "503"
        case .gatewayTimeout: "504"
        case .reset: "a reset connection, before or after execution"
        case .noReply: "no reply, before or after execution"
        case .cut: "the reply ends after bytes of its body"
        case .falseGzip: "the reply claims to be gzip and is not"
        case .nulBytes: "403 with a body of NUL bytes"
        case .cursorExpired: "a next page is refused as expired"
        case .regionMoved: "a next page is sent to another region"
        case .tokenRevoked: "401 that asks for a newer token"
        case .clockSkew: "the reply's Date is off by seconds"
        case .staleReads: "changes are seen seconds later"
        }
    }
}
