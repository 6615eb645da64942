import TestSupport
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The built `exo-emulator` as a process of its own.
@Suite(.timeLimit(.minutes(10)))
struct EmulatorBinaryTests {
    private let home: TemporaryFolder

    init() throws { home = try TemporaryFolder() }

    private func start(_ words: [String], closed: Set<Int32> = []) throws -> RunningProgram {
        try BuiltProgram("exo-emulator").start(words, environment: ["HOME": home.path], closed: closed)
    }

    private static let listening = ["start", "--memory", "--port", "0", "--regional-port", "0"]

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
    func aSignalEndsItInOrder(number: Int32) throws {
        let program = try start(Self.listening)
        let ready = program.line(from: 1)
        #expect(ready.hasPrefix("ready https://localhost:"), "said: \(ready)")
        program.signal(number)
        #expect(program.wait() == 0, "said: \(program.rest(of: 2))")
    }

    @Test(arguments: [[0], [0, 2]] as [Set<Int32>])
    func worksWithStandardDescriptorsClosed(closed: Set<Int32>) throws {
        let program = try start(Self.listening, closed: closed)
        #expect(program.line(from: 1).hasPrefix("ready https://localhost:"))
        program.signal(SIGTERM)
        #expect(program.wait() == 0)
    }

    @Test func answersForIdentitiesAtAnAddressOfTheirOwn() throws {
        let program = try start(Self.listening + ["--identity-port", "0", "--identity-address", "127.0.0.2"])
        let ready = program.line(from: 1)
        let port = try #require(ready.split(separator: ":").last.flatMap { Int($0) }, "said: \(ready)")
        #expect(ready.hasSuffix("identity http://127.0.0.2:\(port)"))
        let connection = try RawConnection(port: port, address: "127.0.0.2")
        try connection.send(
            "GET /metadata/instance/compute?api-version=2021-02-01 HTTP/1.1\r\nHost: 127.0.0.2:\(port)\r\n"
                + "Metadata: true\r\n\r\n"
        )
        let reply = try #require(try connection.readReply())
        #expect(reply.status == 200 && reply.body.contains("westeurope"))
        program.signal(SIGTERM)
        #expect(program.wait() == 0)
    }

    @Test func listsWhatIsEmulated() throws {
        let program = try start(["cmdlets"])
        let names = program.rest(of: 1).split(separator: "\n")
        #expect(program.wait() == 0)
        #expect(names.contains("Get-Mailbox") && !names.contains("Connect-ExchangeOnline"))
    }
}
