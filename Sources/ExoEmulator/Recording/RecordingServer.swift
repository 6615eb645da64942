import EmulatorCore
import HTTPServer
import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// `exo-emulator record` and `exo-emulator replay`: one TLS listener with the emulator's own authority.
final class RecordingServer: Sendable {
    /// What it does with requests.
    enum Work: Sendable, Equatable {
        case record(upstream: String, authorityFile: String?, limit: Int)
        case replay
    }

    private let server: HTTPServer
    private let host: String

    /// Opens the file.
    ///
    /// - Throws: ``EmulatorError``.
    init(
        _ work: Work,
        file: String,
        home: String,
        address: String,
        port: Int,
        hosts: [String] = [],
        log: @escaping @Sendable (String) -> Void
    ) throws {
        let handler: RequestHandler
        switch work {
        case .record(let upstream, let authorityFile, let limit):
            let recorder = Recorder(
                upstream: upstream,
                authorityFile: authorityFile,
                file: try RecordingFile(file, limit: limit),
                log: log
            )
            handler = { recorder.respond(to: $0) }
        case .replay:
            let replayer = try Replayer(file)
            handler = { request in
                let reply = replayer.respond(to: request)
                log("\(request.method) \(request.rawPath) \(reply.status)")
                return reply
            }
        }
        host = EmulatorConfiguration.host(of: address)
        let names = hosts + (host == "localhost" ? [] : [address])
        let identity = try ServerIdentity.load(home: home, hosts: names, now: Date())
        server = HTTPServer(
            ServerConfiguration(listeners: [ServerListener(address: address, port: port, tls: identity)]),
            handler: handler
        )
    }

    /// Listens.
    ///
    /// - Throws: ``EmulatorError`` when the port is taken.
    func start() throws {
        do { try server.start() } catch let error as ServerError { throw EmulatorError(error.message) }
    }

    /// Where it answers.
    var url: String { "https://\(host):\(server.port(of: "front"))" }

    /// Stops listening after the requests under way are answered.
    func stop() async { await server.stop(grace: .seconds(2)) }
}
