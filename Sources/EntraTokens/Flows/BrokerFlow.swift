internal import ExoJSON
internal import ExoTransport

/// A user's tokens from the identity broker of a Linux desktop, which knows who signed in to the machine.
///
/// The broker is a program of the user's session, reached over D-Bus as `com.microsoft.identity.broker1`. It keeps its refresh
/// tokens to itself.
public struct BrokerFlow: TokenFlow {
    /// How long the broker may take where nobody is asked.
    public static let silentPatience = Duration.seconds(60)

    /// In whose name the user signs in: a public client.
    public let application: ClientApplication
    /// Whether the broker may show a window where it has no token without one.
    public var allowsInteraction: Bool
    /// How long the sign-in in such a window may take.
    public var patience: Duration
    private let call: @Sendable (_ method: String, _ arguments: [String]) async throws -> String

    /// Makes a flow; nothing is called yet.
    ///
    /// Where the environment names no bus, that is an error when a token is asked for.
    ///
    /// - Parameters:
    ///   - application: In whose name the user signs in.
    ///   - environment: The environment, which names the session's bus.
    ///   - allowsInteraction: Whether the broker may show a window.
    ///   - patience: How long the sign-in in such a window may take.
    public init(
        _ application: ClientApplication = .exchangeManagement,
        environment: [String: String],
        allowsInteraction: Bool = true,
        patience: Duration = .seconds(300)
    ) {
        let bus = SessionBus(environment: environment)
        self.init(application, allowsInteraction: allowsInteraction, patience: patience) {
            guard let bus else {
                throw TokenError(
                    code: .brokerUnavailable,
                    message: "there is no identity broker: this session has no message bus (DBUS_SESSION_BUS_ADDRESS)",
                    repair: "sign in with the browser or a device code"
                )
            }
            return try await bus.call(
                BusMethod(
                    service: "com.microsoft.identity.broker1",
                    path: "/com/microsoft/identity/broker1",
                    interface: "com.microsoft.identity.Broker1",
                    name: $0
                ),
                $1
            )
        }
    }

    /// Makes a flow with another way to the broker.
    package init(
        _ application: ClientApplication = .exchangeManagement,
        allowsInteraction: Bool = true,
        patience: Duration = .seconds(300),
        call: @escaping @Sendable (_ method: String, _ arguments: [String]) async throws -> String
    ) {
        self.application = application
        self.allowsInteraction = allowsInteraction
        self.patience = patience
        self.call = call
    }

    /// By itself as long as the broker may show no window.
    public var renewal: TokenRenewal { allowsInteraction ? .interactive : .silent }
    /// Always.
    public var isForUsers: Bool { true }

    /// Asks the broker whom it knows, then for a token of that user; shows its window where that is not enough.
    ///
    /// - Throws: ``TokenError``, with code `brokerUnavailable` where there is no broker; `CancellationError`.
    public func reply(to request: TokenRequest, from client: AuthorityClient) async throws -> TokenReply {
        guard request.authority.form == .entra, application.authentication == nil else {
            throw TokenError(
                code: .invalidRequest,
                message: "the identity broker signs users of Entra ID in, for public clients and at the v2.0 endpoints"
            )
        }
        guard request.claims == nil else {
            throw TokenError(
                code: .interactionRequired,
                message: "the service demands a new sign-in with claims, of which the identity broker cannot be told",
                repair: "sign in with the browser"
            )
        }
        let conversation = try BrokerConversation(request, application, client, call)
        let account = try await conversation.account(within: Self.silentPatience)
        var refusal: TokenError?
        if let account {
            do {
                return try await conversation.token("acquireTokenSilently", of: account, within: Self.silentPatience)
            } catch let error as TokenError where error.code == .refused { refusal = error }
        }
        guard allowsInteraction else {
            throw TokenError(
                code: .interactionRequired,
                message: refusal.map { "somebody has to sign in again: \($0.message)" }
                    ?? "the identity broker has no such account",
                repair: .connectAgain,
                cause: refusal
            )
        }
        return try await conversation.token("acquireTokenInteractively", of: account, within: patience)
    }
}
