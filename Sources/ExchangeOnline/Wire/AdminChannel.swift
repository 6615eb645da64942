internal import EntraTokens
internal import ExoTransport
import Synchronization

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// The way of one connection to the service: its address after redirects, its cookies, its token, its patience.
final class AdminChannel: Sendable {
    /// The longest that one request and its repetitions may wait in all.
    static let patience = Duration.seconds(300)

    let client: ExchangeClient
    let request: ConnectionRequest
    let domains: ServiceDomains
    let session: HTTPSession
    let gate: TokenGate
    let tenantID: String
    let connectionID: String
    private let place: Mutex<Place>

    private struct Place {
        var url: ServiceURL
        var hasAnswered = false
    }

    init(
        client: ExchangeClient,
        request: ConnectionRequest,
        domains: ServiceDomains,
        session: HTTPSession,
        gate: TokenGate,
        tenantID: String,
        start: ServiceURL
    ) {
        self.client = client
        self.request = request
        self.domains = domains
        self.session = session
        self.gate = gate
        self.tenantID = tenantID
        connectionID = UUID().uuidString.lowercased()
        place = Mutex(Place(url: start))
    }

    /// The address in use.
    var origin: ServiceURL { place.withLock { $0.url } }

    /// The value of `X-AnchorMailbox`; it must stay the same over the pages of a listing.
    var anchor: String {
        let mailbox = "SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}"
        switch (request.identity, request.service) {
        case (.userPrincipalName(let user), _): return "UPN:\(user)"
        case (.organization(let name), .compliance), (.delegatedOrganization(let name), .compliance):
            return "UPN:\(mailbox)@\(name)"
        default: return "APP:\(mailbox)@\(tenantID)"
        }
    }

    /// Sends a request, follows redirects, repeats what may be repeated.
    ///
    /// - Returns: A reply with a status from 200 to 299; its body is still to be read.
    /// - Throws: ``ExchangeError`` or `CancellationError`.
    func send(_ call: AdminCall) async throws -> HTTPResponse {
        let watch = Stopwatch(client.clock)
        var attempt = 0
        var challenge: String?
        var hasAnsweredChallenge = false
        while true {
            let token = try await gate.token(answering: challenge)
            challenge = nil
            let failure: CallFailure
            do {
                let response = try await follow(call, with: token)
                if 200..<300 ~= response.status { return response }
                failure = .service(try await ServiceFailure(response))
            } catch let error as TransportError {
                failure = .transport(error, afterReply: place.withLock { $0.hasAnswered })
            }
            if let claims = failure.claimsChallenge, gate.canRenew, !hasAnsweredChallenge {
                hasAnsweredChallenge = true
                challenge = claims
                continue
            }
            attempt += 1
            let delay = try pause(before: attempt, of: call, after: failure, token: token, elapsed: watch.elapsed())
            try await client.clock.sleep(for: delay)
        }
    }

    /// How long to wait before a repetition.
    ///
    /// - Throws: The failure as an ``ExchangeError`` when it must not be repeated, or not any more.
    private func pause(
        before attempt: Int,
        of call: AdminCall,
        after failure: CallFailure,
        token: AccessToken,
        elapsed: Duration
    ) throws -> Duration {
        guard failure.canRepeat(call, attempt: attempt),
            let delay = client.retries.delay(
                attempt: attempt,
                retryAfter: failure.retryAfter.flatMap { RetryPolicy.retryAfter($0, now: client.now()) }
            ),
            elapsed + delay <= Self.patience
        else {
            throw Explanation(call: call, channel: self, token: token).error(for: failure)
        }
        client.observer(
            ConnectionEvent(
                .waiting,
                [
                    .init("seconds", Timestamp.seconds(delay)),
                    .init("attempt", "\(attempt)"),
                    .init("reason", failure.reason),
                    .init("client-request-id", call.correlationID),
                ]
            )
        )
        return delay
    }

    private func follow(_ call: AdminCall, with token: AccessToken) async throws -> HTTPResponse {
        var url = origin
        url.target = call.target
        var trail = RedirectTrail(from: url)
        while true {
            let response = try await exchange(call, at: url, with: token)
            guard [301, 302, 303, 307, 308].contains(response.status) else {
                place.withLock { place in
                    place.url = ServiceURL(host: url.host, port: url.port)
                    place.hasAnswered = true
                }
                return response
            }
            do {
                url = try domains.destination(of: response.headers["Location"], from: url)
                try trail.visit(url)
            } catch var error as ExchangeError {
                error.status = response.status
                error.correlationID = call.correlationID
                error.requestID = response.headers["request-id"]
                throw error
            }
            client.observer(ConnectionEvent(.redirected, [.init("url", url.origin + url.path)]))
        }
    }

    private func exchange(_ call: AdminCall, at url: ServiceURL, with token: AccessToken) async throws -> HTTPResponse {
        var headers = call.headers
        headers["Authorization"] = token.authorizationHeaderValue
        headers["X-AnchorMailbox"] = anchor
        headers["client-request-id"] = call.correlationID
        headers["connection-id"] = connectionID
        headers["User-Agent"] = client.userAgent
        client.observer(
            ConnectionEvent(
                .requestSent,
                [
                    .init("method", call.method),
                    .init("url", url.origin + url.path),
                    .init("cmdlet", call.cmdlet ?? ""),
                    .init("client-request-id", call.correlationID),
                ]
            )
        )
        let response = try await client.transport.send(
            HTTPRequest(
                call.method,
                url.origin + url.target,
                headers: headers,
                body: call.body,
                timeout: call.timeout,
                session: session
            )
        )
        client.observer(
            ConnectionEvent(
                .replyReceived,
                [
                    .init("status", "\(response.status)"),
                    .init("request-id", response.headers["request-id"] ?? ""),
                    .init("client-request-id", call.correlationID),
                ]
            )
        )
        return response
    }
}
