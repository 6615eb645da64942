package import ExoTransport
import Synchronization

/// A transport that answers every request through a function, except the question for a known domain's tenant; for tests with
/// many requests at once.
package final class AnsweringTransport: HTTPTransport {
    private let answer: @Sendable (HTTPRequest) throws -> ScriptedReply
    private let kept = Mutex<[HTTPRequest]>([])

    /// Makes a transport.
    package init(_ answer: @escaping @Sendable (HTTPRequest) throws -> ScriptedReply) { self.answer = answer }

    /// The requests so far, in order of arrival.
    package var requests: [HTTPRequest] { kept.withLock { $0 } }

    /// Answers.
    package func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        if let reply = TenantDirectory.contoso.reply(to: request) { return try reply.response() }
        kept.withLock { $0.append(request) }
        return try answer(request).response()
    }
}
