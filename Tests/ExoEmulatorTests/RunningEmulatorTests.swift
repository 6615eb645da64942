import ExoJSON
import TestSupport
import Testing

@testable import ExoEmulator

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The commands that call an emulator that runs, each as a process of its own.
@Suite(.timeLimit(.minutes(10)))
final class RunningEmulatorTests {
    private let home: TemporaryFolder
    private let program: RunningProgram
    private let url: String

    init() throws {
        home = try TemporaryFolder()
        program = try BuiltProgram("exo-emulator").start(
            ["start", "--memory", "--port", "0", "--regional-port", "0", "--quiet", "--home", home.path],
            environment: Self.environment
        )
        url = String(program.line(from: 1).split(separator: " ").dropFirst().first ?? "")
    }

    private static var environment: [String: String] {
        ["HOME": "/nowhere", "PATH": getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"]
    }

    deinit {
        program.signal(SIGTERM)
        _ = program.wait()
    }

    private func run(_ words: String...) throws -> (code: Int32, output: String, errors: String) { try run(words) }

    private func run(_ words: [String]) throws -> (code: Int32, output: String, errors: String) {
        let program = try BuiltProgram("exo-emulator").start(
            words + ["--home", home.path],
            environment: Self.environment
        )
        program.endInput()
        let output = program.rest(of: 1)
        let errors = program.rest(of: 2)
        return (program.wait(), output, errors)
    }

    @Test func tellsItsStateSetsFaultsAndEnds() throws {
        let set = try run("fault", "throttled", "--cmdlet", "Get-*", "--every", "3", "--seconds", "7", "--url", url)
        #expect(set.code == 0 && set.output.hasPrefix("fault 1 is set"), "\(set.errors)")
        let list = try run("fault", "--url", url)
        #expect(list.output == "1 throttled seconds=7 retryAfter=seconds cmdlet=Get-* every=3 (met 0, struck 0)\n")
        let status = try run("status", "--url", url)
        #expect(status.code == 0, "\(status.errors)")
        for text in [url, "contoso.com", "users", "Exchange objects", "memory", "1 throttled"] {
            #expect(status.output.contains(text), "\(text) in \(status.output)")
        }
        let wrong = try run("fault", "throttled", "--cmdlet", "Get-Nothing", "--url", url)
        #expect(wrong.code == 1 && wrong.errors.contains("There is no cmdlet \"Get-Nothing\""))
        #expect(try run("fault", "clear", "1", "--url", url).code == 0)
        #expect(try run("fault", "list", "--url", url).output.hasPrefix("no faults are set"))
        let stop = try run("stop", "--url", url)
        #expect(stop.code == 0 && stop.output == "stopped\n", "\(stop.errors)")
        #expect(program.wait() == 0)
        let gone = try run("status", "--url", url)
        #expect(gone.code == 1)
        #expect(gone.errors.contains("exo-emulator start") && gone.errors.contains("--url"), "\(gone.errors)")
    }

    @Test func refusesAFaultInTheWordsOfItsOptions() throws {
        for (words, option) in [
            (["rateLimit", "--calls", "-1"], "--calls"), (["throttled", "--retry-after", "soon"], "--retry-after"),
            (["reply", "--status", "99"], "--status"), (["reset", "--every", "0"], "--every"),
            (["reset", "--probability", "2"], "--probability"), (["cut", "--bytes", "-1"], "--bytes"),
            (["latency"], "--seconds"), (["reset", "--times", "0"], "--times"),
            (["reply", "--header", "a b: c"], "--header"),
        ] {
            let told = try run(["fault"] + words + ["--url", url])
            #expect(told.code == 1 && told.errors.contains(option), "\(words): \(told.errors)")
            // Members of JSON are nothing that was typed.
            #expect(!told.errors.contains("\"\(option.dropFirst(2))\""), "\(told.errors)")
        }
        #expect(try run("fault", "--url", url).output.hasPrefix("no faults are set"))
    }

    @Test func tellsHowFarACmdletIsEmulated() throws {
        #expect(try run("cmdlets", "Get-Mailbox").output == "Get-Mailbox  by hand\n")
        let some = try run("cmdlets", "*-TransportRule")
        #expect(some.output.contains("Get-TransportRule"))
        #expect(some.output.split(separator: "\n").allSatisfy { $0.contains("  by ") })
        #expect(try run("cmdlets", "Connect-ExchangeOnline").output.contains("no: runs in the client"))
        let none = try run("cmdlets", "Get-Mailbx")
        #expect(none.code == 1 && none.errors.contains("Get-Mailbox"))
    }
}
