@testable import ExoCommands
import ExoTransport
import TestSupport
import Testing

/// What a command says of a change whose end is not plain.
struct WriteOutcomeTests {
    private func environmentRun() throws -> TestRun {
        let run = try TestRun()
        run.environment["EXO_ACCESS_TOKEN"] = TestToken.user()
        run.environment["EXO_USER_PRINCIPAL_NAME"] = "admin@contoso.com"
        return run
    }

    private static let change = ["Set-Mailbox", "-Identity", "adele", "-DisplayName", "x"]

    @Test(arguments: [
        ScriptedReply.json("{\"message\":\"denied by gateway\"}"), .json("{}"), .json("{\"value\":null}"), .text(""),
        .text("<html><body>Sign in to the network</body></html>"), ScriptedReply(status: 204),
    ])
    func aChangeAnsweredBySomethingElseIsNotDone(reply: ScriptedReply) async throws {
        let run = try environmentRun()
        let transport = run.script(reply)
        let outcome = await run.run(Self.change)
        #expect(outcome.code == .failed, "said: \(outcome.errors)")
        #expect(outcome.errors.contains("Set-Mailbox may or may not have been executed"), "said: \(outcome.errors)")
        #expect(outcome.errors.contains("next: look at the object"), "said: \(outcome.errors)")
        #expect(transport.requests.count == 1)
    }

    @Test func aRefusalWithAGoodStatusIsTheRefusal() async throws {
        let run = try environmentRun()
        run.script(.json(try Fixture.text("errors/not-found.json")))
        let outcome = await run.run(Self.change)
        #expect(outcome.code == .failed)
        #expect(outcome.errors.contains("object 'nobody' couldn't be found"), "said: \(outcome.errors)")
        #expect(!outcome.errors.contains("may or may not"), "said: \(outcome.errors)")
    }

    @Test func anInterruptedChangeIsToldAsUnknown() async throws {
        let run = try environmentRun()
        let outcome = await interrupted(run, Self.change)
        #expect(outcome.code == .failed)
        #expect(outcome.errors.contains("Set-Mailbox may or may not have been executed"), "said: \(outcome.errors)")
        #expect(!outcome.errors.contains("exo: interrupted"), "said: \(outcome.errors)")
    }

    @Test func anInterruptedReadIsJustInterrupted() async throws {
        let run = try environmentRun()
        let outcome = await interrupted(run, ["Get-Mailbox"])
        #expect(outcome.code == .interrupted)
        #expect(outcome.errors.contains("exo: interrupted"), "said: \(outcome.errors)")
    }

    /// Runs a command whose request is never answered, and cancels it as the first Ctrl-C does.
    private func interrupted(_ run: TestRun, _ words: [String]) async -> TestRun.Outcome {
        let transport = SilentTransport()
        run.transport = transport
        let output = Capture()
        let errors = Capture()
        let context = run.context(output: output, errors: errors)
        let code = await withTaskGroup(of: ExitCode?.self) { group in
            group.addTask { await ExoProgram.run(words, in: context) }
            group.addTask {
                await transport.waitForRequests(1)
                return nil
            }
            var code: ExitCode?
            for await end in group {
                if let end { code = end } else { group.cancelAll() }
            }
            return code
        }
        return TestRun.Outcome(code: code ?? .bug, output: output.text, errors: errors.text)
    }
}
