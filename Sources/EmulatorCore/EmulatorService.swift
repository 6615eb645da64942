package import HTTPServer

/// One part of the emulated service.
package protocol EmulatorService: Sendable {
    /// Answers a request.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - path: The segments of its path, percent-decoded, without empty ones.
    /// - Returns: The reply, or `nil` when the path belongs to another part.
    func respond(to request: ServerRequest, path: [String]) -> ServerResponse?
}
