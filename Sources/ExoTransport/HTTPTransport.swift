/// Sends a request and gives back the reply.
///
/// A transport throws only when no reply came: ``TransportError``, or `CancellationError` when the task was cancelled. It judges
/// no status, follows no redirect, repeats nothing. Any number of requests may be under way at once.
public protocol HTTPTransport: Sendable {
    /// Sends one request.
    ///
    /// - Parameter request: What to send.
    /// - Returns: The reply's head; its body is read by the caller.
    /// - Throws: ``TransportError`` or `CancellationError`.
    func send(_ request: HTTPRequest) async throws -> HTTPResponse
}
