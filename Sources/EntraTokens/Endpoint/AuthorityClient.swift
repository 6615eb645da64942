public import ExoTransport
internal import Synchronization

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Talks to authorities: finds their endpoints, sends forms, repeats what failed within the service.
///
/// One serves any number of authorities and tasks. Endpoints that were found are remembered as long as it lives.
public final class AuthorityClient: Sendable {
    /// One repetition almost at once, as MSAL does, or after the time the service names, up to half a minute.
    public static let onceMore = RetryPolicy(
        attempts: 2,
        baseDelay: .milliseconds(100),
        maximumRetryAfter: .seconds(30)
    )

    /// What sends the requests.
    let transport: any HTTPTransport
    /// What waiting is done with.
    let clock: any Clock<Duration>
    /// The time.
    let now: @Sendable () -> Date
    private let proxy: String?
    private let retry: RetryPolicy
    private let timeout: Duration
    private let observer: RequestObserver
    private let sessions = Mutex<[String?: HTTPSession]>([:])
    private let found = Mutex<[Authority: AuthorityEndpoints]>([:])
    private let lookUps = SingleFlight<Authority, AuthorityEndpoints>()

    /// Makes a client.
    ///
    /// - Parameters:
    ///   - transport: What sends the requests.
    ///   - proxy: The proxy's URL; `nil` follows the environment and an empty text uses none.
    ///   - retry: How often a request that failed within the service is sent; a refusal is never repeated.
    ///   - timeout: How long one request may take.
    ///   - clock: What the waiting is done with.
    ///   - now: The time.
    ///   - observer: Who is told of the requests.
    public init(
        transport: any HTTPTransport,
        proxy: String? = nil,
        retry: RetryPolicy = AuthorityClient.onceMore,
        timeout: Duration = .seconds(60),
        clock: any Clock<Duration> = ContinuousClock(),
        now: @escaping @Sendable () -> Date = { Date() },
        observer: RequestObserver = .none
    ) {
        self.transport = transport
        self.proxy = proxy
        self.retry = retry
        self.timeout = timeout
        self.clock = clock
        self.now = now
        self.observer = observer
    }

    /// Where an authority does what: as Entra ID has it, else as the authority's metadata says.
    ///
    /// - Throws: ``TokenError`` with code `invalidRequest`, `unavailable`, `throttled`, `noSuchTenant` or `unexpectedResponse`;
    ///   `CancellationError`.
    public func endpoints(of authority: Authority) async throws -> AuthorityEndpoints {
        guard authority.hasKnownEndpoints else { return try await metadata(of: authority) }
        return AuthorityEndpoints(
            entra: authority.address,
            tenant: try tenant(of: authority),
            isV1: authority.form == .entraV1
        )
    }

    /// The id of an authority's tenant, as its metadata tells it; `nil` where that names none.
    ///
    /// - Throws: As ``endpoints(of:)``.
    func tenantID(of authority: Authority) async throws -> String? {
        try await metadata(of: authority).issuer.flatMap { TokenClaims.tenant(inIssuer: $0) }
    }

    /// The tenant as it stands in an authority's addresses.
    private func tenant(of authority: Authority) throws -> String {
        try TenantName.requireHTTPS(authority.address)
        return authority.form == .openID ? "" : try TenantName.checked(authority.tenant)
    }

    /// What an authority's metadata says, which is asked for once.
    private func metadata(of authority: Authority) async throws -> AuthorityEndpoints {
        let tenant = try tenant(of: authority)
        if let known = found.withLock({ $0[authority] }) { return known }
        return try await lookUps.value(for: authority) {
            if let known = found.withLock({ $0[authority] }) { return known }
            let request = HTTPRequest(
                "GET",
                AuthorityMetadata.address(of: authority, tenant: tenant),
                headers: ["Accept": "application/json"],
                timeout: timeout,
                session: session(for: authority)
            )
            let endpoints = try await value(of: request, effect: .read, from: authority.address) { response, body in
                try AuthorityMetadata.endpoints(in: body, status: response.status, of: authority)
            }
            found.withLock { $0[authority] = endpoints }
            return endpoints
        }
    }

    /// Every grant ends here: one form in, everything the token endpoint says out.
    ///
    /// - Parameters:
    ///   - form: The form, without what proves the application.
    ///   - authority: Whom to ask.
    ///   - application: In whose name.
    ///   - isRepeatable: Whether it means the same when it is sent twice; a code or a rotating refresh token does not.
    /// - Returns: The tokens.
    /// - Throws: ``TokenError`` or `CancellationError`.
    func token(
        _ form: TokenForm,
        for authority: Authority,
        application: ClientApplication,
        isRepeatable: Bool = true
    ) async throws -> TokenReply {
        let address = try await endpoints(of: authority).token
        var form = form
        for field in try await proof(of: application, at: address) { form.append(field) }
        let isSignedHere = application.authentication is ClientCertificate
        return try await post(form.body, to: address, of: authority, isRepeatable: isRepeatable) { response, body in
            let difference = self.clockDifference(response)
            do {
                var reply = try TokenReply(
                    body,
                    status: response.status,
                    now: self.now(),
                    retryAfter: self.retryAfter(response),
                    takesOpaque: authority.form == .openID
                )
                reply.clockDifference = difference
                return reply
            } catch var error as TokenError {
                if let difference {
                    error.message += Self.remark(on: difference)
                    if isSignedHere, (error.cause as? EntraError)?.mayBeClocks == true {
                        error.repair = Self.clockFirst
                    }
                }
                throw error
            }
        }
    }

    /// How far this machine's clock is ahead of the authority's, where that matters (RFC 9110, section 6.6.1).
    private func clockDifference(_ response: ReceivedResponse) -> Duration? {
        guard let date = response.headers["Date"].flatMap({ HTTPDate.parse($0) }) else { return nil }
        let ahead = Duration.seconds(now().timeIntervalSince(date))
        return max(ahead, .zero - ahead) > TokenCheck.allowedClockDifference ? ahead : nil
    }

    /// A certificate that is refused may be a good one, whose assertion was signed at another time than it says.
    private static let clockFirst: Repair = """
        set this machine's clock right and try again (timedatectl status shows it): what the certificate signs carries its \
        time, and the certificate may be good
        """

    private static func remark(on difference: Duration) -> String {
        let seconds = Double(difference.components.seconds)
        return "; this machine's clock is \(PlainTime.words(seconds)) "
            + (seconds < 0 ? "behind" : "ahead of") + " the authority's"
    }

    /// What proves an application before an endpoint; nothing for a public client.
    func proof(of application: ClientApplication, at address: String) async throws -> [FormField] {
        guard let authentication = application.authentication else { return [] }
        return try await authentication.fields(
            for: AuthenticationRequest(endpoint: address, clientID: application.id, client: self)
        )
    }

    /// Sends a form to an endpoint of an authority.
    func post<Value: Sendable>(
        _ form: FormBody,
        to address: String,
        of authority: Authority,
        isRepeatable: Bool,
        read: @escaping (ReceivedResponse, [UInt8]) throws -> Value
    ) async throws -> Value {
        let request = HTTPRequest(
            "POST",
            address,
            headers: ["Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"],
            body: form.bytes,
            timeout: timeout,
            session: session(for: authority)
        )
        return try await value(
            of: request,
            effect: isRepeatable ? .idempotentWrite : .write,
            from: authority.address,
            read: read
        )
    }

    /// How long a reply asks to wait.
    func retryAfter(_ response: ReceivedResponse) -> Duration? {
        response.headers["Retry-After"].flatMap { RetryPolicy.retryAfter($0, now: now()) }
    }

    /// Sends a request, and again where that may help.
    func value<Value: Sendable>(
        of request: HTTPRequest,
        effect: RequestEffect,
        from name: String,
        read: @escaping (ReceivedResponse, [UInt8]) throws -> Value
    ) async throws -> Value {
        let call = AuthorityCall(request: request, effect: effect, authority: name, read: read)
        return try await call.value(
            by: RequestExecutor(
                transport: transport,
                policy: retry,
                clock: clock,
                now: now,
                observer: observer.observe
            )
        )
    }

    /// Authorities that are trusted alike share cookies, as the hosts of one cloud do.
    func session(for authority: Authority) -> HTTPSession {
        sessions.withLock { sessions in
            if let session = sessions[authority.trustedAuthorities] { return session }
            let session = HTTPSession(trustedAuthorities: authority.trustedAuthorities, proxy: proxy)
            sessions[authority.trustedAuthorities] = session
            return session
        }
    }
}
