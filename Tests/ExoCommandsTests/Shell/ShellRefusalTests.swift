@testable import ExoCommands
import ExoTransport
import TestSupport
import Testing

/// Lines that are refused before anything runs, with the place and what helps.
struct ShellRefusalTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var line: String
        var says: [String]
        var testDescription: String { line }

        init(_ line: String, _ says: String...) {
            self.line = line
            self.says = says
        }
    }

    @Test(arguments: [
        Case("Get-Mailbox -Identty adele", "  Get-Mailbox -Identty adele\n              ^~~~~~~~\n", "-Identity"),
        Case("Get-Mailbox; Get-Mailbx", "  Get-Mailbox; Get-Mailbx\n               ^~~~~~~~~~\n", "Get-Mailbox"),
        Case("Get-Mailbox 'adele", "no closing quote", "              ^\n"),
        Case("Get-Mailbox -Archive $false", "would take the value for -Identity", "-Archive:$false", "^~~~~~"),
        Case("Remove-InboxRule 15432109876543210987", "loses its last digits", "'15432109876543210987'"),
        Case("Set-Mailbox adele -AuditEnabled true", "write -AuditEnabled $true or -AuditEnabled $false"),
        Case("Get-Mailbox $name", "$name is a variable", "single quotes"),
        Case("$x = Get-Mailbox", "$x is assigned to", "Pipe the rows"),
        Case("Get-Mailbox | % { $_.Name }", "% is not run here", "Rows bind to a cmdlet"),
        Case("Get-Mailbox \"$($x.Name)\"", "$x is a variable"),
        Case("[DateTime]::Now", "[DateTime] is a type of .NET"),
        Case("if ($true) { Get-Mailbox }", "'if' belongs to PowerShell's language", "Where-Object"),
        Case("Get-Mailbox && Get-User", "'&&' chains", "';'"),
        Case("Get-Mailbox > out.txt", "redirects output", "Out-File"),
        Case("Get-MessageTrace -StartDate (Get-Date).AddDays(-7)", "Write the time itself, such as '2026-01-31'"),
        Case("Get-Mailbox -Filter Alias -eq adele", "as one text", "write -Filter \"Alias -eq 'adele'\""),
        Case("Get-Mailbox adele | Set-Mailbox -CustomAttribute1 { $_.Alias }", "is a script block", "Import-Csv"),
        Case("Set-Mailbox adele -DisplayName {Get-Date}", "is a script block"),
        Case(
            "Get-Mailbox | ? Offce -ne Sales | Set-Mailbox -Office x",
            "no property Offce",
            "other objects"
        ),
        Case("Get-Mailbox | ? { $_.WhenCreated.Yeer -ne 2022 } | Set-Mailbox -Office x", "WhenCreated has no Yeer"),
        Case("Get-Mailbox | sort Alias -Top 2", "Select-Object -First"),
        Case("(Get-Mailbox).Count", "Measure-Object"),
        Case("Set-Mailbox adele -ProhibitSendQuota (1GB*5)", "Nothing is computed here"),
        Case("Write-Output ('-' * 10001)", "to 10000 characters"),
        Case("Write-Output (('--' * 5000) * 2)", "to 10000 characters"),
        Case("Write-Output ('a' + 'b')", "operators and commands cannot be used"),
        Case("Get-Mailbox | Write-Warning 'x'", "Write-Warning is not run here", "Write-Output 'text'"),
        Case("Get-Mailbox adele 2>$null", "-ErrorAction SilentlyContinue"),
        Case("Get-Mailbox | Select-Object Name --dry-run", "belongs to exo"),
        Case("(Get-Mailbox adele).Alias", "commands are not run there", "… | Select-Object -ExpandProperty Alias"),
        Case("Set-Mailbox a -Office (Get-Mailbox 'b)').Office", "Select-Object -ExpandProperty Office"),
        Case("Set-Mailbox a -Office (Get-Mailbox b)", "Select-Object -ExpandProperty Name"),
        Case(
            "Get-Mailbox | select @{n='s';e={(Get-MailboxStatistics $_.Identity).TotalItemSize}}",
            "Get-MailboxStatistics … | Select-Object -ExpandProperty TotalItemSize"
        ),
        Case(
            "Get-Recipient -RecipientPreviewFilter (Get-DynamicDistributionGroup X).RecipientFilter",
            "listed by Get-DynamicDistributionGroupMember"
        ),
        Case("Get-Mailbox | Where-Object { $_.Name.StartsWith('a') }", "StartsWith(…) is a method", "-like"),
        Case("Get-Mailbox | Where-Object { Get-User $_.Name }", "At character 30", "nothing else is run"),
        Case("Get-Mailbox | Where-Object Name -is string", "no operator -is", "-notmatch"),
        Case("Get-Mailbox | Select-Object -Fist 5", "no parameter -Fist here", "-First"),
        Case("Get-Mailbox | Select-Object -Index 1", "use -Skip and -First"),
        Case("Get-Mailbox | Select-Object @{n='a';e={$_.A + 1}}", "computes nothing"),
        Case("Select-Object Name", "needs rows"),
        Case("Get-Mailbox | ft | Set-Mailbox", "comes too late"),
        Case("Get-Mailbox | Import-Csv x.csv", "stands at the head"),
        Case("Import-Csv missing.csv | Get-Mailbox", "There is no file missing.csv"),
        Case("Get-Mailbox | Write-Host", "Write-Host writes the values behind it", "Leave it out"),
        Case("notepad", "programs are not run here"),
        Case("n", "There is no cmdlet 'n', and programs are not run here"),
        Case("Get-Mailbox --connection other", "is for the whole shell"),
        Case("Get-Mailbox | select Name --output csv", "belongs to exo"),
        Case("New-Mailbox -Name x -Password 'Zwetschge-1'", "write -Password @FILE"),
        Case(
            "New-Mailbox -Name x -Password (ConvertTo-SecureString 'Zwetschge-1' -AsPlainText -Force)",
            "the secret alone into a file",
            "write -Password @FILE"
        ),
        Case(
            "New-MigrationEndpoint -Name x -Credentials:(Get-Credential)",
            "JSON with UserName and Password",
            "write -Credentials @FILE"
        ),
        Case(
            "Connect-ExchangeOnline -CertificateFilePath a.pfx -CertificatePassword (ConvertTo-SecureString 'Zwetschge-1')",
            "--certificate-password-file FILE"
        ),
        Case("Export-QuarantineMessage -Identity a -PasswordV2 Zwetschge-1", "write -PasswordV2 @FILE"),
        Case(
            "Disconnect-ExchangeOnline -Confirm:$false; New-Mailbox -Name x -Password (Read-Host -AsSecureString)",
            "write -Password @FILE"
        ),
        Case("New-Mailbox -Name connect-room -Password (Read-Host -AsSecureString)", "write -Password @FILE"),
        Case("Get-Mailbox; Connect-IPPSSession -Credential (Get-Credential)", "--username NAME with --password-stdin"),
        Case("Connect-IPPSSession -Credential (Get-Credential)", "--username NAME with --password-stdin"),
        Case("New-Fingerprint -Description d -FileData '@a.txt'", "write -FileData @FILE, without quotes"),
        Case("New-Fingerprint -Description d -FileData ([System.IO.File]::ReadAllText('a.txt'))", "-FileData @FILE"),
        Case("New-Fingerprint -Description d -FileData ([System.IO.File]::ReadAllBytes('a.txt')).Length", "@FILE"),
        Case("New-Fingerprint -Description d -FileData (Get-Content a.txt -Encoding Byte -Tail 1)", "-FileData @FILE"),
        Case("Set-Mailbox adele -MailTip (Get-Content tip.txt -Raw)", "-MailTip @FILE"),
        Case(
            "Write-Output -InputObject @notes.txt",
            "-InputObject of Write-Output takes no file",
            "Get-Content FILE",
            "'@notes.txt' is a text",
            "                            ^~~~~~~~~~\n"
        ),
        Case(
            "Write-Output -InputObject (Get-Content a.txt -Encoding Byte)",
            "-InputObject of Write-Output takes no file"
        ),
        Case("Get-Mailbox | Export-Csv -Path ([IO.File]::ReadAllBytes('x'))", "-Path of Export-Csv takes no file"),
        Case("Get-Mailbox | Out-File -FilePath:@x", "-FilePath of Out-File takes no file"),
        Case("Import-Csv -Path (Get-Content l.txt -Encoding Byte)", "-Path of Import-Csv takes no file"),
        Case("Get-Mailbox | Where-Object Alias -eq @x", "-eq of Where-Object takes no file"),
        Case("Get-Mailbox | Sort-Object -Descending @x", ": Sort-Object takes no file"),
        Case("Get-Mailbox | Where-Object -not @x", ": Where-Object takes no file"),
        Case("Set-Mailbox @change", "is splatting", "-Parameter @file"),
        Case(
            "New-Fingerprint -Description d -FileData (Get-Content C:\\a.txt -Encoding Byte)",
            "drive of Windows",
            "./a.txt"
        ),
        Case("Import-Csv C:\\temp\\missing.csv | Set-Mailbox", "is on a drive of Windows", "./missing.csv"),
        Case("Get-Mailbox | Export-Csv \\\\server\\share\\all.csv", "is on a share of Windows", "./all.csv"),
        Case("Get-Mailbox | Export-Csv C:/temp/all.csv", "is on a drive of Windows"),
        Case("Remove-Mailbox adele", "asks before it acts"),
        Case("Get-Mailbox adele; Remove-Mailbox alex", "asks before it acts"),
    ])
    func isRefusedBeforeAnythingIsSent(wanted: Case) async throws {
        let run = try TestRun()
        run.environment["EXO_ACCESS_TOKEN"] = TestToken.user()
        run.environment["EXO_USER_PRINCIPAL_NAME"] = "admin@contoso.com"
        let transport = run.script()
        let outcome = await run("shell", "-c", wanted.line)
        #expect(outcome.code == .usage, "said: \(outcome.errors)")
        #expect(transport.requests.isEmpty)
        #expect(!outcome.errors.contains("Zwetschge"), "said: \(outcome.errors)")
        for text in wanted.says { #expect(outcome.errors.contains(text), "said: \(outcome.errors)") }
    }

    @Test(arguments: [
        (
            "%{New-MailContact -Name $_.Name -ExternalEmailAddress $_.externalEmailAddress}",
            "| Select-Object Name,externalEmailAddress | New-MailContact\n"
        ),
        (
            "ForEach-Object { New-MailContact -Name $_.Name -Phone x -ExternalEmailAddress $_.ExternalEmailAddress "
                + "-Department $_.Department }",
            ".csv | New-MailContact -Phone x\n"
        ),
        ("% { New-MailContact -Name $_.Mail }", "Rows bind to a cmdlet by themselves"),
        ("% { New-MailContact -Name $_.Name | Out-Null }", "Rows bind to a cmdlet by themselves"),
        ("% { Get-Mailbox }", "Rows bind to a cmdlet by themselves"),
    ])
    func aBlockForRowsOfAFileNamesTheLineThatWorks(block: String, says: String) async throws {
        let run = try TestRun()
        let file = try run.file("people.csv", "Name,ExternalEmailAddress,Department\na,a@x.com,Sales\n")
        let outcome = await run("shell", "-c", "Import-Csv \(file) | \(block)")
        #expect(outcome.code == .usage && outcome.errors.contains(says), "said: \(outcome.errors)")
    }

    @Test func whatMayNotBeMeantIsTold() async throws {
        let run = try TestRun()
        run.environment["EXO_ACCESS_TOKEN"] = TestToken.user()
        run.environment["EXO_USER_PRINCIPAL_NAME"] = "admin@contoso.com"
        run.transport = AnsweringTransport { _ in .json("{\"value\":[]}") }
        #expect(await run("shell", "-c", "Get-Mailbox 00123").errors.contains("write '00123'"))
        #expect(await run("shell", "-c", "Get-Mailbox CN=a,OU=b").errors.contains("write 'CN=a,OU=b'"))
        #expect(await run("shell", "-c", "Get-Mailbox '00123'").errors.isEmpty)
    }

    @Test func showsThePlaceInALongLineWithinTheTerminal() {
        let line = "Get-Mailbox " + String(repeating: "x", count: 200) + " | 日本 -Filter 'x"
        let place = line.unicodeScalars.count - 2
        let excerpt = LineExcerpt(line, place..<place + 1, width: 60).lines
        #expect(excerpt.count == 2)
        #expect(excerpt.allSatisfy { TerminalText.width($0) <= 56 })
        #expect(excerpt[0].hasPrefix("…") && excerpt[0].hasSuffix("'x"))
        #expect(TerminalText.width(excerpt[0]) - 1 == excerpt[1].count)
    }
}
