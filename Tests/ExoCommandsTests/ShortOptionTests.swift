@testable import ExoCommands
import ExoJSON
import ExoTransport
import TestSupport
import Testing

/// `-o`, our one difference from PowerShell.
struct ShortOptionTests {
    private func environmentRun() throws -> TestRun {
        let run = try TestRun()
        run.environment["EXO_ACCESS_TOKEN"] = TestToken.user()
        run.environment["EXO_USER_PRINCIPAL_NAME"] = "admin@contoso.com"
        return run
    }

    private func parameters(_ transport: ScriptedTransport) throws -> JSONObject {
        let input = try JSONValue(parsing: try #require(transport.requests.first?.body))["CmdletInput"]
        return try #require(input?["Parameters"]?.objectValue)
    }

    @Test func isTheFormOfTheOutputAndNoParameterOfACmdlet() async throws {
        let run = try environmentRun()
        let changed = run.script(TestRun.page())
        let set = await run("Set-Mailbox", "adele", "-CustomAttribute2", "y", "-o", "json", "--yes")
        #expect(set.code == .done, "said: \(set.errors)")
        #expect(try parameters(changed)["Office"] == nil)
        let listed = run.script(TestRun.page("{\"Name\":\"a\"}"))
        #expect(await run("Get-Mailbox", "-o", "csv").output == "Name\na\n")
        #expect(try parameters(listed)["OrganizationalUnit"] == nil)
        #expect(await run("connection", "list", "-o", "csv", "--columns", "Name").output == "Name\n")
        #expect(await run("-o", "csv", "connection", "list", "--columns", "Name").output == "Name\n")
    }

    @Test func everyOtherPrefixIsPowerShells() async throws {
        let run = try environmentRun()
        let changed = run.script(TestRun.page())
        #expect(await run("Set-Mailbox", "-id", "adele", "-Offic", "4").code == .done)
        #expect(try parameters(changed)["Office"] == "4")
        let capital = run.script(TestRun.page())
        #expect(await run("Get-Mailbox", "-O", "contoso.com/Users").code == .done)
        #expect(try parameters(capital)["OrganizationalUnit"] == "contoso.com/Users")
        let after = run.script(TestRun.page())
        #expect(await run("Get-Mailbox", "--", "-o", "contoso.com/Users").code == .done)
        #expect(try parameters(after)["OrganizationalUnit"] == "contoso.com/Users")
    }

    @Test func isHeldToTheSameRulesAsItsLongName() async throws {
        let run = try environmentRun()
        for words in [["-o"], ["-o", "xml"], ["-o", "json", "--output", "csv"], ["-o", "--quiet"]] {
            let outcome = await run.run(["Get-Mailbox"] + words)
            #expect(outcome.code == .usage, "\(words) said: \(outcome.errors)")
        }
        #expect(await run("Get-Mailbox", "--help").output.contains("-o, --output <form>"))
        #expect(await run("connection", "list", "--help").output.contains("-o, --output <form>"))
    }
}
