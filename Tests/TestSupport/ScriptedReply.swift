package import ExoTransport

/// One reply of a ``ScriptedTransport``, and what the request that gets it must look like.
package struct ScriptedReply: Sendable {
    /// The method expected; `nil` accepts any.
    package var method: String?
    /// Text the URL must contain; `nil` accepts any.
    package var urlPart: String?
    /// The status code.
    package var status: Int
    /// Header fields.
    package var headers: HTTPHeaders
    /// The body, part by part.
    package var parts: [[UInt8]]
    /// What ends the body instead of its end.
    package var bodyFailure: TransportError?
    /// What is thrown instead of a reply.
    package var failure: TransportError?

    /// Makes a reply.
    package init(
        status: Int = 200,
        headers: HTTPHeaders = [:],
        parts: [[UInt8]] = [],
        bodyFailure: TransportError? = nil,
        failure: TransportError? = nil,
        method: String? = nil,
        urlPart: String? = nil
    ) {
        self.status = status
        self.headers = headers
        self.parts = parts
        self.bodyFailure = bodyFailure
        self.failure = failure
        self.method = method
        self.urlPart = urlPart
    }

    /// A JSON reply.
    package static func json(_ text: String, status: Int = 200, headers: HTTPHeaders = [:]) -> Self {
        var all: HTTPHeaders = ["Content-Type": "application/json; charset=utf-8"]
        all.fields += headers.fields
        return Self(status: status, headers: all, parts: [Array(text.utf8)])
    }

    /// A reply of any other text.
    package static func text(_ text: String, status: Int = 200, headers: HTTPHeaders = [:]) -> Self {
        Self(status: status, headers: headers, parts: [Array(text.utf8)])
    }

    /// No reply.
    package static func failure(_ code: TransportError.Code, mayHaveBeenSent: Bool = false) -> Self {
        Self(failure: TransportError(code: code, message: "scripted failure", mayHaveBeenSent: mayHaveBeenSent))
    }

    /// The same reply, only for such a request.
    package func expecting(_ method: String? = nil, url part: String? = nil) -> Self {
        var copy = self
        copy.method = method
        copy.urlPart = part
        return copy
    }

    /// The same reply, cut off after its parts.
    package func cutOff() -> Self {
        var copy = self
        copy.bodyFailure = TransportError(code: .bodyCutOff, message: "scripted cut", mayHaveBeenSent: true)
        return copy
    }

    func complaint(about request: HTTPRequest) -> String? {
        if let method, method != request.method {
            return "expected \(method), got \(request.method) \(request.url)"
        }
        if let urlPart, !request.url.contains(urlPart) {
            return "expected a URL with \(urlPart), got \(request.url)"
        }
        return nil
    }

    /// The response.
    package func response() throws -> HTTPResponse {
        if let failure { throw failure }
        return HTTPResponse(status: status, headers: headers, body: HTTPBody(parts: parts, failure: bodyFailure))
    }
}
