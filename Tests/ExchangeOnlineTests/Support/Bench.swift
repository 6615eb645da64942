import EntraTokens
import ExchangeOnline
import ExoJSON
import ExoTransport
import Synchronization
import TestSupport

/// A connection to a scripted service.
struct Bench {
    var transport: ScriptedTransport
    let clock = TestClock(advancesItself: true)
    let events = EventLog()

    init(_ replies: [ScriptedReply] = []) { transport = ScriptedTransport(replies) }

    var client: ExchangeClient {
        ExchangeClient(
            transport: transport,
            now: { clock.date },
            clock: clock,
            retries: RetryPolicy(jitter: { 1 }),
            userAgent: "exo/test",
            observer: EventHandler { events.append($0) }
        )
    }

    /// Connects without a request, as a later command of a known connection does.
    func connection(
        _ identity: ConnectionIdentity = .userPrincipalName("admin@contoso.com"),
        cloud: Cloud = .commercial,
        service: AdminService = .exchange,
        token: String? = nil,
        source: (any TokenSource)? = nil,
        pageSize: Int = 1000
    ) async throws -> ExchangeConnection {
        let text = token ?? TestToken.user(now: clock.date)
        return try await client.connect(
            ConnectionRequest(
                cloud: cloud,
                service: service,
                identity: identity,
                tokenSource: source ?? PassedTokenSource(try AccessToken(text), now: { clock.date }),
                pageSize: pageSize,
                verifiesAccess: false
            )
        )
    }

    /// Runs a cmdlet on a new connection to the end.
    func run(_ cmdlet: Cmdlet, pageSize: Int = 1000) async throws -> CmdletOutcome {
        try await connection(pageSize: pageSize).run(cmdlet)
    }
}

/// The events of a test.
final class EventLog: Sendable {
    private let kept = Mutex<[ConnectionEvent]>([])

    func append(_ event: ConnectionEvent) { kept.withLock { $0.append(event) } }

    var all: [ConnectionEvent] { kept.withLock { $0 } }

    func count(_ kind: ConnectionEvent.Kind) -> Int { all.count { $0.kind == kind } }
}

/// A source that gives these tokens one after another, the last for ever; a refusal asks for the next one.
final class TokenSequence: TokenSource {
    private struct State {
        var tokens: [AccessToken]
        var claims: [String] = []
    }

    private let state: Mutex<State>
    private let advancesAlways: Bool
    let renewal: TokenRenewal

    init(_ texts: [String], advancesAlways: Bool = false, canRenew: Bool = true) throws {
        state = Mutex(State(tokens: try texts.map { try AccessToken($0) }))
        self.advancesAlways = advancesAlways
        renewal = canRenew ? .silent : .none
    }

    var claims: [String] { state.withLock { $0.claims } }

    func token(for request: TokenRequest) async throws -> AccessToken {
        try state.withLock { state in
            if request.refused != nil {
                state.claims.append(request.claims ?? "")
                if state.tokens.count > 1 { state.tokens.removeFirst() }
            }
            guard let first = state.tokens.first else { throw ScriptError(message: "no token") }
            if advancesAlways, state.tokens.count > 1 { state.tokens.removeFirst() }
            return first
        }
    }
}
