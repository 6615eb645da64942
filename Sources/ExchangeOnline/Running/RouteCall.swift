internal import ExoCrypto
public import ExoTransport

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// A request to a route of the service, for what no cmdlet asks.
public struct RouteCall: Sendable {
    /// The method, in capitals; what is neither `GET` nor `HEAD` counts as a change and is never repeated by itself.
    public var method: String
    /// Path and query; without a slash at the beginning they go below `/adminapi/beta/{tenant}/`, and `{tenant}` stands for the
    /// tenant's id.
    public var target: String
    /// Header fields beside those of the connection, which cannot be replaced.
    public var headers: HTTPHeaders
    /// The body; `nil` sends none.
    public var body: [UInt8]?
    /// How long to wait until the reply begins.
    public var timeout: Duration

    /// Makes a call.
    public init(
        _ method: String = "GET",
        _ target: String,
        headers: HTTPHeaders = [:],
        body: [UInt8]? = nil,
        timeout: Duration = .seconds(960)
    ) {
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
        self.timeout = timeout
    }

    /// What the connection says itself.
    private static let own: Set = [
        "authorization", "client-request-id", "connection-id", "content-length", "cookie", "host", "transfer-encoding",
        "x-anchormailbox",
        // A method of its own would be another than the guard rails see.
        "x-http-method", "x-http-method-override", "x-method-override",
    ]

    /// The call as the connection's channel sends it.
    ///
    /// - Throws: ``ExchangeError`` with code `invalidRequest`; nothing was sent.
    func call(tenantID: String, origin: String, correlationID: String) throws -> AdminCall {
        guard !method.isEmpty, method.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) else {
            throw refusal("'\(method)' is no method; methods are words in capitals, such as GET")
        }
        if let field = headers.fields.first(where: { Self.own.contains($0.name.lowercased()) }) {
            throw refusal("the header \(field.name) is the connection's own and cannot be set")
        }
        var path = target.replacing("{tenant}", with: tenantID)
        if path.lowercased().hasPrefix("https://") {
            // The token goes to the service's own host and nowhere else.
            guard let url = try ServiceURL(path), url.origin == origin else {
                throw refusal("\(path.prefix(200)) is not at \(origin), where this connection's token goes")
            }
            path = url.target
        } else if !path.hasPrefix("/") {
            path = "/adminapi/beta/\(tenantID)/\(path)"
        }
        guard path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw refusal("the path holds characters that must be percent-encoded, such as blanks (%20)")
        }
        guard !Self.leavesItsPlace(path) else {
            throw refusal("the path holds the segment '.' or '..', so that it would lead to another than is written")
        }
        var fields: HTTPHeaders = ["Accept": "application/json"]
        if body != nil { fields["Content-Type"] = "application/json" }
        for field in headers.fields { fields[field.name] = field.value }
        return AdminCall(
            method: method,
            target: path,
            headers: fields,
            body: body,
            isRead: method == "GET" || method == "HEAD",
            correlationID: correlationID,
            timeout: timeout
        )
    }

    /// Whether a segment of the path is one that servers resolve, percent-encoded or not: a guard sees the path as it is written.
    private static func leavesItsPlace(_ target: String) -> Bool {
        let path = target.prefix { $0 != "?" }.lowercased().replacing("%2e", with: ".").replacing("%2f", with: "/")
            .replacing("%5c", with: "/")
        return path.split { $0 == "/" || $0 == "\\" }.contains { $0 == "." || $0 == ".." }
    }

    private func refusal(_ message: String) -> ExchangeError { ExchangeError(code: .invalidRequest, message: message) }
}

extension ExchangeConnection {
    /// Sends a request to a route of the service, with this connection's token, anchor and cookies.
    ///
    /// - Parameter call: The request.
    /// - Returns: The reply, whose body is still to be read.
    /// - Throws: ``ExchangeError``, as a cmdlet does: a status that is not good is an error.
    public func reply(to call: RouteCall) async throws -> HTTPResponse {
        let id = RandomBytes.uuid()
        let admission = try await channel.admit(call, repeatedTenant: repeatedTenant, correlationID: id)
        do {
            let reply = try await channel.send(try sent(call, id)) { response, _ in response }
            admission.ended(requestID: reply.requestID)
            return reply.response
        } catch {
            admission.ended(requestID: nil, error: error)
            throw error
        }
    }

    /// The request that such a call would be sent as, with the token used last.
    ///
    /// - Throws: ``ExchangeError`` with code `invalidRequest`.
    package func request(for call: RouteCall) throws -> HTTPRequest {
        request(for: try sent(call, RandomBytes.uuid()))
    }

    /// The first request that a cmdlet would be sent as, confirmed where it asks, with the token used last and an empty text in
    /// place of each secret.
    package func request(for cmdlet: BoundCmdlet) throws -> HTTPRequest {
        let acting = try channel.checked(cmdlet.asks ? cmdlet.confirmed : cmdlet.unattended).withoutPlainSecrets
        let id = RandomBytes.uuid()
        return request(for: CmdletRun(acting, body: try acting.body(key: nil), correlationID: id, on: self).call)
    }

    private func request(for call: AdminCall) -> HTTPRequest {
        var url = channel.origin
        url.target = call.target
        return channel.request(for: call, at: url, with: token)
    }

    private func sent(_ call: RouteCall, _ correlationID: String) throws -> AdminCall {
        try call.call(tenantID: channel.tenantID, origin: channel.origin.origin, correlationID: correlationID)
    }
}
