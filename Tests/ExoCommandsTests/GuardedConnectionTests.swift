@testable import ExoCommands
import ExoJSON
import ExoTransport
import TestSupport
import Testing

struct GuardedConnectionTests {
    /// Connects as `admin@contoso.com` with more words.
    private func connect(_ run: TestRun, _ words: String...) async -> TestRun.Outcome {
        run.input[0] = Array(TestToken.user().utf8)
        run.script(TestRun.banner)
        return await run.run(
            ["connect", "--user-principal-name", "admin@contoso.com", "--access-token-stdin"] + words
        )
    }

    @Test func aReadOnlyConnectionStaysSoAndNamesItself() async throws {
        let run = try TestRun()
        let made = await connect(run, "--name", "prod", "--read-only")
        #expect(made.code == .done, "\(made.errors)")
        let transport = run.script(TestRun.page("{\"Name\":\"a\"}"))
        #expect(await run("Get-Mailbox").code == .done)
        let refused = await run("Set-Mailbox", "-Identity", "a")
        #expect(refused.code == .notConnected)
        #expect(refused.errors.contains("connection 'prod' is read-only"), "\(refused.errors)")
        #expect(refused.errors.contains("nothing was sent"))
        #expect(transport.requests.count == 1)
        #expect(await run("connection", "show", "prod").output.contains("read-only"))
    }

    @Test func connectingAnewKeepsTheGuardRailsUntilTheyAreDropped() async throws {
        let run = try TestRun()
        #expect(await connect(run, "--allow", "Get-*,Set-Mailbox", "--change-log", "\(run.folder)/log").code == .done)
        #expect(await connect(run).code == .done)
        run.script()
        #expect(await run("Remove-Mailbox", "-Identity", "a", "--yes").errors.contains("limited to Get-*, Set-Mailbox"))
        #expect(try run.connection().contains("changeLog"))
        #expect(await connect(run, "--no-guard-rails", "--no-change-log").code == .done)
        run.script(TestRun.page())
        #expect(await run("Remove-Mailbox", "-Identity", "a", "--yes").code == .done)
        #expect(!(try run.connection().contains("changeLog")))
    }

    @Test func oneGuardRailDropsNoOther() async throws {
        let run = try TestRun()
        #expect(await connect(run, "--read-only").code == .done)
        let second = await connect(run, "--confirm-tenant")
        #expect(second.errors.contains("read-only; the tenant's name repeated"), "\(second.errors)")
        let none = run.script()
        #expect(await run("Set-Mailbox", "-Identity", "a", "-Office", "x").errors.contains("is read-only"))
        #expect(none.requests.isEmpty)
        #expect(await connect(run, "--no-guard-rails", "--confirm-tenant").code == .done)
        run.script(TestRun.page())
        #expect(await run("Set-Mailbox", "-Identity", "a", "-Office", "x").code == .done)
    }

    @Test(arguments: [
        ("Get-*,Set-Mailbox", "Get-Mail*,set-mailbox", true), ("*", "GET *", true),
        ("Get-*", "Get-*,Set-Mailbox", false),
        ("Get-Mailbo?", "Get-Mailbo*", false), ("*Mailbox*", "DELETE Mailbox*", false), ("GET *", "GET Mailbox", true),
    ])
    func aListOfCmdletsBecomesNarrowerByItselfAndWiderOnlyOnDemand(
        _ before: String,
        _ after: String,
        _ isTaken: Bool
    ) async throws {
        let run = try TestRun()
        #expect(await connect(run, "--allow", before).code == .done)
        let outcome = await connect(run, "--allow", after)
        #expect(outcome.code == (isTaken ? .done : .usage), "\(outcome.errors)")
        #expect(isTaken || outcome.errors.contains("add --no-guard-rails"), "\(outcome.errors)")
        #expect(await connect(run, "--allow", after, "--no-guard-rails").code == .done)
    }

    @Test func deletingNeedsTheTenantsName() async throws {
        let run = try TestRun()
        #expect(await connect(run, "--confirm-tenant").code == .done)
        run.script(TestRun.page())
        let refused = await run("Remove-Mailbox", "-Identity", "a", "--yes")
        #expect(refused.code == .notConnected)
        #expect(refused.errors.contains("--repeat-tenant contoso.com"), "\(refused.errors)")
        let wrong = await run("Remove-Mailbox", "-Identity", "a", "--yes", "--repeat-tenant", TestToken.fabrikam)
        #expect(wrong.code == .notConnected)
        let done = await run("Remove-Mailbox", "-Identity", "a", "--yes", "--repeat-tenant", "contoso.com")
        #expect(done.code == .done, "\(done.errors)")
    }

    @Test(arguments: [
        ["--allow", ""], ["--allow", "Get-*,,'x'"], ["--allow", "Get-* Set-Mailbox"],
        ["--change-log", "a", "--no-change-log"],
    ])
    func refusesGuardRailsThatMakeNoSense(_ words: [String]) async throws {
        let run = try TestRun()
        run.input[0] = Array(TestToken.user().utf8)
        run.script(TestRun.banner)
        let outcome = await run.run(
            ["connect", "--user-principal-name", "admin@contoso.com", "--access-token-stdin"] + words
        )
        #expect(outcome.code == .usage)
        #expect(!run.has(".config/exo/connections/contoso.com.json"))
    }

    @Test func aChangeLogIsWrittenAndLookedThrough() async throws {
        let run = try TestRun()
        run.environment["EXO_ACCESS_TOKEN"] = TestToken.user()
        run.environment["EXO_USER_PRINCIPAL_NAME"] = "admin@contoso.com"
        let log = run.folder + "/changes.ndjson"
        run.environment["EXO_CHANGE_LOG"] = log
        run.script(TestRun.page(), TestRun.page("{\"Name\":\"a\"}"))
        #expect(await run("Set-Mailbox", "-Identity", "adele", "-CustomAttribute1", "quiet words").code == .done)
        #expect(await run("Get-Mailbox").code == .done)
        let verified = await run("changelog", "verify", log, "--output", "json")
        #expect(verified.code == .done, "\(verified.errors)")
        let found = try JSONValue(parsing: verified.output)
        let row = try #require(found.arrayValue?.first ?? found)
        #expect(row["Intact"] == true)
        #expect(row["Changes"] == 1)
        #expect(row["Lines"] == 2)
        let text = try run.content("changes.ndjson")
        #expect(!text.contains("quiet words"))
        #expect(try run.mode("changes.ndjson") == 0o600)
        try run.file("changes.ndjson", text.split(separator: "\n").dropFirst().joined(separator: "\n") + "\n")
        let damaged = await run("changelog", "verify", log)
        #expect(damaged.code == .failed)
        #expect(damaged.errors.contains("line 1"))
        #expect(await run("changelog", "verify", run.folder + "/none").code == .failed)
    }

    @Test func aLazyConnectionAsksNobodyUntilItsFirstCmdlet() async throws {
        let run = try TestRun()
        run.input[0] = Array(TestToken.user().utf8)
        let nothing = run.script()
        let made = await run(
            "connect",
            "--user-principal-name",
            "admin@contoso.com",
            "--access-token-stdin",
            "--lazy"
        )
        #expect(made.code == .done, "\(made.errors)")
        #expect(nothing.requests.isEmpty)
        #expect(!(try run.connection().contains("tenantID")))
        let transport = run.script(TestRun.page("{\"Name\":\"a\"}"))
        #expect(await run("Get-Mailbox").code == .done)
        #expect(transport.requests.count == 1)
        #expect(try run.connection().contains(TestToken.contoso), "the tenant is kept")
        let person = await run("connect", "--user-principal-name", "admin@contoso.com", "--device", "--lazy")
        #expect(person.code == .usage)
    }

    @Test func aRouteIsADoorLikeTheOthers() async throws {
        let run = try TestRun()
        let log = run.folder + "/log"
        _ = await connect(run, "--read-only")
        let body = try run.file("body.json", "{}")
        let transport = run.script(.json("{\"value\":[]}"))
        #expect(await run("api", "GET", "Mailbox").code == .done)
        #expect(await run("api", "POST", "InvokeCommand", "--input", body).errors.contains("read-only"))
        _ = await connect(run, "--no-guard-rails", "--allow", "Get-*")
        run.transport = transport
        #expect(await run("api", "GET", "Mailbox").errors.contains("limited to Get-*"))
        _ = await connect(run, "--no-guard-rails", "--allow", "*Mailbox*")
        run.transport = transport
        #expect(await run("api", "DELETE", "Mailbox('a')").errors.contains("limited to *Mailbox*"))
        #expect(transport.requests.count == 1)
        _ = await connect(run, "--no-guard-rails", "--allow", "Get-*,GET Mail*")
        run.script(.json("{\"value\":[]}"))
        #expect(await run("api", "GET", "Mailbox").code == .done)
        _ = await connect(run, "--no-guard-rails", "--confirm-tenant", "--change-log", log)
        run.script(.json("{\"value\":[]}"))
        #expect(await run("api", "DELETE", "Mailbox('a')").errors.contains("--repeat-tenant contoso.com"))
        let deleted = await run("api", "DELETE", "Mailbox('a')", "--repeat-tenant", "contoso.com")
        #expect(deleted.code == .done, "\(deleted.errors)")
        #expect(try run.content("log").contains("DELETE Mailbox"))
        #expect(await run("changelog", "verify", log).code == .done)
    }

    @Test func theAnchorIsTheCallersToChoose() async throws {
        let run = try TestRun()
        _ = await connect(run)
        let transport = run.script(TestRun.page("{\"Name\":\"a\"}"))
        let outcome = await run("Get-MailboxStatistics", "-Identity", "adele@contoso.com", "--anchor", "mailbox")
        #expect(outcome.code == .done, "\(outcome.errors)")
        #expect(transport.requests.first?.headers["X-AnchorMailbox"] == "SMTP:adele@contoso.com")
        #expect(await run("Get-Mailbox", "--anchor", "nonsense").code == .usage)
    }
}
