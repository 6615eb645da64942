import ExoCommands
import TestSupport
import Testing

/// What a shell does to a cmdlet's words, and the line that works instead.
struct ShellRepairTests {
    struct Case: CustomTestStringConvertible {
        var words: [String]
        var says: [String]
        var next: String?
        var testDescription: String { words.joined(separator: " ") }
    }

    @Test(arguments: [
        Case(
            words: ["Remove-Mailbox", "adele", "-Confirm:"],
            says: ["-Confirm: has nothing behind its colon", "a shell leaves nothing of $true and $false"],
            next: "exo Remove-Mailbox adele -Confirm:false"
        ),
        Case(
            words: ["Set-Mailbox", "adele", "-HiddenFromAddressListsEnabled"],
            says: ["has no value", "true or false"],
            next: "exo Set-Mailbox adele -HiddenFromAddressListsEnabled true"
        ),
        Case(
            words: ["Set-Mailbox", "adele", "-Hidden", "-Office", "a b"],
            says: ["-HiddenFromAddressListsEnabled of Set-Mailbox has no value"],
            next: "exo Set-Mailbox adele -HiddenFromAddressListsEnabled true -Office 'a b'"
        ),
        Case(
            words: ["Set-Mailbox", "adele", "-MailTip"],
            says: ["an empty variable leaves nothing", "to clear it write -MailTip '$null', in single quotes"]
        ),
        Case(
            words: ["Set-Mailbox", "adele", "-DisplayName", "Vance,", "Adele"],
            says: ["your shell passed it in 2 words"],
            next: "exo Set-Mailbox adele -DisplayName 'Vance, Adele'"
        ),
        Case(
            words: ["Set-Mailbox", "adele", "-EmailAddresses", "@{Add=a@x.com}"],
            says: ["your shell took them"],
            next: "exo Set-Mailbox adele -EmailAddresses \"@{Add='a@x.com'}\""
        ),
        Case(
            words: ["Set-Mailbox", "adele", "-EmailAddresses", "@{Add=a@x.com,", "b@x.com}"],
            says: ["your shell took them"],
            next: "exo Set-Mailbox adele -EmailAddresses \"@{Add='a@x.com','b@x.com'}\""
        ),
        Case(
            words: ["Get-Mailbox", "-Filter", "{Name", "-like", "a*}", "-ResultSize", "5"],
            says: ["your shell passed it in 3 words"],
            next: "exo Get-Mailbox -Filter \"Name -like 'a*'\" -ResultSize 5"
        ),
        Case(
            words: [
                "Get-Mailbox", "-Filter", "Alias", "-eq", "adele", "-and", "Office", "-like", "B*", "-ResultSize", "5",
            ],
            says: ["-Filter takes a filter as one text, and here it is in 7 words: its quotes are missing"],
            next: "exo Get-Mailbox -Filter \"Alias -eq 'adele' -and Office -like 'B*'\" -ResultSize 5"
        ),
        Case(
            words: ["New-TransportRule", "r", "-SubjectMatchesPatterns", #"\d{3,4}-x"#],
            says: ["can be one entry", #"For 2 entries write -SubjectMatchesPatterns "'\\d{3','4}-x'""#],
            next: #"exo New-TransportRule r -SubjectMatchesPatterns "'\\d{3,4}-x'""#
        ),
        Case(
            words: ["New-RoleGroup", "r", "-Roles", "Mail Recipients,View-Only Recipients"],
            says: ["can be one entry", #"For one entry write -Roles "'Mail Recipients,View-Only Recipients'", for 2"#],
            next: #"exo New-RoleGroup r -Roles "'Mail Recipients','View-Only Recipients'""#
        ),
        Case(
            words: ["New-RoleGroup", "r", "-Members", "Vance, Adele"],
            says: [#"For 2 entries write -Members "'Vance','Adele'", for one"#],
            next: #"exo New-RoleGroup r -Members "'Vance, Adele'""#
        ),
        Case(
            words: ["Get-EXOMobileDeviceStatistics", "dev"],
            says: ["takes no further value without a name, so 'dev' belongs to nothing", "name its parameter"],
            next: "exo Get-EXOMobileDeviceStatistics -Identity dev"
        ),
        Case(
            words: ["Get-Mailbox", "a", "b"],
            says: ["(Identity is given already), so 'b' belongs to nothing"],
            next: "exo cmdlet show Get-Mailbox"
        ),
        Case(
            words: ["Get-Mailbox", "-Archive", "false"],
            says: ["is a switch, and 'false' stands apart"],
            next: "exo Get-Mailbox -Archive:false"
        ),
        Case(words: ["Get-Mailbox", ""], says: ["-Identity of Get-Mailbox is empty", "an empty variable"]),
        Case(words: ["Get-Mailbox", "-Identity", " "], says: ["is empty, which would mean every object"]),
        Case(words: ["Set-Mailbox", "adele", "-AuditEnabled", "yes"], says: ["takes true or false, not 'yes'"]),
        Case(
            words: ["Set-Mailbox", "adele", "-Password", "hunter2"],
            says: ["takes no plain text", "on standard input"],
            next: "exo Set-Mailbox adele --parameters secret.json"
        ),
        Case(
            words: ["Export-QuarantineMessage", "-Identity", "a", "-PasswordV2", "hunter2"],
            says: ["takes no plain text", "on standard input"],
            next: "exo Export-QuarantineMessage -Identity a --parameters secret.json"
        ),
        Case(
            words: ["Export-QuarantineMessage", "-Identity", "a", "-PasswordV2", "hunter2,", "x"],
            says: ["takes no plain text"]
        ),
        Case(
            words: [
                "Export-QuarantineMessage", "-Identity", "a", "-CompressOutput", "false", "-PasswordV2", "hunter2",
            ],
            says: ["is a switch"],
            next: "-CompressOutput:false"
        ),
        Case(
            words: ["Set-Mailbox", "adele", "-AuditEnabled", "-Password", "hunter2"],
            says: ["has no value"],
            next: "-AuditEnabled true"
        ),
    ])
    func saysWhichLineWorks(_ example: Case) async throws {
        let run = try TestRun()
        run.environment["EXO_ACCESS_TOKEN"] = TestToken.user()
        run.environment["EXO_USER_PRINCIPAL_NAME"] = "admin@contoso.com"
        let transport = run.script()
        let outcome = await run.run(example.words)
        #expect(outcome.code == .usage, "said: \(outcome.errors)")
        for text in example.says { #expect(outcome.errors.contains(text), "said: \(outcome.errors)") }
        if let next = example.next {
            #expect(outcome.errors.contains("next: \(next)\n"), "said: \(outcome.errors)")
        }
        #expect(!outcome.errors.contains("hunter2"))
        #expect(transport.requests.isEmpty)
    }
}
