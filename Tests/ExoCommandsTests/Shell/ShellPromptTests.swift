@testable import ExoCommands
import ExoLineEditor
import HTTPServer
import TestSupport
import Testing

/// The prompt where lines come from a terminal, its history and its completion.
struct ShellPromptTests {
    @Test func readsStatementsOverSeveralLinesAndKeepsThemWithoutSecrets() async throws {
        let shell = try ShellRun()
        shell.run.useTerminal()
        shell.run.hasStatusLine = false
        shell.run.lines = [
            "Get-Mailbox adele |", "select Alias |", "ConvertTo-Json -Compress", "", "Get-Mailbox nobody-here",
            "Set-Mailbox adele -Password 'Zwetschge-1'", "exit", "Get-User",
        ]
        let outcome = await shell.run("shell")
        #expect(outcome.code == .done, "said: \(outcome.errors)")
        #expect(outcome.output == "{\"Alias\":\"adele\"}\n")
        #expect(outcome.errors.contains("exo admin@contoso.com> >> >> "), "said: \(outcome.errors)")
        #expect(!outcome.errors.contains("Zwetschge"), "said: \(outcome.errors)")
        let kept = try shell.run.content(".local/state/exo/history")
        #expect(kept == "Get-Mailbox adele | select Alias | ConvertTo-Json -Compress\nGet-Mailbox nobody-here\n")
        #expect(try shell.run.mode(".local/state/exo/history") == 0o600)
        #expect(!shell.sent.contains("Get-User"))
    }

    @Test(arguments: [true, false])
    func aSecretMayStandInALineThatNobodyElseSees(isTyped: Bool) async throws {
        let shell = try ShellRun()
        if isTyped { shell.run.useTerminal() }
        shell.run.hasStatusLine = false
        shell.run.lines = [
            "New-Mailbox -Name sec -MicrosoftOnlineServicesID sec@contoso.com -Password (ConvertTo-SecureString -String "
                + "'Zwetschge-1' -AsPlainText -Force) |",
            "Out-Null", "Get-Mailbox sec | select Alias | ConvertTo-Json -Compress",
        ]
        let outcome = await shell.run("shell")
        #expect(outcome.code == .done && outcome.output == "{\"Alias\":\"sec\"}\n", "said: \(outcome.errors)")
        #expect(shell.sent == ["New-Mailbox", "Get-Mailbox"])
        let bodies = shell.tenant.transport.requests.map { String(decoding: $0.body, as: UTF8.self) }
        #expect(!bodies.contains { $0.contains("Zwetschge") } && !outcome.errors.contains("Zwetschge"))
        guard isTyped else { return }
        #expect(try !shell.run.content(".local/state/exo/history").contains("ConvertTo-SecureString"))
    }

    @Test(arguments: [
        "New-Mailbox -Name a -Password (ConvertTo-SecureString \"$Zwetschge\" -AsPlainText -Force)",
        "New-Mailbox -Name a -Password (ConvertTo-SecureString 'Zwetschge' -Force)",
        "Set-Mailbox adele -CustomAttribute1 (ConvertTo-SecureString 'Zwetschge' -AsPlainText -Force)",
        "Connect-ExchangeOnline -CertificatePassword (ConvertTo-SecureString 'Zwetschge' -AsPlainText -Force)",
    ])
    func aSecretThatCannotBeOneIsRefusedAndNotRepeated(line: String) async throws {
        let shell = try ShellRun()
        shell.run.lines = [line]
        let outcome = await shell.run("shell")
        #expect(outcome.code == .usage && !outcome.errors.contains("Zwetschge"), "said: \(outcome.errors)")
        #expect(shell.sent.isEmpty)
    }

    @Test func aLineBreakThatIsPartOfAValueIsNotMadeABlank() async throws {
        let shell = try ShellRun()
        shell.run.useTerminal()
        shell.run.hasStatusLine = false
        shell.run.lines = [
            "Set-Mailbox adele -MailTip 'one", "two'", "Set-Mailbox adele -MailTip @'", "one", "'@",
            "Get-Mailbox adele | # all of it", "select Alias", "Get-Mailbox adele `", "-ErrorAction Stop", "exit",
        ]
        #expect(await shell.run("shell").code == .done)
        #expect(try shell.run.content(".local/state/exo/history") == "Get-Mailbox adele -ErrorAction Stop\n")
    }

    /// The folder of connections has nothing to do with it.
    @Test func aPlaceWhereNoHistoryCanBeIsNamedByItsOwnVariable() throws {
        let run = try TestRun()
        run.environment["XDG_STATE_HOME"] = "/proc/exo-test"
        let history = try #require(ShellHistory(run.context()))
        let error = #expect(throws: CommandError.self) { _ = try history.keep("Get-Mailbox") }
        #expect(error?.repair == "set XDG_STATE_HOME to a folder that can be written in")
    }

    @Test func thePromptNamesTheConnectionAndHelpHelps() async throws {
        let run = try TestRun()
        #expect(await run.connect().code == .done)
        run.useTerminal()
        run.hasStatusLine = false
        run.lines = ["?", "help", "exit"]
        let outcome = await run("shell")
        #expect(
            outcome.errors.split(separator: "exo contoso.com> ", omittingEmptySubsequences: false).count == 4,
            "said: \(outcome.errors)"
        )
        #expect(
            outcome.output.split(separator: "Lines: what may be typed", omittingEmptySubsequences: false).count == 3,
            "\(outcome.output)"
        )
        run.environment["EXO_CONNECTION"] = "other"
        run.lines = []
        #expect(await run("shell").errors.contains("exo other> "))
    }

    @Test func anAnswerMayBeForAllRows() async throws {
        let shell = try ShellRun()
        shell.run.useTerminal()
        shell.run.hasStatusLine = false
        shell.run.lines = [
            "'adele','alex' | Remove-Mailbox", "Get-User", "l", "'adele','alex' | Remove-Mailbox", "A",
            "Get-Mailbox | where Alias -in 'adele','alex' | measure | ConvertTo-Json -Compress",
        ]
        let outcome = await shell.run("shell")
        #expect(outcome.errors.split(separator: "[A] Yes to All").count == 4, "said: \(outcome.errors)")
        #expect(shell.sent.count { $0 == "Remove-Mailbox" } == 6, "\(shell.sent)")
        #expect(outcome.errors.contains("neither yes nor no"), "\(outcome.errors)")
        #expect(!shell.sent.contains("Get-User"))
        #expect(outcome.output == "{\"Count\":0}\n")
    }

    @Test(arguments: [
        "Set-Mailbox a -Password 'x'", "New-Mailbox -Name a -pass x", "exo connect --client-secret x",
        "Export-QuarantineMessage -Identity a -PasswordV2 x", "New-App -Etok x", "New-App -Etoken 'x",
        "Connect-ExchangeOnline -AccessToken x", "$p = ConvertTo-SecureString 'x' -AsPlainText",
    ])
    func linesWithSecretsAreNotKept(line: String) { #expect(SecretLine.isOne(line)) }

    @Test(arguments: ["Get-Mailbox adele", "New-Mailbox a -ResetPasswordOnNextLogon $true", "Get-Mailbox -Filter 'a'"])
    func otherLinesAreKept(line: String) { #expect(!SecretLine.isOne(line)) }

    struct Tab: Sendable, CustomTestStringConvertible {
        var text: String
        var becomes: String
        var testDescription: String { text }

        init(_ text: String, _ becomes: String) {
            self.text = text
            self.becomes = becomes
        }
    }

    @Test(arguments: [
        Tab("Get-AcceptedD", "Get-AcceptedDomain "), Tab("get-mailboxst", "Get-MailboxStatistics "),
        Tab("Get-Mailbox adele | Where", "Get-Mailbox adele | Where-Object "),
        Tab("Get-Mailbox | select Ali", "Get-Mailbox | select Alias "),
        Tab("Get-Mailbox | select Alias,PrimaryS", "Get-Mailbox | select Alias,PrimarySmtpAddress "),
        Tab("Get-Mailbox | where Name -li", "Get-Mailbox | where Name -like "),
        Tab("Set-Mailbox adele -AuditEnabled $t", "Set-Mailbox adele -AuditEnabled $true "),
        Tab("Set-Mailbox adele -Type sh", "Set-Mailbox adele -Type Shared "),
        Tab("Get-Mailbox a; Set-Mailbox 'a | b' -Type sh", "Get-Mailbox a; Set-Mailbox 'a | b' -Type Shared "),
        Tab("Import-Cs", "Import-Csv "), Tab("Disconnect-Ex", "Disconnect-ExchangeOnline "),
        Tab("Get-Mailbox -Recipi", "Get-Mailbox -RecipientTypeDetails "),
        Tab("Get-Mailbox nothing", "Get-Mailbox nothing"),
    ])
    func completes(tab: Tab) throws {
        let context = try TestRun().context()
        let answer = ShellCompletion(context).answer(for: tab.text)
        var text = tab.text
        if !answer.insertion.isEmpty {
            text.unicodeScalars.removeLast(answer.removed)
            text += answer.insertion
        }
        #expect(text == tab.becomes)
    }

    @Test func listsWhatMayComeWhereThatIsMuch() throws {
        let answer = ShellCompletion(try TestRun().context()).answer(for: "Get-Mailbox | Select-Object -")
        let lines = try #require(answer.listing).split(separator: "\n")
        #expect(lines.contains { $0.hasPrefix("-First") && $0.contains("rows from the start") })
        #expect(lines.allSatisfy { TerminalText.width(String($0)) < 80 })
    }
}
