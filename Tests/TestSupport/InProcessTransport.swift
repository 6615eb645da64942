package import ExoTransport
package import HTTPServer
import Synchronization

/// A transport that calls a server's handler directly, without a socket.
///
/// Cookies are kept per ``HTTPSession``. The listener is chosen by the URL's port. A reply's delay is waited for on the clock
/// passed in, and not at all without one.
package final class InProcessTransport: HTTPTransport {
    fileprivate struct State {
        var jars: [ObjectIdentifier: (session: HTTPSession, jar: CookieJar)] = [:]
        var requests: [ServerRequest] = []
    }

    private let handler: RequestHandler
    private let listeners: [Int: String]
    private let clock: (any Clock<Duration>)?
    private let state = Mutex(State())

    /// Makes a transport.
    ///
    /// - Parameters:
    ///   - handler: What answers.
    ///   - listeners: The listener's name for each port; any other port is refused like one where nothing listens.
    ///   - clock: What waits for delayed replies.
    package init(
        handler: @escaping RequestHandler,
        listeners: [Int: String] = [443: "front", 8443: "front", 8444: "regional"],
        clock: (any Clock<Duration>)? = nil
    ) {
        self.handler = handler
        self.listeners = listeners
        self.clock = clock
    }

    /// The requests so far, as the handler got them.
    package var requests: [ServerRequest] { state.withLock { $0.requests } }

    /// Calls the handler.
    package func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        guard let place = Place(request.url) else {
            throw TransportError(code: .invalidRequest, message: "not an http URL: \(request.url)")
        }
        guard let listener = listeners[place.port] else {
            throw TransportError(code: .cannotConnect, message: "nothing listens on port \(place.port)")
        }
        var received = ServerRequest(
            method: request.method,
            target: place.target,
            headers: [ServerRequest.Field("Host", place.authority)],
            body: request.body ?? [],
            listener: listener
        )
        received.headers += request.headers.fields.map { ServerRequest.Field($0.name, $0.value) }
        if let body = request.body { received.headers.append(ServerRequest.Field("Content-Length", "\(body.count)")) }
        state.withLock { state in
            if let session = request.session, let cookies = state.jar(of: session).header(for: place.host) {
                received.headers.append(ServerRequest.Field("Cookie", cookies))
            }
            state.requests.append(received)
        }
        let response = handler(received)
        if let delay = response.delay, let clock { try await clock.sleep(for: delay) }
        try Task.checkCancellation()
        return try deliver(response, to: request, host: place.host)
    }

    private func deliver(_ response: ServerResponse, to request: HTTPRequest, host: String) throws -> HTTPResponse {
        let headers = HTTPHeaders(response.headers.map { HTTPHeaders.Field(name: $0.name, value: $0.value) })
        if let session = request.session {
            state.withLock { state in
                var jar = state.jar(of: session)
                jar.take(headers.values(of: "Set-Cookie"), from: host)
                state.jars[ObjectIdentifier(session)] = (session, jar)
            }
        }
        let body: HTTPBody
        switch response.fault {
        case nil: body = HTTPBody(response.body)
        case .cutAfter(let count):
            let cut = TransportError(code: .bodyCutOff, message: "the reply was cut off", mayHaveBeenSent: true)
            body = HTTPBody(parts: [Array(response.body.prefix(count))], failure: cut)
        case .noReply, .reset:
            throw TransportError(code: .noReply, message: "the connection was closed", mayHaveBeenSent: true)
        }
        return HTTPResponse(status: response.status, headers: headers, body: body)
    }
}

extension InProcessTransport.State {
    fileprivate func jar(of session: HTTPSession) -> CookieJar { jars[ObjectIdentifier(session)]?.jar ?? CookieJar() }
}

/// Where a URL points.
private struct Place {
    var authority: String
    var host: String
    var port: Int
    var target: String

    init?(_ url: String) {
        let secure = url.lowercased().hasPrefix("https://")
        guard secure || url.lowercased().hasPrefix("http://") else { return nil }
        let rest = url.dropFirst(secure ? 8 : 7).prefix { $0 != "#" }
        authority = String(rest.prefix { $0 != "/" && $0 != "?" })
        let tail = rest.dropFirst(authority.count)
        target = tail.hasPrefix("/") ? String(tail) : "/" + tail
        let colon = authority.lastIndex(of: ":")
        host = String(authority[..<(colon ?? authority.endIndex)]).lowercased()
        let standard = secure ? 443 : 80
        guard !host.isEmpty, let port = colon == nil ? standard : Int(authority.drop { $0 != ":" }.dropFirst()) else {
            return nil
        }
        self.port = port
    }
}
