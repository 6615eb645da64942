internal import ExoJSON
public import ExoTransport

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// The token endpoint of a cloud (RFC 6749, section 3.2), in its v2.0 form.
public struct TokenEndpoint: Sendable {
    /// One repetition almost at once, as MSAL does, or after the time the service names, up to half a minute.
    public static let onceMore = RetryPolicy(
        attempts: 2,
        baseDelay: .milliseconds(100),
        maximumRetryAfter: .seconds(30)
    )

    private let cloud: Cloud
    private let transport: any HTTPTransport
    private let retry: RetryPolicy
    private let timeout: Duration
    private let clock: any Clock<Duration>
    private let now: @Sendable () -> Date
    private let session: HTTPSession

    /// Makes a client of the endpoint.
    ///
    /// - Parameters:
    ///   - cloud: Whose endpoint.
    ///   - transport: What sends the requests.
    ///   - session: Cookies, trust and proxy; `nil` makes one that trusts what the cloud says.
    ///   - retry: How often a request that failed within the service is sent; a refusal is never repeated.
    ///   - timeout: How long one request may take.
    ///   - clock: What the waiting is done with.
    ///   - now: The time, for a `Retry-After` that is a date.
    public init(
        cloud: Cloud,
        transport: any HTTPTransport,
        session: HTTPSession? = nil,
        retry: RetryPolicy = TokenEndpoint.onceMore,
        timeout: Duration = .seconds(60),
        clock: any Clock<Duration> = ContinuousClock(),
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.cloud = cloud
        self.transport = transport
        self.retry = retry
        self.timeout = timeout
        self.clock = clock
        self.now = now
        self.session = session ?? HTTPSession(trustedAuthorities: cloud.trustedAuthorities)
    }

    /// Asks for an application's token with its secret (RFC 6749, section 4.4).
    ///
    /// - Parameters:
    ///   - tenant: The tenant's id or one of its domains.
    ///   - clientID: The application's id.
    ///   - secret: Its secret.
    ///   - scope: What is asked for, such as `https://outlook.office365.com/.default`.
    ///   - claims: A claims challenge to answer.
    /// - Returns: The token.
    /// - Throws: ``TokenError`` with code `invalidRequest`, `refused`, `throttled`, `unavailable` or `unexpectedResponse`, or
    ///   one of those of ``AccessToken/init(_:)``; `CancellationError`.
    public func clientCredentials(
        tenant: String,
        clientID: String,
        secret: ClientSecret,
        scope: String,
        claims: String? = nil
    ) async throws -> AccessToken {
        var form = FormBody()
        form.append("client_id", clientID)
        form.append("scope", scope)
        form.append("grant_type", "client_credentials")
        if let claims { form.append("claims", claims) }
        form.append("client_secret", secret)
        return try await token(tenant: tenant, form: form)
    }

    /// Every flow ends here: one form in, one token out; the form must be one that may be sent twice.
    func token(tenant: String, form: FormBody) async throws -> AccessToken {
        let tenant = try TenantName.checked(tenant)
        try TenantName.requireHTTPS(cloud.authority)
        let request = HTTPRequest(
            "POST",
            "\(cloud.authority)/\(tenant)/oauth2/v2.0/token",
            headers: ["Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"],
            body: form.bytes,
            timeout: timeout,
            session: session
        )
        let call = TokenServiceCall(request: request, effect: .idempotentWrite, authority: cloud.authority) {
            let retryAfter = $0.headers["Retry-After"].flatMap { RetryPolicy.retryAfter($0, now: now()) }
            return try Self.token(in: $1, status: $0.status, retryAfter: retryAfter)
        }
        return try await call.value(
            by: RequestExecutor(transport: transport, policy: retry, clock: clock, now: now)
        )
    }

    private static func token(in body: [UInt8], status: Int, retryAfter: Duration?) throws -> AccessToken {
        if status == 200 {
            let reply: JSONObject?
            do { reply = try JSONValue(parsing: body).objectValue } catch { reply = nil }
            // A token beside an `error` member counts, as it does for MSAL.
            if let text = reply?["access_token"]?.stringValue { return try AccessToken(text) }
            if let refusal = TokenServiceError(body: body, status: status) { throw Self.refused(refusal, retryAfter) }
            throw TokenError(
                code: .unexpectedResponse,
                message: reply == nil
                    ? "the token service answered 200 with something that is not JSON"
                    : "the token service answered 200 without an access_token"
            )
        }
        if let refusal = TokenServiceError(body: body, status: status) { throw Self.refused(refusal, retryAfter) }
        let form = body.isEmpty ? "an empty body" : "a body that is no OAuth error"
        throw TokenError(
            code: status == 429 ? .throttled : status >= 500 ? .unavailable : .unexpectedResponse,
            message: "the token service answered \(status) with \(form)\(waiting(retryAfter))"
        )
    }

    private static func refused(_ refusal: TokenServiceError, _ retryAfter: Duration?) -> TokenError {
        let code: TokenError.Code =
            if refusal.status == 429 {
                .throttled
            } else if refusal.status >= 500 || refusal.error == "temporarily_unavailable" {
                .unavailable
            } else if refusal.code == 90002 || refusal.code == 900_023 {
                .noSuchTenant
            } else {
                .refused
            }
        return TokenError(
            code: code,
            message: "the token service refused: \(refusal)\(waiting(retryAfter))",
            repair: TokenServiceAdvice.repair(for: refusal),
            cause: refusal
        )
    }

    private static func waiting(_ retryAfter: Duration?) -> String {
        retryAfter.map { "; it asks to wait for \(PlainTime.words(Double($0.components.seconds)))" } ?? ""
    }
}
