package import EmulatorCore
package import ExoJSON
package import HTTPServer

/// A request to the sign-in side, with what every answer to it repeats.
package final class EntraCall: Sendable {
    package let entra: EntraContext
    /// The request, as pages and the browser's sessions see it.
    package let browser: BrowserCall
    /// What the sign-in log will say of it.
    let signIn = SignInNote()

    package init(_ request: ServerRequest, _ entra: EntraContext) {
        self.entra = entra
        browser = BrowserCall(request, entra.emulator, keys: entra.keys)
    }

    package var context: EmulatorContext { entra.emulator }
    package var keys: SigningKeys { entra.keys }
    package var request: ServerRequest { browser.request }
    package var trace: RequestTrace { browser.trace }
    /// Under which name documents and tokens name the sign-in side; the address of managed identities is none of its names.
    package var authority: String {
        request.listener == ManagedIdentityService.listener ? context.endpoints.base : browser.authority
    }

    /// Whether the request only reads; the answer to HEAD is that to GET without its body.
    var isRead: Bool { ["GET", "HEAD"].contains(request.method) }

    /// Answers with the reply of a flow.
    func reply(_ value: JSONValue) -> ServerResponse {
        .json(value, headers: browser.commonHeaders + [.init("x-ms-clitelem", "1,0,0,,")])
    }

    /// Answers with a document that anyone may read and keep.
    package func document(_ value: JSONValue) -> ServerResponse {
        let kept = browser.commonHeaders.filter { !["Cache-Control", "Pragma", "Expires"].contains($0.name) }
        return .json(
            value,
            headers: kept + [.init("Cache-Control", "max-age=86400, private")]
        )
    }

    /// Answers with a refusal.
    package func refusal(_ error: EntraError) -> ServerResponse {
        signIn.note(error)
        var headers = browser.commonHeaders + [.init("x-ms-clitelem", "1,\(error.code),0,,")]
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
            headers: browser.commonHeaders
        )
    }

    /// Answers with a page.
    package func page(_ page: Page, status: Int = 200, cookies: [String] = []) -> ServerResponse {
        browser.page(page, status: status, cookies: cookies)
    }

    /// Sends the browser on.
    package func redirect(to location: String, cookies: [String] = []) -> ServerResponse {
        ServerResponse(
            status: 302,
            headers: browser.commonHeaders + [.init("Location", location)] + cookies.map { .init("Set-Cookie", $0) }
        )
    }
}
