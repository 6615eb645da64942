import ExchangeOnline
import ExoTransport
import Synchronization
import TestSupport
import Testing

/// A run that is killed is resumed, and each write is made once.
///
/// The full form, 10,000 writes killed at 100 moments as processes, is `scripts/long-runs.sh`.
struct KilledRunTests {
    /// A process that dies at one of its requests: from then on nothing it does has any effect.
    private final class Mortal: HTTPTransport {
        private enum Fate { case lives, dies, isDead }

        private let service: any HTTPTransport
        private let moment: Int
        private let executes: Bool
        private let dying: @Sendable () -> Void
        private let state = Mutex((requests: 0, isDead: false))

        init(_ service: any HTTPTransport, moment: Int, executes: Bool, dying: @escaping @Sendable () -> Void) {
            self.service = service
            self.moment = moment
            self.executes = executes
            self.dying = dying
        }

        func send(_ request: HTTPRequest) async throws -> HTTPResponse {
            guard request.method == "POST", request.url.contains("/adminapi/") else {
                return try await service.send(request)
            }
            let fate = state.withLock { state -> Fate in
                if state.isDead { return .isDead }
                state.requests += 1
                state.isDead = state.requests == moment
                return state.isDead ? .dies : .lives
            }
            switch fate {
            case .lives: return try await service.send(request)
            case .dies:
                if executes { _ = try await service.send(request) }
                dying()
                throw TransportError(code: .noReply, message: "dead", mayHaveBeenSent: true)
            case .isDead: throw TransportError(code: .cannotConnect, message: "dead", mayHaveBeenSent: false)
            }
        }
    }

    private static let count = 150

    @Test(arguments: 1...10) func resumesWithEachWriteMadeOnce(_ seed: Int) async throws {
        var random = SeededNumbers(seed)
        let moment = Int.random(in: 1...15, using: &random)
        let executes = Bool.random(using: &random)
        let usesBatches = Bool.random(using: &random)
        let tenant = try ManyTenant()
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/journal"

        let mortal = Mortal(tenant.transport, moment: moment, executes: executes) {
            // What is on disk when the process dies is all that is left of it.
            if let bytes = folder.bytes(of: "first") { folder.write(bytes, to: "journal") }
            if let key = folder.bytes(of: "first.key") { folder.write(key, to: "journal.key") }
        }
        let first = try await tenant.connect(tenant.client(by: mortal))
        let tenantID = first.information.tenantID
        let options = BulkOptions(parallel: 4, usesBatches: usesBatches)
        _ = try await first.bulk(
            newContacts(Self.count),
            options: options,
            journal: try .begin(at: "\(folder.path)/first", tenantID: tenantID, cmdlet: "New-MailContact")
        ) { _ in }

        let connection = try await tenant.connect(tenant.client())
        var before: [Int: BulkResult] = [:]
        var summary = try await connection.bulk(
            newContacts(Self.count),
            options: options,
            journal: try .resume(at: path, tenantID: tenantID, cmdlet: "New-MailContact")
        ) { before[$0.line] = $0 }
        #expect(summary.failed == 0)
        #expect(summary.unknown >= 1)
        #expect(summary.total == Self.count)

        var made = before.values.filter { $0.status == .done || $0.status == .skipped }.map { "c\($0.line)" }
        var telling = options
        telling.retriesUnknown = true
        var there: [String] = []
        summary = try await connection.bulk(
            newContacts(Self.count),
            options: telling,
            journal: try .resume(at: path, tenantID: tenantID, cmdlet: "New-MailContact")
        ) { result in
            switch result.status {
            case .done: made.append("c\(result.line)")
            case .failed:
                // It had been executed, and the service says that it is there.
                #expect(before[result.line]?.status == .unknown)
                #expect(result.error?.code == .conflict || result.error?.exceptionType?.contains("Exist") == true)
                there.append("c\(result.line)")
            case .skipped: #expect(before[result.line]?.status != .unknown)
            case .unknown: Issue.record("line \(result.line) is unknown")
            }
        }
        let wanted = Set((1...Self.count).map { "c\($0)" })
        #expect(Set(made + there) == wanted)
        #expect((made + there).count == Self.count)
        let stored = try await tenant.contacts().filter { wanted.contains($0) }
        #expect(stored.count == Self.count)
        #expect(Set(stored) == wanted)
        let logged = try await tenant.loggedContacts()
        #expect(logged.count == Self.count)
        #expect(Set(logged).count == Self.count)
    }
}
