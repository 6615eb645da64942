import ExoCommands
import ExoJSON
import ExoTransport
import TestSupport
import Testing

/// The Get-EXO* cmdlets and `$select` on the command line.
struct EntityCommandTests {
    private func environmentRun() throws -> TestRun {
        let run = try TestRun()
        run.environment["EXO_ACCESS_TOKEN"] = TestToken.user()
        run.environment["EXO_USER_PRINCIPAL_NAME"] = "admin@contoso.com"
        return run
    }

    private func query(_ words: String...) async throws -> String {
        let run = try environmentRun()
        let page = ScriptedReply.json(#"{"@odata.context":"x","value":[{"ObjectKey":"YQ==","Alias":"a","Name":"n"}]}"#)
        let transport = run.script(page)
        let outcome = await run.run(words + ["--output", "ndjson"])
        #expect(outcome.code == .done, "said: \(outcome.errors)")
        #expect(!outcome.output.contains("ObjectKey"))
        let url = try #require(transport.requests.first?.url)
        return String(url.drop { $0 != "?" })
    }

    @Test func columnsThatAreNamesAreWhatTheServiceIsAskedFor() async throws {
        #expect(try await query("Get-EXOMailbox", "--columns", "alias,name") == "?$select=Alias,Name")
        #expect(try await query("Get-EXOMailbox", "--columns", "*lias") == "")
        #expect(try await query("Get-EXOMailbox", "-Properties", "Name", "--columns", "Alias") == "?$select=Name,Alias")
        #expect(try await query("Get-EXOMailbox", "-PropertySets", "Quota,Hold") == "?PropertySet=Quota,Hold")
        #expect(try await query("Get-Mailbox", "--columns", "alias,Name") == "?$select=Alias,Name")
        #expect(try await query("Get-Mailbox", "--columns", "Alias,N*") == "")
        // Nobody knows what its rows have, so nothing is left out.
        #expect(try await query("Get-ArcConfig", "--columns", "Alias") == "")
    }

    @Test func aColumnThatEntitiesLackIsRefusedBeforeSending() async throws {
        let run = try environmentRun()
        let transport = run.script()
        let outcome = await run("Get-EXOMailbox", "--columns", "Alais")
        #expect(outcome.code == .usage)
        #expect(
            outcome.errors.contains("no property Alais") && outcome.errors.contains("Alias"),
            "said: \(outcome.errors)"
        )
        #expect(transport.requests.isEmpty)
    }

    @Test func theMailboxNeedsNoName() async throws {
        let run = try environmentRun()
        let transport = run.script(.json(#"{"@odata.context":"x","TotalItemSize":2048,"DisplayName":"Ada"}"#))
        let outcome = await run(
            "Get-EXOMailboxStatistics",
            "ada@contoso.com",
            "-o",
            "csv",
            "--columns",
            "TotalItemSize"
        )
        #expect(outcome.output == "TotalItemSize\n\"2 KB (2,048 bytes)\"\n", "said: \(outcome.errors)")
        #expect(
            transport.requests.first?.url.contains("/Exchange.GetMailboxStatistics()?isEncoded=true&$select=") == true
        )
    }
}
