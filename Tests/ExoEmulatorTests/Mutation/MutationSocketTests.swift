import HTTPServer
import TestSupport
import Testing

@testable import EmulatorCore
@testable import EmulatorEntra
@testable import ExoEmulator

/// Damaged requests as bytes on a connection, where framing can be wrong too.
struct MutationSocketTests {
    private static let seed: UInt64 = 20_261_126

    @Test func survivesDamagedBytes() async throws {
        let corpus = try MutationCorpus()
        let emulator = corpus.emulator
        // What lost its end is waited for no longer than this.
        var limits = ServerLimits()
        limits.headerDeadline = .milliseconds(100)
        limits.bodyDeadline = .milliseconds(100)
        let server = HTTPServer(
            ServerConfiguration(listeners: [ServerListener(port: 0)], limits: limits)
        ) { emulator.respond(to: $0) }
        try server.start()
        let result = Result { try send(corpus, port: server.port(of: "front")) }
        await server.stop(grace: .seconds(1))
        try result.get()
    }

    private func send(_ corpus: MutationCorpus, port: Int) throws {
        var mutator = Mutator(seed: Self.seed)
        for turn in 0..<300 {
            let sample = mutator.random.pick(corpus.samples)
            var bytes = Self.wire(mutator.damage(sample.request, others: corpus.samples))
            for _ in 0..<mutator.random.below(3) { bytes = ByteDamage.damage(bytes, &mutator.random) }
            let connection = try RawConnection(port: port)
            // The server may end the connection before it has everything.
            do { try connection.send(bytes) } catch is RawConnection.Failure {}
            connection.finishSending()
            let reply = try connection.readToEnd()
            #expect(
                reply.isEmpty || Self.isAllowed(reply),
                "seed \(Self.seed), turn \(turn), \(sample.name): \(reply.prefix(200))"
            )
        }
        for sample in corpus.samples where sample.succeeds {
            let connection = try RawConnection(port: port)
            try connection.send(Self.wire(sample.request))
            #expect(try (connection.readReply()?.status).map { (200..<500).contains($0) } == true, "\(sample.name)")
        }
    }

    private static func isAllowed(_ reply: String) -> Bool {
        guard reply.hasPrefix("HTTP/1.1 ") else { return false }
        let status = reply.dropFirst("HTTP/1.1 ".count).prefix(3)
        return status.first.map { "234".contains($0) } == true || ["501", "505"].contains(status)
    }

    private static func wire(_ request: ServerRequest) -> [UInt8] {
        var text = "\(request.method) \(request.target) HTTP/1.1\r\n"
        for header in request.headers { text += "\(header.name): \(header.value)\r\n" }
        if !request.body.isEmpty { text += "Content-Length: \(request.body.count)\r\n" }
        return Array((text + "\r\n").utf8) + request.body
    }
}
