package import ExoTransport

/// A transport that a function stands for, which may pass requests on to another and change their replies.
package struct DetourTransport: HTTPTransport {
    private let answer: @Sendable (HTTPRequest) async throws -> HTTPResponse

    /// Makes a transport.
    package init(_ answer: @escaping @Sendable (HTTPRequest) async throws -> HTTPResponse) { self.answer = answer }

    /// Answers.
    package func send(_ request: HTTPRequest) async throws -> HTTPResponse { try await answer(request) }
}
