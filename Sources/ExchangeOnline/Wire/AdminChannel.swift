internal import EntraTokens
internal import ExoCrypto
internal import ExoTransport
import Synchronization

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// The way of one connection to the service: its address after redirects, its cookies, its token.
final class AdminChannel: Sendable {
    let client: ExchangeClient
    let request: ConnectionRequest
    let redirects: RedirectPolicy
    let session: HTTPSession
    let connectionID: String
    /// What is done once for all who need it.
    let steps = SingleFlight<Step, Void>()
    /// Where every tenant's requests may begin.
    private let frontDoor: ServiceURL
    /// The key under which the service takes secrets, once it was asked for, and when that was.
    let knownParameterKey = Mutex<(key: RSAPublicKey, date: Date)?>(nil)
    /// Whether the service was seen to take no batches.
    let batchRefusals = Mutex(0)
    /// The domains of which the sign-in service was asked whether they are the tenant's, and what it said.
    let askedDomains = Mutex<[String: Bool]>([:])
    private let place: Mutex<Place>
    private let state: Mutex<State>

    private struct Place {
        var url: ServiceURL
        var hasAnswered = false
    }

    private struct State {
        /// Where tokens come from; `nil` until the first one is needed.
        var tokens: ValidatedTokenProvider?
        var needsProof: Bool
        var hasProof: Bool
        var isClosed = false
    }

    /// Makes a channel whose first request goes to `start`: the front door, or where an earlier connection ended up.
    init(
        client: ExchangeClient,
        request: ConnectionRequest,
        redirects: RedirectPolicy,
        session: HTTPSession,
        frontDoor: ServiceURL,
        start: ServiceURL
    ) {
        self.client = client
        self.request = request
        self.redirects = redirects
        self.session = session
        self.frontDoor = frontDoor
        connectionID = RandomBytes.uuid()
        place = Mutex(Place(url: start))
        let isDelegated = if case .delegatedOrganization = request.identity { true } else { false }
        let hasProof = request.remembered?.isTenantProven == true
        state = Mutex(State(needsProof: isDelegated && !hasProof, hasProof: hasProof))
    }

    /// Whether tokens can be had.
    ///
    /// - Throws: ``ExchangeError`` with code `closed`.
    var isOpen: Bool {
        get throws {
            try state.withLock { state in
                guard !state.isClosed else { throw Self.closed(name) }
                return state.tokens != nil
            }
        }
    }

    /// Refuses what is asked of a closed connection.
    func refuseClosed() throws { _ = try isOpen }

    /// Whether the connection was closed.
    var isClosed: Bool { state.withLock { $0.isClosed } }

    /// Refuses everything from now on, and lets go of the tokens.
    func close() {
        state.withLock { state in
            state.isClosed = true
            state.tokens = nil
        }
    }

    /// Takes what the connection's tokens come from.
    func take(_ tokens: ValidatedTokenProvider) {
        state.withLock { state in
            guard !state.isClosed else { return }
            state.tokens = tokens
        }
    }

    /// Whether the service is still to be asked which tenant answers.
    var needsProof: Bool { state.withLock { $0.needsProof } }

    /// Whether the service said, now or before, that the right tenant answers.
    var hasProof: Bool { state.withLock { $0.hasProof } }

    /// Notes that the service was asked which tenant answers, and whether it told; it is not asked again here in either case.
    func noteAnswer(isProof: Bool) {
        state.withLock { state in
            state.needsProof = false
            state.hasProof = isProof
        }
    }

    /// Where tokens come from.
    ///
    /// - Throws: ``ExchangeError`` with code `closed`.
    func tokens() throws -> ValidatedTokenProvider {
        guard let tokens = state.withLock({ $0.tokens }) else { throw Self.closed(name) }
        return tokens
    }

    /// How fast requests go to the tenant, which is known once the connection is open.
    var pace: TenantPace { client.pace.tenant(tenantID, service: request.service, of: client) }

    /// The token used last; `nil` before the first and after the end.
    var latestToken: AccessToken? { state.withLock { $0.tokens }?.latest }

    /// Whether a new token can be got.
    var canRenew: Bool { request.tokenSource.renewal != .none }

    /// The tenant's id; empty as long as it is not known.
    var tenantID: String { state.withLock { $0.tokens }?.tenantID ?? request.rememberedTenant ?? "" }

    private static func closed(_ name: String) -> ExchangeError {
        ExchangeError(
            code: .closed,
            message: "connection '\(name)' was closed; nothing was sent",
            repair: .connectAgain
        )
    }

    /// The address in use.
    var origin: ServiceURL { place.withLock { $0.url } }

    /// Which of the service's interfaces the token opens.
    var interface: AdminInterface { latestToken.map { AdminInterface($0.claims) } ?? .cmdlets }

    /// A cmdlet as that interface takes it.
    ///
    /// - Throws: ``ExchangeError`` for what the interface does not have; nothing was sent.
    func checked(_ cmdlet: BoundCmdlet) throws -> BoundCmdlet {
        let isApplication = latestToken?.claims.kind == .application
        return try cmdlet.checked(
            for: interface,
            permission: isApplication ? "Exchange.ManageAsApp" : "Exchange.Manage"
        )
    }

    /// Notes that the service answered there.
    func settle(at url: ServiceURL) {
        place.withLock { $0 = Place(url: ServiceURL(host: url.host, port: url.port), hasAnswered: true) }
    }

    /// Whether the service has answered this connection there.
    func hasAnswered(at url: ServiceURL) -> Bool {
        place.withLock { $0.hasAnswered && $0.url.origin == url.origin }
    }

    /// Where to start again when an address fails, or `nil` when it was that address; the connection's stays until another
    /// one answers.
    func leave(_ url: ServiceURL) -> ServiceURL? {
        guard url.origin != frontDoor.origin else { return nil }
        tell(.addressLeft(url: url.origin, next: frontDoor.origin))
        return frontDoor
    }

    /// Sends a call until it succeeds or nothing helps any more.
    ///
    /// - Parameters:
    ///   - call: The call.
    ///   - read: Reads a response with a good status, from that address, as far as it must be read to know what it says;
    ///     throws ``ServiceRefusal`` when it says no.
    /// - Returns: What was read.
    /// - Throws: ``ExchangeError`` or `CancellationError`.
    func send<Value: Sendable>(
        _ call: AdminCall,
        read: @escaping @Sendable (ReceivedResponse, ServiceURL) async throws -> Value
    ) async throws -> Value {
        try await open()
        switch await execute(call, read: read) {
        case .success(let value): return value
        case .failure(let ended):
            throw mapper(for: call, at: ended.origin, token: ended.token)
                .error(for: ended.failure, requestID: ended.requestID)
        }
    }

    /// How a call ended without success, where it was sent last and with which token.
    struct EndedCall: Error {
        var failure: RequestFailure<ServiceRefusal>
        var origin: String
        var token: AccessToken?
        var requestID: String?
    }

    /// Sends a call until it succeeds or nothing helps any more; what its failure means is left to the caller.
    func execute<Value: Sendable>(
        _ call: AdminCall,
        read: @escaping @Sendable (ReceivedResponse, ServiceURL) async throws -> Value
    ) async -> Result<Value, EndedCall> {
        let executor = RequestExecutor(
            transport: client.transport,
            policy: client.retries,
            clock: client.clock,
            now: client.now,
            gate: PacedCall(pace: pace, kind: call.paceKind),
            observer: { [observer = client.observer, subject = subject(of: call)] in
                observer.observe(ConnectionEvent($0, of: subject))
            }
        )
        var request = AdminRequest(call, on: self, read: read)
        return await executor.run(&request).mapError {
            EndedCall(
                failure: $0,
                origin: request.url.origin,
                token: request.token,
                requestID: request.requestID
            )
        }
    }

    /// Tells the observer of something that this connection did, for a call where it is one's.
    func tell(_ details: ConnectionEvent.Details, of call: AdminCall? = nil) {
        client.observer.observe(ConnectionEvent(details, of: subject(of: call)))
    }

    private func subject(of call: AdminCall?) -> ConnectionEvent.Subject {
        ConnectionEvent.Subject(
            tenantID: tenantID,
            service: request.service,
            connectionID: connectionID,
            cmdlet: call?.cmdlet,
            correlationID: call?.correlationID
        )
    }

    /// What turns failures of a call into errors.
    func mapper(for call: AdminCall, at origin: String, token: AccessToken? = nil) -> ErrorMapper {
        ErrorMapper(
            call: call,
            origin: origin,
            tenantID: tenantID,
            token: token ?? latestToken,
            renewal: request.tokenSource.renewal,
            now: client.now()
        )
    }

    /// The call as it is sent to that address with that token.
    func request(for call: AdminCall, at url: ServiceURL, with token: AccessToken?) -> HTTPRequest {
        let body =
            call.parts.isEmpty ? call.body : BatchBody.bytes(of: call.parts, at: url) { headers(of: $0, with: token) }
        return HTTPRequest(
            call.method,
            url.origin + url.target,
            headers: headers(of: call, with: token),
            body: body,
            headTimeout: call.timeout,
            // A change has one short reply, which is to be there in the time that was given; a listing takes as long as rows come.
            timeout: call.isOwnTimeout && !call.isRead ? call.timeout : nil,
            session: session
        )
    }

    private func headers(of call: AdminCall, with token: AccessToken?) -> HTTPHeaders {
        var headers = call.headers
        headers["Authorization"] = token?.authorizationHeaderValue
        let anchor = call.anchor ?? anchor(by: request.anchor)
        headers["X-AnchorMailbox"] = anchor.value
        if anchor.isOfParameter { headers["parameter-based-routing"] = "True" }
        headers["client-request-id"] = call.correlationID
        headers["connection-id"] = connectionID
        headers["User-Agent"] = client.userAgent
        return headers
    }
}
