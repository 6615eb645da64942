internal import ExoTransport

/// One question to the token service: a request that stays the same, and what its reply means.
struct AuthorityCall<Value: Sendable>: RepeatableRequest {
    /// The longest reply that is read, in bytes.
    private static var longestReply: Int { 1 << 20 }

    /// What is sent.
    let request: HTTPRequest
    /// What it does to the service.
    let effect: RequestEffect
    /// The service's address, for messages.
    let authority: String
    /// Makes sense of a reply, or throws a ``TokenError``.
    let read: (ReceivedResponse, [UInt8]) throws -> Value
    /// Whether a service that limits requests is asked again where it does not say when.
    var waitsUnasked = false

    /// Asks, and again where that may help.
    ///
    /// - Returns: What the reply says.
    /// - Throws: ``TokenError`` or `CancellationError`.
    func value(by executor: RequestExecutor) async throws -> Value {
        var call = self
        switch await executor.run(&call) {
        case .success(let value): return value
        case .failure(let failure):
            switch failure.cause {
            case .refusal(let error): throw error
            case .transport(let error): throw self.error(for: error)
            case .cancelled: throw CancellationError()
            case .other(let error): throw error
            }
        }
    }

    func compose() async throws -> HTTPRequest? { request }

    func receive(_ response: ReceivedResponse) async throws -> Received<Value, TokenError> {
        let body = try await response.body.collect(upTo: Self.longestReply)
        do {
            return .accepted(try read(response, body))
        } catch let error as TokenError {
            // A service that failed may have redeemed a code or a token before it did.
            return .refused(error, mayHaveBeenExecuted: response.status >= 500, remedy(for: response))
        }
    }

    /// A service that fails is asked again; one that limits requests mostly when it says how long to wait.
    private func remedy(for response: ReceivedResponse) -> Remedy {
        let wait = response.headers["Retry-After"]
        switch response.status {
        case 429: return wait == nil && !waitsUnasked ? .none : .later(.throttled, retryAfter: wait)
        case 500...599: return .later(.unavailable(status: response.status), retryAfter: wait)
        default: return .none
        }
    }

    /// What a failed transfer means for the caller.
    private func error(for error: TransportError) -> TokenError {
        if error.code == .tooLarge {
            return TokenError(
                code: .unexpectedResponse,
                message: "the reply of \(authority) is too long for a token service's",
                cause: error
            )
        }
        return TokenError(
            code: .unavailable,
            message: "the token service \(authority) cannot be reached: \(error.message)",
            repair: Repair.reaching(authority, after: error),
            cause: error
        )
    }
}
