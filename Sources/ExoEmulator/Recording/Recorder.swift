import EmulatorCore
import ExoJSON
import HTTPServer
import Synchronization

/// Stands before a real endpoint: passes every request on, and keeps what was said without who said it.
///
/// The client gets the real reply, with the endpoint's own address replaced by this one's, so that it stays here.
final class Recorder: Sendable {
    private static let dropped: Set = [
        "host", "connection", "keep-alive", "proxy-connection", "transfer-encoding", "te", "trailer", "upgrade",
        "content-length", "expect", "accept-encoding",
    ]

    private let upstream: String
    private let authorityFile: String?
    private let file: RecordingFile
    private let log: @Sendable (String) -> Void
    private let scrubber: Mutex<Scrubber?>
    private let hasSaidFull = Atomic<Bool>(false)

    /// - Parameters:
    ///   - upstream: The origin of the endpoint.
    ///   - authorityFile: The authorities to trust there; nil for the system's.
    ///   - file: Where the exchanges go.
    ///   - log: Receives one line for each request.
    init(
        upstream: String,
        authorityFile: String?,
        file: RecordingFile,
        log: @escaping @Sendable (String) -> Void
    ) {
        self.upstream = upstream
        self.authorityFile = authorityFile
        self.file = file
        self.log = log
        scrubber = Mutex(nil)
    }

    /// Answers a request as the endpoint does.
    func respond(to request: ServerRequest) -> ServerResponse {
        let own = "https://" + (request.header("Host") ?? "localhost")
        var headers = request.headers.filter { !Self.dropped.contains($0.name.lowercased()) }
        for place in headers.indices { headers[place].value = headers[place].value.replacing(own, with: upstream) }
        let answer: CurlProgram.Answer
        do {
            answer = try CurlProgram().send(
                CurlProgram.Call(
                    method: request.method,
                    url: upstream + request.target,
                    headers: headers,
                    body: request.body.isEmpty ? nil : replaced(request.body, own, by: upstream),
                    authorityFile: authorityFile
                )
            )
        } catch {
            log("\(request.method) \(request.rawPath) failed: \(error)")
            return .problem(502, code: "BadGateway", "The endpoint \(upstream) did not answer: \(error)")
        }
        log("\(request.method) \(request.rawPath) \(answer.status)")
        keep(request, answer, own)
        var reply = ServerResponse(status: answer.status, body: replaced(answer.body, upstream, by: own))
        for field in answer.headers where !Self.dropped.contains(field.name.lowercased()) {
            reply.headers.append(.init(field.name, field.value.replacing(upstream, with: own)))
        }
        return reply
    }

    private func keep(_ request: ServerRequest, _ answer: CurlProgram.Answer, _ own: String) {
        let exchange = scrubber.withLock { scrubber in
            var present = scrubber ?? Scrubber(upstream: upstream, own: own)
            defer { scrubber = present }
            return present.scrubbed(request, answer)
        }
        do {
            guard try !file.add(exchange), !hasSaidFull.exchange(true, ordering: .relaxed) else { return }
            log("the recording is full: what follows is passed on and not kept")
        } catch { log("\(error)") }
    }

    private func replaced(_ bytes: [UInt8], _ origin: String, by other: String) -> [UInt8] {
        // Texts only: in other bodies no address stands.
        guard let text = String(validating: bytes, as: UTF8.self), text.contains(origin) else { return bytes }
        return Array(text.replacing(origin, with: other).utf8)
    }
}
