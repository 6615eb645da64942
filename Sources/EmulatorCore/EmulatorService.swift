package import HTTPServer

/// One part of the emulated service, with paths of its own.
package protocol EmulatorService: Sendable {
    /// The first segments of the paths that belong to it, in small letters; an empty one is the path `/`.
    var segments: [String] { get }

    /// Answers a request.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - path: The segments of its path, percent-decoded, without empty ones.
    /// - Returns: The reply, or `nil` when it has nothing at this path.
    func respond(to request: ServerRequest, path: [String]) -> ServerResponse?
}
