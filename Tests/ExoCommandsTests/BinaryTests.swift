import ExoCommands
import TestSupport
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The built `exo` as a process of its own.
@Suite(.timeLimit(.minutes(10)))
struct BinaryTests {
    private let home: TestRun

    init() throws { home = try TestRun() }

    private func start(
        _ words: [String],
        lastWord: [UInt8]? = nil,
        closed: Set<Int32> = []
    ) throws -> RunningProgram {
        try BuiltProgram("exo").start(
            words,
            lastArgument: lastWord,
            environment: ["HOME": home.folder, "XDG_CONFIG_HOME": home.folder],
            closed: closed
        )
    }

    private func run(_ words: String...) throws -> (code: Int32, output: String, errors: String) {
        let program = try start(words)
        program.endInput()
        let output = program.rest(of: 1)
        let errors = program.rest(of: 2)
        return (program.wait(), output, errors)
    }

    @Test func printsItsVersion() throws {
        let outcome = try run("--version")
        #expect(outcome.code == ExitCode.done.rawValue)
        #expect(outcome.output == "exo \(ExoProgram.version)\n")
    }

    @Test func neverEchoesATokenFromItsArguments() throws {
        let token = TestToken.user()
        for words in [["--access-token", token], ["--access-token=\(token)"], [token]] {
            let program = try start(["connect", "--organization", "contoso.com"] + words)
            program.endInput()
            let said = program.rest(of: 1) + program.rest(of: 2)
            #expect(program.wait() == ExitCode.usage.rawValue)
            #expect(!said.contains(token.prefix(20)), "said: \(said)")
        }
    }

    @Test func endsWithTheCodesItDocuments() throws {
        #expect(try run("no-such-command").code == ExitCode.usage.rawValue)
        #expect(try run("Get-Mailbox").code == ExitCode.notConnected.rawValue)
        let refused = try run(
            "connect",
            "--user-principal-name",
            "a@contoso.com",
            "--access-token-file",
            "/nowhere/token"
        )
        #expect(refused.code == ExitCode.notConnected.rawValue)
    }

    @Test(arguments: [[0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]] as [Set<Int32>])
    func worksWithStandardDescriptorsClosed(closed: Set<Int32>) throws {
        let program = try start(["cmdlet", "list"], closed: closed)
        program.endInput()
        let output = program.rest(of: 1)
        // Rows that nobody can have are no success.
        #expect(program.wait() == (closed.contains(1) ? ExitCode.failed : .done).rawValue)
        // Nothing of its own, such as the pipe of its signals, came to stand where the rows go.
        #expect(output.contains("Get-Mailbox") != closed.contains(1))
    }

    @Test func aClosedInputHoldsNoToken() throws {
        let program = try start(["token", "show", "--access-token-stdin"], closed: [0])
        let errors = program.rest(of: 2)
        #expect(program.wait() == ExitCode.notConnected.rawValue)
        #expect(errors.contains("standard input"), "said: \(errors)")
    }

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
    func aSignalEndsARequestThatIsUnderWay(number: Int32) throws {
        let proxy = try SilentListener()
        let token = try home.file("token", TestToken.user(now: Date()))
        let program = try start([
            "Get-Mailbox", "--user-principal-name", "admin@contoso.com", "--access-token-file", token, "--proxy",
            "http://127.0.0.1:\(proxy.port)",
        ])
        // The request is on its way when the proxy has taken the connection.
        try proxy.acceptFromProcess()
        program.signal(number)
        let output = program.rest(of: 1)
        let errors = program.rest(of: 2)
        #expect(program.wait() == ExitCode.interrupted.rawValue, "said: \(errors)")
        #expect(output == "" || output == "[]\n")
        #expect(errors.contains("interrupted"), "said: \(errors)")
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func aSignalEndsTheReadingOfStandardInput(number: Int32) throws {
        let program = try start(["token", "show", "--access-token-stdin"])
        // More than a pipe holds: when it is written, the program is reading.
        program.write([UInt8](repeating: UInt8(ascii: "a"), count: 1 << 18))
        program.signal(number)
        #expect(program.wait() == ExitCode.interrupted.rawValue)
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func aSignalEndsTheReadingOfATableFromAPipe(number: Int32) throws {
        let pipe = try NamedPipe(home.folder + "/table")
        let program = try start(["bulk", "Set-Mailbox", "--from", pipe.path, "--yes"])
        // More than a pipe holds: when it is written, the program is reading.
        pipe.feed([UInt8](repeating: UInt8(ascii: "a"), count: 1 << 18)) {
            program.signal(number)
            let errors = program.rest(of: 2)
            #expect(program.wait() == ExitCode.interrupted.rawValue, "said: \(errors)")
        }
    }

    @Test func aSignalBeforeAnybodyWritesIntoAPipeLeavesNothing() throws {
        let pipe = try NamedPipe(home.folder + "/table")
        let rows = home.folder + "/rows.csv"
        let program = try start(["bulk", "Get-Mailbox", "--from", pipe.path, "--output-file", rows])
        // The pipe is opened when the file was.
        while try !home.names().contains(where: { $0.hasPrefix("rows.csv.") }) { sched_yield() }
        program.signal(SIGINT)
        let errors = program.rest(of: 2)
        #expect(program.wait() == ExitCode.interrupted.rawValue, "said: \(errors)")
        #expect(errors.contains("rows.csv was not written"), "said: \(errors)")
        #expect(try !home.names().contains { $0.hasPrefix("rows.csv") })
    }

    @Test func refusesArgumentsThatAreNotUTF8() throws {
        let word = Array("M".utf8) + [0xFC] + Array("ller".utf8)
        let program = try start(["Set-Mailbox", "megan", "-CustomAttribute2"], lastWord: word)
        let errors = program.rest(of: 2)
        #expect(program.wait() == ExitCode.usage.rawValue)
        #expect(errors.contains("argument 4 is not UTF-8"), "said: \(errors)")
        #expect(errors.contains("'Müller'"), "said: \(errors)")
    }
}
