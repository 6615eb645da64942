/// Why a request is sent again.
@nonexhaustive
public enum RetryReason: Sendable, Hashable {
    /// The service limits how many requests it takes.
    case throttled
    /// The service, or a gateway before it, cannot answer now; the status code says which way.
    case unavailable(status: Int)
    /// The service reports an error that passes by itself; its exception's type.
    case transientError(String)
    /// No connection was made.
    case cannotConnect
    /// The connection ended before a reply.
    case noReply
    /// The reply ended too early, and nothing of it was used.
    case cutOff
    /// The service points to another address.
    case redirected
    /// The service did not accept the token, and there is a new one.
    case tokenRefused
    /// The address remembered for the tenant fails; the request starts again where every tenant begins.
    case addressFailed
}

extension RetryReason: CustomStringConvertible {
    /// The reason in a few words.
    public var description: String {
        switch self {
        case .throttled: "too many requests"
        case .unavailable(let status): "status \(status)"
        case .transientError(let type): "transient error \(type)"
        case .cannotConnect: "cannot connect"
        case .noReply: "no reply"
        case .cutOff: "the reply was cut off"
        case .redirected: "redirected"
        case .tokenRefused: "the token was not accepted"
        case .addressFailed: "the remembered address fails"
        }
    }
}
