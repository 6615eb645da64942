import ExoCommands
import ExoEmulator
import ExoTransport
import FoundationEssentials
import Synchronization
import TestSupport
import Testing

/// Commands against the emulator itself.
struct CommandTests {
    private final class Capture: ByteSink {
        private let kept = Mutex<[UInt8]>([])
        var text: String { kept.withLock { String(decoding: $0, as: UTF8.self) } }
        func write(_ more: [UInt8]) { kept.withLock { $0 += more } }
    }

    /// Nobody types anything.
    private struct NoInput: InputSource {
        func readAll(descriptor: Int32, limit: Int) throws -> [UInt8] { [] }
        func readPart(descriptor: Int32) throws -> [UInt8] { [] }
        func readLine() throws -> String? { nil }
        func readHiddenLine() throws -> String? { nil }
    }

    private func run(_ words: String..., on tenant: LocalTenant) async throws -> (code: ExitCode, errors: String) {
        let errors = Capture()
        let home = try TemporaryFolder()
        defer { withExtendedLifetime(home) {} }
        let transport = tenant.transport
        let context = CommandContext(
            environment: [
                "EXO_CLOUD": "emulator", "EXO_ORGANIZATION": "contoso.onmicrosoft.com", "HOME": home.path,
                "EXO_ACCESS_TOKEN": try await tenant.tokenText(),
            ],
            input: NoInput(),
            output: OutputWriter(Capture()),
            errors: MessageWriter(errors),
            terminal: Terminal(inputIsTerminal: false, outputIsTerminal: false, errorIsTerminal: false, width: 80),
            now: { Date() },
            clock: ContinuousClock(),
            jitter: { 0 },
            makeTransport: { transport }
        )
        return (await ExoProgram.run(words, in: context), errors.text)
    }

    @Test func saysThatItIsTheEmulatorThatLacksACmdlet() async throws {
        let cmdlet = "Get-ServiceDeliveryReport"
        let outcome = try await run(cmdlet, on: LocalTenant())
        #expect(outcome.code == .failed)
        #expect(outcome.errors.contains("the emulator does not have \(cmdlet)"), "said: \(outcome.errors)")
        #expect(outcome.errors.contains("the real service has it"), "said: \(outcome.errors)")
        #expect(outcome.errors.contains("'exo-emulator cmdlets' lists what is emulated"), "said: \(outcome.errors)")
    }

    @Test func runsACmdletThatTheEmulatorHas() async throws {
        let outcome = try await run("Get-Mailbox", "adele", on: LocalTenant())
        #expect(outcome.code == .done && outcome.errors.isEmpty, "said: \(outcome.errors)")
    }
}
