internal import ExoTransport

/// Tokens of the identity that Azure gave a machine; no secret is kept anywhere.
///
/// The authority of a request is not asked: the machine's own endpoint is, over plain HTTP, and never through a proxy.
public struct ManagedIdentityFlow: TokenFlow {
    /// Under whose name the tokens are kept: the identity's id, or the name that MSAL has for the machine's own.
    public let application: ClientApplication
    private let identity: ManagedIdentity
    private let host: ManagedIdentityHost
    private let session = HTTPSession(proxy: "")

    /// Makes a flow.
    ///
    /// - Parameters:
    ///   - identity: Which of the machine's identities.
    ///   - host: What gives the tokens; ``ManagedIdentityHost/detected(in:arcAgent:)`` finds it.
    public init(_ identity: ManagedIdentity = .system, host: ManagedIdentityHost) {
        self.identity = identity
        self.host = host
        // The endpoints take no claims, so a challenge cannot be answered.
        application = ClientApplication(id: identity.cacheName, capabilities: [])
    }

    /// By itself.
    public var renewal: TokenRenewal { .silent }
    /// Never; that Cloud Shell's tokens are a person's makes them no other person's.
    public var isForUsers: Bool { false }

    /// Asks the machine's endpoint.
    public func reply(to request: TokenRequest, from client: AuthorityClient) async throws -> TokenReply {
        var asked = try ManagedIdentityRequest(host, identity, resource: try request.resource())
        var answer = try await ask(asked, client)
        if case .challenge(let field) = answer, case .arc(_, let folder) = host {
            let key = try ArcChallenge.key(named: field, in: folder)
            asked.headers["Authorization"] = "Basic \(key.text)"
            answer = try await ask(asked, client)
        }
        guard case .body(let body) = answer else {
            throw TokenError(
                code: .refused,
                message: "\(name) does not accept this program's proof that it runs on the machine",
                repair: "run as a user who may read the machine's identity files"
            )
        }
        return try TokenReply(body, status: 200, now: client.now(), retryAfter: nil, takesOpaque: true)
    }

    private func ask(
        _ asked: ManagedIdentityRequest,
        _ client: AuthorityClient
    ) async throws -> ManagedIdentityCall.Answer {
        let request = HTTPRequest(
            asked.method,
            asked.url,
            headers: asked.headers,
            body: asked.body,
            timeout: .seconds(30),
            session: session
        )
        var call = ManagedIdentityCall(request, name: name)
        let executor = RequestExecutor(
            transport: client.transport,
            policy: ManagedIdentityCall.policy,
            clock: client.clock,
            now: client.now
        )
        switch await executor.run(&call) {
        case .success(let answer): return answer
        case .failure(let failure):
            switch failure.cause {
            case .refusal(let error): throw error
            case .cancelled: throw CancellationError()
            case .transport(let error):
                throw TokenError(
                    code: .unavailable,
                    message: "\(name) cannot be reached: \(error.message)",
                    repair: "run this on an Azure machine that has a managed identity, or sign in in another way",
                    cause: error
                )
            case .other(let error): throw error
            }
        }
    }

    /// The host in words.
    private var name: String {
        switch host {
        case .instanceMetadata: "the instance metadata service"
        case .appService: "App Service's identity endpoint"
        case .machineLearning: "Machine Learning's identity endpoint"
        case .arc: "Azure Arc's agent"
        case .cloudShell: "Cloud Shell's identity endpoint"
        }
    }
}
