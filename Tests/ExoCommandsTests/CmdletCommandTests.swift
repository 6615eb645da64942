import ExoCommands
import ExoJSON
import Testing

struct CmdletCommandTests {
    /// `-Archive` is a switch of other cmdlets; as the beginning of `-ArchiveName` it would rename the archive to False.
    @Test(arguments: ["$false", "$true"]) func aTruthValueIsNoTextOfAParameterInShort(value: String) async throws {
        let outcome = await (try TestRun())("Set-Mailbox", "adele", "-Archive", value)
        #expect(outcome.code == .usage)
        #expect(outcome.errors.contains("-Archive is short for -ArchiveName of Set-Mailbox"), "\(outcome.errors)")
    }

    @Test func aTimeThatIsNoneIsToldSo() async throws {
        let outcome = await (try TestRun())("Set-MailboxAutoReplyConfiguration", "adele", "-StartTime", "24.12.2026")
        #expect(outcome.errors.contains("-StartTime takes a date, not '24.12.2026'"), "\(outcome.errors)")
    }

    @Test func listsCmdletsByAPartOfTheirName() async throws {
        let run = try TestRun()
        let found = await run("cmdlet", "list", "acceptedDOMAIN", "--output", "csv", "--columns", "Name")
        #expect(found.code == .done)
        #expect(found.output.contains("Get-AcceptedDomain\n"))
        #expect(
            await run("cmdlet", "list", "get-accept*", "--output", "ndjson", "--columns", "Name").output
                == "{\"Name\":\"Get-AcceptedDomain\"}\n"
        )
        let none = await run("cmdlet", "list", "Get-Mailbxo")
        #expect(none.code == .failed)
        #expect(none.errors.contains("did you mean"))
        #expect(none.errors.contains("Get-Mailbox"))
    }

    @Test func showsACmdlet() async throws {
        let run = try TestRun()
        let shown = await run("cmdlet", "show", "get-mailbox")
        #expect(try JSONValue(parsing: shown.output)["Name"] == "Get-Mailbox")
        run.useTerminal()
        let text = await run("cmdlet", "show", "Remove-Mailbox").output
        #expect(text.contains("USAGE: exo Remove-Mailbox"))
        #expect(text.contains("-Confirm"))
        for name in ["New-ActiveSyncDeviceAccessRule", "Add-PublicFolderClientPermission"] {
            let lines = await run("cmdlet", "show", name).output.split(separator: "\n")
            let usage = try #require(lines.first { $0.hasPrefix("USAGE: ") })
            #expect(usage.count <= 100, "\(usage)")
        }
        let unknown = await run("cmdlet", "show", "Get-Mialbox")
        #expect(unknown.code == .usage)
        #expect(unknown.errors.contains("Get-Mailbox"))
    }
}
