import ExchangeOnline
import Testing

@testable import ExoCommands

/// Lines of our own in the forms in which the pages of the cmdlets write theirs, and what PowerShell makes of each.
struct DocumentedLinesTests {
    @Test(arguments: RecordedLine.documented)
    func isReadAsPowerShellReadsIt(_ documented: RecordedLine) async throws {
        let difference = try await documented.difference
        #expect(difference == nil, "\(difference ?? "")")
    }

    @Test func everyFormIsThere() {
        #expect(RecordedLine.documented.count >= 200)
        let forms = Set(RecordedLine.documented.map(\.group))
        let wanted: Set = [
            "identity by name", "identity by place", "identity with a folder", "quotes within quotes", "result size",
            "size",
            "truth value", "switch", "list", "table", "filter", "long text", "here-string", "date", "span",
            "continued line",
            "comment", "several calls", "pipe", "rows to a form", "everyday call", "quotes of a word processor",
        ]
        #expect(wanted.isSubset(of: forms), "missing: \(wanted.subtracting(forms))")
    }

    /// All in one shell, typed line by line, so that those of several lines are read on.
    @Test func thoseOfEmulatedNounsRun() async throws {
        let shell = try ShellRun()
        let lines = RecordedLine.documented.filter(\.runs)
        #expect(lines.count >= 130)
        shell.run.lines = lines.flatMap { line in
            line.line.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }.map(String.init)
        }
        let outcome = await shell.run("shell", "--keep-going", "-o", "ndjson")
        let errors = outcome.errors.split(separator: "\n").filter { $0.hasPrefix("exo: ") || $0.hasPrefix("at line") }
        #expect(outcome.code == .done && errors.isEmpty, "\(errors.joined(separator: "\n"))")
        #expect(shell.sent.count > lines.count)
    }

    @Test(arguments: [
        "Get-MessageTrace -StartDate (Get-Date).AddDays(-7) -EndDate (Get-Date)", "$mbx = Get-Mailbox adele",
        "Search-UnifiedAuditLog -StartDate (Get-Date).AddDays(-1) -EndDate (Get-Date) -ResultSize 5000",
        "Get-Mailbox -ResultSize Unlimited | ForEach-Object {Set-Mailbox -Identity $_.Alias -Office x}",
        "foreach ($m in Get-Mailbox) { Get-MailboxStatistics $m.Alias }", "if (Get-Mailbox adele) { Get-User adele }",
        "Set-Mailbox (Get-Mailbox adele).Identity -Office x", "Set-Mailbox adele -Office $office",
        "Set-Mailbox adele -EmailAddresses ((Get-Mailbox adele).EmailAddresses + 'smtp:a@contoso.com')",
        "$p = @{Identity='adele'; Office='x'}; Set-Mailbox @p", "Get-Mailbox adele > boxes.txt",
        "Import-TransportRuleCollection -FileData ([System.IO.File]::ReadAllText('rules.xml'))",
        "Get-Mailbox | % { $_.Alias }", "Set-Mailbox adele -MailTip \"now: $(Get-Date)\"", "function f { Get-Mailbox }",
        "try { Get-Mailbox adele } catch { Get-User adele }", "Get-Mailbox adele && Get-Mailbox alex",
    ])
    func whatNeedsTheLanguageIsRefusedAsAWhole(line: String) async throws {
        let shell = try ShellRun()
        let outcome = await shell(line)
        #expect(outcome.code == .usage && shell.sent.isEmpty, "\(outcome.errors)")
        #expect(outcome.errors.contains("^"), "no place: \(outcome.errors)")
        #expect(outcome.errors.split(separator: "\n").count >= 4, "no way that works: \(outcome.errors)")
    }
}
