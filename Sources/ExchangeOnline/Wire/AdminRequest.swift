internal import EntraTokens
internal import ExoTransport

/// A call on its way: with the token of the moment, after redirects, from the front door where the remembered address fails.
struct AdminRequest<Value: Sendable>: RepeatableRequest {
    private let call: AdminCall
    private let channel: AdminChannel
    /// Reads a response with a good status, and from where; throws ``ServiceRefusal`` when it says no.
    private let read: @Sendable (ReceivedResponse, ServiceURL) async throws -> Value

    /// Where it is sent.
    private(set) var url: ServiceURL
    /// The token it was sent with last.
    private(set) var token: AccessToken?
    /// The service's id of the request that it answered last.
    private(set) var requestID: String?
    private var trail: RedirectTrail
    private var refusal: TokenRefusal?
    private var hasNewToken = false
    private var hasRestarted = false
    private var failedConnections = 0

    init(
        _ call: AdminCall,
        on channel: AdminChannel,
        read: @escaping @Sendable (ReceivedResponse, ServiceURL) async throws -> Value
    ) {
        self.call = call
        self.channel = channel
        self.read = read
        url = call.address ?? channel.origin
        url.target = call.target
        trail = RedirectTrail(from: url)
    }

    var effect: RequestEffect { call.isRead ? .read : .write }

    mutating func compose() async throws -> HTTPRequest? {
        let next: AccessToken
        if let refusal {
            self.refusal = nil
            next = try await channel.tokens().token(replacing: refusal)
            // The same token would be refused again.
            guard next != refusal.token else { return nil }
        } else {
            next = try await channel.tokens().token()
        }
        token = next
        requestID = nil
        return channel.request(for: call, at: url, with: next)
    }

    mutating func receive(_ response: ReceivedResponse) async throws -> Received<Value, ServiceRefusal> {
        requestID = response.requestID
        do {
            switch response.status {
            case 301, 302, 303, 307, 308: return try redirect(response)
            case 200..<300:
                let value = try await read(response, url)
                settle()
                return .accepted(value)
            default:
                let refusal = try await ServiceRefusal.read(response)
                if refusal.isStructured { settle() }
                throw refusal
            }
        } catch let refusal as ServiceRefusal {
            return .refused(refusal, mayHaveBeenExecuted: refusal.mayHaveBeenExecuted, remedy(for: refusal))
        }
    }

    /// Makes the address the connection's; the next page of an older listing leaves it as it is.
    private func settle() {
        if url.origin != call.address?.origin { channel.settle(at: url) }
    }

    private mutating func redirect(_ response: ReceivedResponse) throws -> Received<Value, ServiceRefusal> {
        do {
            let next = try channel.redirects.destination(of: response.headers["Location"], from: url)
            try trail.visit(next)
            url = next
        } catch let error as RedirectError {
            throw ServiceRefusal(response, cause: .redirect(error))
        }
        channel.tell(.redirected(to: url.origin + url.path), of: call)
        return .refused(ServiceRefusal(response), mayHaveBeenExecuted: false, .now(.redirected))
    }

    /// What helps after a refusal: the retry table of the official module, with 502 and 408 for reads, and never a 401 with
    /// the token that it refused.
    private mutating func remedy(for refusal: ServiceRefusal) -> Remedy {
        if case .redirect = refusal.cause { return .none }
        if refusal.isLackOfRole { return .none }
        if refusal.status == 401 { return renew(after: refusal) ? .now(.tokenRefused) : .none }
        if refusal.isThrottling { return .later(.throttled, retryAfter: refusal.retryAfter) }
        let isGateway = [408, 502, 503, 504].contains(refusal.status)
        let isAtFault = refusal.isUnknownAddress || isGateway && call.isRead && !channel.hasAnswered(at: url)
        if isAtFault, restart() { return .now(.addressFailed) }
        guard call.isRead else { return .none }
        if let type = refusal.transientException {
            return .later(.transientError(type), retryAfter: refusal.retryAfter)
        }
        if isGateway { return .later(.unavailable(status: refusal.status), retryAfter: refusal.retryAfter) }
        return .none
    }

    mutating func remedy(for error: TransportError, attempt: Int) -> Remedy {
        let hasAnswered = channel.hasAnswered(at: url)
        switch error.code {
        case .cannotConnect where hasAnswered && failedConnections < 3:
            // What never worked is reported at once; what worked before gets a short second chance.
            failedConnections += 1
            return .later(.cannotConnect)
        case .cannotResolve, .cannotConnect, .untrusted:
            return restart() ? .now(.addressFailed) : .none
        case .noReply, .timedOut, .bodyCutOff:
            if !hasAnswered, call.isRead || !error.mayHaveBeenSent, restart() { return .now(.addressFailed) }
            return switch error.code {
            case .noReply: .later(.noReply)
            case .bodyCutOff: attempt <= 2 ? .later(.cutOff) : .none
            default: .none
            }
        default: return .none
        }
    }

    /// Whether a new token is asked for: once, of a source that can renew.
    private mutating func renew(after refusal: ServiceRefusal) -> Bool {
        guard channel.canRenew, !hasNewToken, let token else { return false }
        hasNewToken = true
        self.refusal = TokenRefusal(of: token, claims: refusal.claimsChallenge)
        return true
    }

    /// Whether the request starts again at the front door: once, and only from somewhere else.
    private mutating func restart() -> Bool {
        guard !hasRestarted, let door = channel.leave(url) else { return false }
        hasRestarted = true
        url = ServiceURL(host: door.host, port: door.port, target: call.target)
        trail = RedirectTrail(from: url)
        return true
    }
}
