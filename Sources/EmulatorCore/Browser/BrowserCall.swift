package import HTTPServer

/// A request as pages and a browser's sessions see it: by the sign-in side and by the portal.
package final class BrowserCall: Sendable {
    package let context: EmulatorContext
    package let keys: SigningKeys
    package let request: ServerRequest
    package let trace: RequestTrace
    /// Scheme, host and port as the client reached them, without a slash at the end.
    package let authority: String

    package init(_ request: ServerRequest, _ context: EmulatorContext, keys: SigningKeys) {
        self.context = context
        self.keys = keys
        self.request = request
        trace = RequestTrace(request, now: context.clock.now)
        authority = AuthorityHost(request, endpoints: context.endpoints).origin
    }

    /// The header fields of every answer of the sign-in side.
    package var commonHeaders: [ServerRequest.Field] {
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

    /// Answers with a page.
    package func page(_ page: Page, status: Int = 200, cookies: [String] = []) -> ServerResponse {
        ServerResponse(
            status: status,
            headers: commonHeaders + page.headers + cookies.map { .init("Set-Cookie", $0) },
            body: Array(page.document.text.utf8)
        )
    }
}
