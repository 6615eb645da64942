internal import ExoTransport

/// A user's tokens, got by a sign-in in the browser of this machine: an authorization code with PKCE, brought to a port that
/// only this machine reaches (RFC 6749, section 4.1; RFC 7636; RFC 8252).
///
/// The application has to be registered with the redirect address `http://localhost`.
public struct BrowserFlow: TokenFlow {
    /// In whose name the user signs in.
    public let application: ClientApplication
    /// The port for the answer; `nil` takes a free one.
    ///
    /// Entra ID takes any; other providers may know one alone.
    public var port: UInt16?
    /// What the authority is to ask even of somebody who is signed in: `login`, `consent`, `select_account` (`prompt`).
    public var prompt: String?
    /// The domain that the user belongs to, which spares asking for it (`domain_hint`).
    public var domainHint: String?
    /// How long the sign-in may take.
    public var patience: Duration
    private let open: @Sendable (String) async throws -> Void

    /// Makes a flow.
    ///
    /// - Parameters:
    ///   - application: In whose name the user signs in.
    ///   - port: The port for the answer; `nil` takes a free one.
    ///   - prompt: What the authority is to ask in any case.
    ///   - domainHint: The domain that the user belongs to.
    ///   - patience: How long the sign-in may take.
    ///   - open: Opens an address in a browser, or shows it to somebody who will. It may take as long as the sign-in, whose end
    ///     cancels it; what it throws ends the sign-in.
    public init(
        _ application: ClientApplication = .exchangeManagement,
        port: UInt16? = nil,
        prompt: String? = nil,
        domainHint: String? = nil,
        patience: Duration = .seconds(300),
        open: @escaping @Sendable (String) async throws -> Void
    ) {
        self.application = application
        self.port = port
        self.prompt = prompt
        self.domainHint = domainHint
        self.patience = patience
        self.open = open
    }

    /// With a person.
    public var renewal: TokenRenewal { .interactive }
    /// Always.
    public var isForUsers: Bool { true }

    /// Opens the authority's sign-in page, waits for its answer, and redeems the code in it.
    ///
    /// - Throws: ``TokenError``, with code `cancelled` when the person says no, `timedOut` when nobody signed in, `invalidRequest`
    ///   when the port is taken; `CancellationError`; what opening the browser throws.
    public func reply(to request: TokenRequest, from client: AuthorityClient) async throws -> TokenReply {
        let endpoints = try await client.endpoints(of: request.authority)
        guard let address = endpoints.authorization else {
            throw TokenError(
                code: .invalidRequest,
                message: "the authority \(SanitizedText.shown(request.authority.address)) has no page to sign in at"
            )
        }
        let signIn = try BrowserSignIn(request, application)
        let listener = try listener(for: signIn)
        do {
            let page = try signIn.address(
                at: address,
                port: listener.port,
                prompt: prompt,
                domainHint: domainHint
            )
            let reply = try await reply(to: signIn, at: page, endpoints, listener, client)
            await listener.close()
            return reply
        } catch {
            listener.answer(SignInPage.end(isSuccess: false))
            await listener.close()
            throw error
        }
    }

    private func listener(for signIn: BrowserSignIn) throws -> LoopbackListener {
        do {
            return try LoopbackListener(port: port ?? 0) { SignInPage.reply(to: $0, waitingFor: signIn) }
        } catch LoopbackError.portTaken(let port) {
            throw TokenError(
                code: .invalidRequest,
                message:
                    "another program listens on port \(port) of this machine, where the sign-in's answer was to come",
                repair: "choose another port, or none to have a free one taken"
            )
        } catch let error as LoopbackError {
            throw TokenError(
                code: .interactionRequired,
                message: "this machine cannot listen for the sign-in's answer: \(error)",
                repair: "sign in with a device code",
                cause: error
            )
        }
    }

    private enum Step: Sendable {
        case opened
        case answered(LoopbackRequest)
        case late
    }

    private func reply(
        to signIn: BrowserSignIn,
        at page: String,
        _ endpoints: AuthorityEndpoints,
        _ listener: LoopbackListener,
        _ client: AuthorityClient
    ) async throws -> TokenReply {
        try await withThrowingTaskGroup(of: Step.self) { group in
            defer { group.cancelAll() }
            group.addTask { .answered(try await listener.accepted()) }
            group.addTask {
                try await client.clock.sleep(for: patience)
                return .late
            }
            group.addTask {
                try await open(page)
                return .opened
            }
            while let step = try await group.next() {
                switch step {
                case .opened: continue
                case .answered(let answer):
                    let code = try signIn.code(in: answer, issuer: endpoints.issuer)
                    let reply = try await client.token(
                        try signIn.redemption(of: code, port: listener.port),
                        for: signIn.request.authority,
                        application: application,
                        isRepeatable: false
                    )
                    try signIn.validate(reply, issuer: endpoints.issuer, now: client.now())
                    // A browser that the program waits for goes on when it has the last page.
                    listener.answer(SignInPage.end(isSuccess: true))
                    return reply
                case .late: throw late
                }
            }
            throw late
        }
    }

    private var late: TokenError {
        TokenError(
            code: .timedOut,
            message: "nobody signed in within \(PlainTime.words(Double(patience.components.seconds)))",
            repair: "sign in again, or with a device code where no browser reaches this machine"
        )
    }
}
