@testable import ExoCommands
import ExoTransport
import TestSupport
import Testing

/// The address that a stored connection remembers.
struct RememberedAddressTests {
    private static let door = "https://outlook.office365.com/"
    private static let region = "https://eur.outlook.office365.com/"
    private static let redirect = ScriptedReply.text(
        "",
        status: 302,
        headers: ["Location": "\(region)adminapi/beta/\(TestToken.contoso)/InvokeCommand"]
    )

    @Test func isCorrectedByWhereTheServiceAnswered() async throws {
        let run = try TestRun()
        #expect(await run.connect().code == .done)

        let first = run.script(Self.redirect, TestRun.page("{\"Name\":\"a\"}"))
        #expect(await run("Get-Mailbox").code == .done)
        #expect(first.requests.map { $0.url.hasPrefix(Self.door) } == [true, false])

        let second = run.script(TestRun.page("{\"Name\":\"a\"}"))
        #expect(await run("Get-Mailbox").code == .done)
        #expect(second.requests.first?.url.hasPrefix(Self.region) == true)

        let third = run.script(.failure(.cannotResolve), TestRun.page("{\"Name\":\"a\"}"))
        let outcome = await run("Get-Mailbox")
        #expect(outcome.code == .done, "said: \(outcome.errors)")
        #expect(third.requests.map { $0.url.hasPrefix(Self.region) } == [true, false])

        let fourth = run.script(TestRun.page("{\"Name\":\"a\"}"))
        #expect(await run("Get-Mailbox").code == .done)
        #expect(fourth.requests.first?.url.hasPrefix(Self.door) == true)
    }

    @Test func staysWhenNothingAnswers() async throws {
        let run = try TestRun()
        #expect(await run.connect().code == .done)
        run.script(Self.redirect, TestRun.page("{\"Name\":\"a\"}"))
        #expect(await run("Get-Mailbox").code == .done)
        run.script(.failure(.cannotResolve), .failure(.cannotResolve))
        #expect(await run("Get-Mailbox").code == .failed)
        let after = run.script(TestRun.page("{\"Name\":\"a\"}"))
        #expect(await run("Get-Mailbox").code == .done)
        #expect(after.requests.first?.url.hasPrefix(Self.region) == true)
    }
}
