internal import ExoJSON
internal import ExoTransport

/// A question to a host of managed identities, repeated while the host says that it is not ready.
struct ManagedIdentityCall: RepeatableRequest {
    /// What a reply means.
    enum Answer: Sendable {
        case body([UInt8])
        /// Azure Arc wants the content of a file; the field that names it.
        case challenge(String)
    }

    /// Enough for the 70 seconds that an update of the instance metadata service takes (status 410).
    static let policy = RetryPolicy(
        attempts: 9,
        baseDelay: .seconds(1),
        maximumDelay: .seconds(4),
        maximumRetryAfter: .seconds(60)
    )
    /// How often anything else is tried.
    private static let attempts = 4
    private static let longestReply = 1 << 20

    let request: HTTPRequest
    let name: String
    private var attempt = 0

    init(_ request: HTTPRequest, name: String) {
        self.request = request
        self.name = name
    }

    var effect: RequestEffect { .read }

    func compose() async throws -> HTTPRequest? { request }

    mutating func receive(_ response: ReceivedResponse) async throws -> Received<Answer, TokenError> {
        attempt += 1
        let body = try await response.body.collect(upTo: Self.longestReply)
        if response.status == 200 { return .accepted(.body(body)) }
        if response.status == 401, let field = response.headers["WWW-Authenticate"] {
            return .accepted(.challenge(field))
        }
        return .refused(refusal(response.status, body), mayHaveBeenExecuted: false, remedy(for: response))
    }

    private func remedy(for response: ReceivedResponse) -> Remedy {
        let wait = response.headers["Retry-After"]
        switch response.status {
        case 410: return .later(.unavailable(status: 410), retryAfter: wait ?? "10")
        case 404, 408, 429, 500...599:
            let reason: RetryReason =
                response.status == 429 ? .throttled : .unavailable(status: response.status)
            return attempt < Self.attempts ? .later(reason, retryAfter: wait) : .none
        default: return .none
        }
    }

    /// What a refusal says, in any of the hosts' forms.
    private func refusal(_ status: Int, _ body: [UInt8]) -> TokenError {
        let object: JSONObject?
        do { object = try JSONValue(parsing: body).objectValue } catch { object = nil }
        let told =
            object?["error_description"]?.stringValue ?? object?["message"]?.stringValue
            ?? object?["error"]?["message"]?.stringValue ?? object?["error"]?.stringValue
        let code: TokenError.Code =
            switch status {
            case 429: .throttled
            case 404, 408, 410, 500...599: .unavailable
            default: .refused
            }
        var cause = EntraError(body: body, status: status)
        if cause == nil, let told {
            let name = object?["error"]?["code"]?.stringValue ?? "invalid_request"
            cause = EntraError(
                error: SanitizedText.shown(name),
                message: SanitizedText.shown(told),
                status: status
            )
        }
        return TokenError(
            code: code,
            message: "\(name) answered \(status)\(told.map { ": \(SanitizedText.shown($0))" } ?? "")",
            repair: code == .refused || code == .unavailable
                ? "check that this machine has the identity that was named, and that it may have a token for the service"
                : nil,
            cause: cause
        )
    }
}
