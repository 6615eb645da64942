internal import ExoTransport

/// A user's tokens, got by a code that is entered on another device (RFC 8628), for machines without a browser.
public struct DeviceCodeFlow: TokenFlow {
    /// How much longer to wait each time the authority says that it is asked too often.
    private static let slowDown = Duration.seconds(5)
    /// The longest pause while the authority cannot be reached.
    private static let longestPause = Duration.seconds(60)

    /// In whose name the user signs in.
    public let application: ClientApplication
    private let show: @Sendable (DeviceCode) async throws -> Void

    /// Makes a flow.
    ///
    /// - Parameters:
    ///   - application: In whose name the user signs in.
    ///   - show: Shows the code to the person; what it throws ends the sign-in.
    public init(
        _ application: ClientApplication = .exchangeManagement,
        show: @escaping @Sendable (DeviceCode) async throws -> Void
    ) {
        self.application = application
        self.show = show
    }

    /// With a person.
    public var renewal: TokenRenewal { .interactive }
    /// Always.
    public var isForUsers: Bool { true }

    /// Asks for a code, shows it, and asks until somebody has entered it.
    ///
    /// An authority that cannot be reached meanwhile is asked on, less often, until the code ends.
    ///
    /// - Throws: ``TokenError``, with code `cancelled` when the person says no and `timedOut` when the code ended.
    public func reply(to request: TokenRequest, from client: AuthorityClient) async throws -> TokenReply {
        let endpoints = try await client.endpoints(of: request.authority)
        guard let address = endpoints.deviceAuthorization else {
            throw TokenError(
                code: .invalidRequest,
                message: "the authority \(SanitizedText.shown(request.authority.address)) has no device codes",
                repair: "sign in with the browser"
            )
        }
        var form = try TokenForm(nil, request, application, isForUser: true)
        for field in try await client.proof(of: application, at: endpoints.token) { form.append(field) }
        let reply = try await reply(to: request, from: client, asking: address, form, by: client.clock)
        try reply.validate(for: request, application, nonce: nil, issuer: endpoints.issuer, now: client.now())
        return reply
    }

    private func reply(
        to request: TokenRequest,
        from client: AuthorityClient,
        asking address: String,
        _ form: TokenForm,
        by clock: some Clock<Duration>
    ) async throws -> TokenReply {
        let code = try await client.post(form.body, to: address, of: request.authority, isRepeatable: true) {
            try DeviceCode($1, status: $0.status, now: client.now(), retryAfter: client.retryAfter($0))
        }
        let end = clock.now.advanced(by: code.life)
        try await show(code)
        let isV1 = request.authority.form == .entraV1
        var question = try TokenForm(
            isV1 ? "device_code" : "urn:ietf:params:oauth:grant-type:device_code",
            request,
            application,
            isForUser: true
        )
        question.append(FormField(isV1 ? "code" : "device_code", code.secret))
        var interval = code.interval
        var pause = interval
        var wake = min(clock.now.advanced(by: pause), end)
        while true {
            try await clock.sleep(until: wake, tolerance: nil)
            do {
                return try await client.token(
                    question,
                    for: request.authority,
                    application: application,
                    isRepeatable: false
                )
            } catch let error as TokenError {
                switch DeviceCodeAnswer(error) {
                case .pending: pause = interval
                case .slowDown:
                    interval += Self.slowDown
                    pause = interval
                case .away: pause = min(pause * 2, max(Self.longestPause, interval))
                case .final(let error): throw error
                }
                guard wake < end else { throw DeviceCodeAnswer.expired(after: error) }
            }
            wake = min(clock.now.advanced(by: pause), end)
        }
    }
}
