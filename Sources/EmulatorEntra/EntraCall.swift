package import EmulatorCore
package import ExoJSON
package import HTTPServer

/// A request to the sign-in side, with what every answer to it repeats.
package struct EntraCall: Sendable {
    package let entra: EntraContext
    package let request: ServerRequest
    package let trace: RequestTrace
    /// Scheme, host and port as the client reached them, without a slash at the end.
    package let authority: String
    /// What the sign-in log will say of it.
    let signIn = SignInNote()

    package init(_ request: ServerRequest, _ entra: EntraContext) {
        self.entra = entra
        self.request = request
        trace = RequestTrace(request, now: entra.emulator.clock.now)
        authority = AuthorityHost(request, endpoints: entra.emulator.endpoints).origin
    }

    package var context: EmulatorContext { entra.emulator }
    package var keys: SigningKeys { entra.keys }

    /// Whether the request only reads; the answer to HEAD is that to GET without its body.
    var isRead: Bool { ["GET", "HEAD"].contains(request.method) }

    /// The header fields of every answer.
    private var commonHeaders: [ServerRequest.Field] {
        var headers: [ServerRequest.Field] = [
            .init("Cache-Control", "no-store, no-cache"),
            .init("Pragma", "no-cache"),
            .init("Expires", "-1"),
            .init("X-Content-Type-Options", "nosniff"),
            .init("Referrer-Policy", "strict-origin-when-cross-origin"),
            .init("P3P", "CP=\"DSP CUR OTPi IND OTRi ONL FIN\""),
            .init("x-ms-request-id", trace.traceText),
            .init("x-ms-ests-server", "2.1.0.0 - emulator"),
            .init("x-ms-srs", "1.P"),
        ]
        if let number = trace.clientRequestID { headers.append(.init("client-request-id", number)) }
        return headers
    }

    /// Answers with the reply of a flow.
    func reply(_ value: JSONValue) -> ServerResponse {
        .json(value, headers: commonHeaders + [.init("x-ms-clitelem", "1,0,0,,")])
    }

    /// Answers with a document that anyone may read and keep.
    package func document(_ value: JSONValue) -> ServerResponse {
        let kept = commonHeaders.filter { !["Cache-Control", "Pragma", "Expires"].contains($0.name) }
        return .json(
            value,
            headers: kept + [.init("Cache-Control", "max-age=86400, private")]
        )
    }

    /// Answers with a refusal.
    package func refusal(_ error: EntraError) -> ServerResponse {
        signIn.note(error)
        var headers = commonHeaders + [.init("x-ms-clitelem", "1,\(error.code),0,,")]
        // Who proved itself by a header field is told which one to send (RFC 6749 section 5.2).
        if error.status == 401, request.header("Authorization")?.lowercased().hasPrefix("basic ") == true {
            headers.append(.init("WWW-Authenticate", "Basic realm=\"\(authority)\", charset=\"UTF-8\""))
        }
        return .json(error.body(self), status: error.status, headers: headers)
    }

    /// Answers that the emulator does not do this.
    func notEmulated(_ what: String, error: String = "unsupported_grant_type") -> ServerResponse {
        .json(
            [
                "error": .string(error),
                "error_description": .string("This emulator does not do this yet: \(what)."),
                "trace_id": .string(trace.traceText),
                "correlation_id": .string(trace.correlationID),
                "timestamp": .string(trace.timestamp),
            ],
            status: 501,
            headers: commonHeaders
        )
    }

    /// Answers with a page.
    package func page(_ page: Page, status: Int = 200, cookies: [String] = []) -> ServerResponse {
        ServerResponse(
            status: status,
            headers: commonHeaders + page.headers + cookies.map { .init("Set-Cookie", $0) },
            body: Array(page.document.text.utf8)
        )
    }

    /// Sends the browser on.
    package func redirect(to location: String, cookies: [String] = []) -> ServerResponse {
        ServerResponse(
            status: 302,
            headers: commonHeaders + [.init("Location", location)] + cookies.map { .init("Set-Cookie", $0) }
        )
    }
}
