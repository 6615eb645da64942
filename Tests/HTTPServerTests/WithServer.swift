import HTTPServer
import Synchronization

/// Runs a server on a free port for the time of a test.
func withServer(
    limits: ServerLimits = ServerLimits(),
    threads: Int = 2,
    handler: @escaping RequestHandler = { echo($0) },
    _ body: (Int) throws -> Void
) async throws {
    let configuration = ServerConfiguration(
        listeners: [ServerListener(name: "front", port: 0)],
        limits: limits,
        threadsPerListener: threads
    )
    let server = HTTPServer(configuration, handler: handler)
    try server.start()
    let result = Result { try body(server.port(of: "front")) }
    await server.stop(grace: .seconds(1))
    try result.get()
}

/// Answers with what arrived.
func echo(_ request: ServerRequest) -> ServerResponse {
    let body = "\(request.method) \(request.target) \(String(decoding: request.body, as: UTF8.self))"
    return ServerResponse(status: 200, headers: [.init("Content-Type", "text/plain")], body: Array(body.utf8))
}
