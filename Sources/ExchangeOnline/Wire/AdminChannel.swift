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
    let tokens: ValidatedTokenProvider
    let tenantID: String
    let connectionID: String
    /// Where every tenant's requests may begin.
    private let frontDoor: ServiceURL
    /// The key under which the service takes secrets, once it was asked for.
    let knownParameterKey = Mutex<RSAPublicKey?>(nil)
    /// How fast requests go to the tenant.
    let pace: TenantPace
    /// Whether the service was seen to take no batches.
    let refusesBatches = Mutex(false)
    private let place: Mutex<Place>

    private struct Place {
        var url: ServiceURL
        var hasAnswered = false
    }

    /// Makes a channel whose first request goes to `start`: the front door, or where an earlier connection ended up.
    init(
        client: ExchangeClient,
        request: ConnectionRequest,
        redirects: RedirectPolicy,
        session: HTTPSession,
        tokens: ValidatedTokenProvider,
        tenantID: String,
        frontDoor: ServiceURL,
        start: ServiceURL
    ) {
        self.client = client
        self.request = request
        self.redirects = redirects
        self.session = session
        self.tokens = tokens
        self.tenantID = tenantID
        self.frontDoor = frontDoor
        connectionID = UUID().uuidString.lowercased()
        pace = client.pace.tenant(tenantID, service: request.service, of: client)
        place = Mutex(Place(url: start))
    }

    /// The address in use.
    var origin: ServiceURL { place.withLock { $0.url } }

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

    /// The value of `X-AnchorMailbox`; it must stay the same over the pages of a listing.
    private var anchor: String {
        let mailbox = "SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}"
        switch (request.identity, request.service) {
        case (.userPrincipalName(let user), _): return "UPN:\(user)"
        case (.organization(let name), .compliance), (.delegatedOrganization(let name), .compliance):
            return "UPN:\(mailbox)@\(name)"
        default: return "APP:\(mailbox)@\(tenantID)"
        }
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
            gate: PacedCall(pace: pace, kind: call.cmdlet ?? call.method),
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
        ErrorMapper(call: call, origin: origin, tenantID: tenantID, token: token ?? tokens.latest, now: client.now())
    }

    /// The call as it is sent to that address with that token.
    func request(for call: AdminCall, at url: ServiceURL, with token: AccessToken) -> HTTPRequest {
        let body =
            call.parts.isEmpty ? call.body : BatchBody.bytes(of: call.parts, at: url) { headers(of: $0, with: token) }
        return HTTPRequest(
            call.method,
            url.origin + url.target,
            headers: headers(of: call, with: token),
            body: body,
            headTimeout: call.timeout,
            session: session
        )
    }

    private func headers(of call: AdminCall, with token: AccessToken) -> HTTPHeaders {
        var headers = call.headers
        headers["Authorization"] = token.authorizationHeaderValue
        headers["X-AnchorMailbox"] = anchor
        headers["client-request-id"] = call.correlationID
        headers["connection-id"] = connectionID
        headers["User-Agent"] = client.userAgent
        return headers
    }
}
