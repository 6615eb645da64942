import ExoCommands
import Testing

struct CompletionTests {
    struct Case: CustomTestStringConvertible {
        var words: [String]
        var offers: [String]
        var testDescription: String { words.joined(separator: " ") }
    }

    @Test(arguments: [
        Case(words: ["bulk", "Set-Mailbox", "--from", ""], offers: [":files"]),
        Case(words: ["bulk", "Set-Mailbox", "--jour"], offers: ["--journal\tnote what was begun and done"]),
        Case(words: ["bulk", "Set-Mailbox", "--from", "x.csv", "--order", "in"], offers: ["input"]),
        Case(words: ["fleet", "run", "Get-Mailbox", "--organizations-from", ""], offers: [":files"]),
        Case(words: ["connec"], offers: ["connection\tList, show, choose and remove stored connections."]),
        Case(words: ["connection", "u"], offers: ["use\tMake a connection the current one."]),
        Case(words: ["connection", "list", "--output", "nd"], offers: ["ndjson"]),
        Case(words: ["config", "set", "output", "nd"], offers: ["ndjson"]),
        Case(words: ["config", "set", "page-size", ""], offers: []),
        Case(words: ["Set-MailboxAutoReplyConfiguration", "-AutoReplyState:S"], offers: ["-AutoReplyState:Scheduled"]),
        Case(words: ["Set-MailboxAutoReplyConfiguration", "-AutoReplyState", ":", "S"], offers: ["Scheduled"]),
        Case(words: ["Set-Mailbox", "adele", "-Confirm:f"], offers: ["-Confirm:false"]),
        Case(words: ["Set-Mailbox", "adele", "-AuditEnabled:t"], offers: ["-AuditEnabled:true"]),
        Case(words: ["Set-Mailbox", "adele", "-EmailAddresses", ""], offers: []),
        Case(words: ["completion", ""], offers: ["bash", "zsh", "fish", "powershell"]),
        Case(words: ["Get-AcceptedD"], offers: ["Get-AcceptedDomain"]),
        Case(words: ["connection", "list", "--qu"], offers: ["--quiet\tno warnings, notes or progress; errors stay"]),
        Case(words: ["connection", "list", "nothing"], offers: []),
        Case(words: ["connection", "list", "-o", "nd"], offers: ["ndjson"]),
        Case(words: ["cmdlet", "show", "get-mailboxp"], offers: ["Get-MailboxPermission"]),
        Case(words: ["help", "get-mailboxp"], offers: ["Get-MailboxPermission"]),
        Case(
            words: ["help", "connec"],
            offers: ["connect\tSign in or take a token, and remember the connection."]
        ),
        Case(
            words: ["help", "quot"],
            offers: ["quoting\tQuotes: how to write PowerShell's values in another shell."]
        ),
        Case(words: ["help", "guard"], offers: ["guard-rails\tWhat a connection may be kept from."]),
        Case(words: ["Get-Mailbox", "-Recipi"], offers: ["-RecipientTypeDetails\ttext,…"]),
        Case(words: ["Set-Mailbox", "adele", "-AuditEnabled", "t"], offers: ["true"]),
        Case(words: ["Set-Mailbox", "adele", "-audite", "f"], offers: ["false"]),
        Case(words: ["Set-Mailbox", "adele", "-Type", "sh"], offers: ["Shared"]),
        Case(words: ["Set-Mailbox", "adele", "-Archive", "-wha"], offers: ["-WhatIf\tsay what would happen"]),
        Case(words: ["Get-Mailbox", "-Identity", ""], offers: []),
        Case(words: ["Get-Mailbox", "adele"], offers: []),
        Case(words: ["Get-Mailbox", "--columns", "Ali"], offers: ["Alias"]),
        Case(words: ["Get-Mailbox", "--columns", "Alias,PrimaryS"], offers: ["Alias,PrimarySmtpAddress"]),
        Case(words: ["Get-Mailbox", "--columns", "Alias,Mail=PrimaryS"], offers: ["Alias,Mail=PrimarySmtpAddress"]),
        Case(words: ["Get-Mailbox", "--sort", "Name,-WhenCreatedU"], offers: ["Name,-WhenCreatedUTC"]),
        Case(words: ["Get-Mailbox", "-ResultSize", "u"], offers: ["Unlimited"]),
        Case(words: ["bulk", "Set-Mailbox", "--map", "Identity=upn,MailT"], offers: ["Identity=upn,MailTip="]),
        Case(words: ["connect", "--access-token-file", ""], offers: [":files"]),
        Case(words: ["Get-Mailbox", "--ca-file", ""], offers: [":files"]),
        Case(words: ["disconnect-ex"], offers: ["Disconnect-ExchangeOnline"]),
        Case(words: ["Disconnect-ExchangeOnline", "--y"], offers: ["--yes\tdo not ask; the same as -Confirm:false"]),
        Case(words: ["Disconnect-ExchangeOnline", "--conn"], offers: []),
        Case(words: ["Get-Help", "get-mailboxp"], offers: ["Get-MailboxPermission"]),
    ])
    func offersWhatMayComeNext(wanted: Case) async throws {
        let outcome = try await TestRun().run(["__complete", "--"] + wanted.words)
        #expect(outcome.code == .done)
        let lines = outcome.output.split(separator: "\n").map(String.init)
        for offer in wanted.offers { #expect(lines.contains(offer), "offered: \(lines)") }
        #expect(wanted.offers.isEmpty == lines.isEmpty)
    }

    @Test(arguments: ["bash", "zsh", "fish", "powershell"])
    func printsAScript(shell: String) async throws {
        let outcome = try await TestRun()("completion", shell)
        #expect(outcome.code == .done)
        #expect(outcome.output.contains("exo __complete -- "))
    }

    @Test func offersTheConnectionsThatAreKept() async throws {
        let run = try TestRun()
        #expect(await run.connect().code == .done)
        for words in [["connection", "use", ""], ["disconnect", "cont"], ["Get-Mailbox", "--connection", ""]] {
            #expect(await run.run(["__complete", "--"] + words).output == "contoso.com\n", "\(words)")
        }
    }

    @Test func aParameterThatWasGivenIsNotOfferedAgain() async throws {
        let run = try TestRun()
        let offered = await run("__complete", "--", "Get-Mailbox", "-Identity", "adele", "-").output
        #expect(!offered.contains("-Identity\t"))
        #expect(offered.contains("-ResultSize\t"))
    }
}
