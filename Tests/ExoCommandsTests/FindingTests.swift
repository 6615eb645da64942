@testable import ExoCommands
import CmdletCatalogue
import Testing

/// What leads to a cmdlet, a page of help, the manual or another program.
struct FindingTests {
    @Test(arguments: HelpTopic.all.map(\.name))
    func aTopicIsOneScreen(name: String) async throws {
        let outcome = try await TestRun()("help", name)
        #expect(outcome.code == .done)
        try Golden.expect(outcome.output, is: "help-topic-\(name).txt")
        let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count <= 40, "more than a screen")
        for line in lines { #expect(line.count <= 92, "a line is too long: \(line)") }
    }

    @Test func topicsAreListedAndMistypedOnesLeadOn() async throws {
        let run = try TestRun()
        let list = await run("help", "topics").output
        for topic in HelpTopic.all { #expect(list.contains("  \(topic.name)")) }
        #expect(await run("help", "TOKENS").output == run("help", "tokens").output)
        let unknown = await run("help", "nonsense")
        #expect(unknown.code == .usage)
        #expect(unknown.errors.contains("exo help topics"))
    }

    @Test(arguments: [
        ("mailbox permission", "Get-MailboxPermission", nil), ("forwarding", "Set-Mailbox", "-ForwardingAddress"),
        ("delete mailboxes", "Remove-Mailbox", nil), ("create shared", "New-Mailbox", "-Shared"),
        ("mail flow rule", "Get-TransportRule", nil), ("message trace", "Get-MessageTrace", nil),
        ("hidden address list", "Set-Mailbox", "-HiddenFromAddressListsEnabled"),
    ])
    func aCmdletIsFoundByWhatItDoes(question: String, cmdlet: String, parameter: String?) async throws {
        let outcome = try await TestRun()("cmdlet", "search", question, "-o", "ndjson")
        #expect(outcome.code == .done)
        let line = outcome.output.split(separator: "\n").first { $0.contains("\"Name\":\"\(cmdlet)\"") }
        let found = try #require(line, "found: \(outcome.output)")
        #expect(found.contains(parameter.map { "\"Parameter\":\"\($0)\"" } ?? "\"Parameter\":null"))
        #expect(found.contains("\"Does\":\"") && outcome.output.split(separator: "\n").count <= 20)
    }

    @Test(arguments: [
        ("out of office", "Get-MailboxAutoReplyConfiguration", nil),
        ("shared mailbox permissions", "Get-MailboxPermission", nil),
        ("forward mail", "Set-Mailbox", "-ForwardingAddress"), ("who has access", "Get-MailboxPermission", nil),
        ("block sender", "New-TenantAllowBlockListItems", nil), ("message trace", "Get-MessageTraceV2", nil),
        ("how do I hide a mailbox from the address list", "Set-Mailbox", "-HiddenFromAddressListsEnabled"),
        ("mailing list members", "Get-DistributionGroupMember", nil),
        ("email addresses", "Set-Mailbox", "-EmailAddresses"), ("who sent mail", "Get-MessageTraceV2", nil),
        ("what did the admin change", "Search-UnifiedAuditLog", nil), ("delete a mailbox", "Remove-Mailbox", nil),
        ("remove user from group", "Remove-DistributionGroupMember", nil),
        ("whitelist a domain", "New-TenantAllowBlockListItems", nil),
        ("external sharing of a calendar", "Get-SharingPolicy", nil),
        ("add alias to mailbox", "Set-Mailbox", "-EmailAddresses"),
    ])
    func whatPeopleCallThingsIsFoundFirst(question: String, cmdlet: String, parameter: String?) async throws {
        let outcome = try await TestRun()("cmdlet", "search", question, "-o", "ndjson")
        #expect(outcome.code == .done)
        let first = try #require(outcome.output.split(separator: "\n").first, "found nothing")
        #expect(first.hasPrefix("{\"Name\":\"\(cmdlet)\""), "\(first)")
        #expect(first.hasSuffix(parameter.map { "\"Parameter\":\"\($0)\"}" } ?? "\"Parameter\":null}"), "\(first)")
    }

    @Test func aQuestionMayHaveAnyNumberOfWords() async throws {
        let words = "how do I find out who has access to the mailbox of adele".split(separator: " ").map(String.init)
        let outcome = await (try TestRun()).run(["cmdlet", "search"] + words + ["-o", "ndjson"])
        #expect(outcome.output.hasPrefix("{\"Name\":\"Get-MailboxPermission\""), "\(outcome.output) \(outcome.errors)")
    }

    @Test func whatTopicsNameIsThere() throws {
        for line in SearchTopics.lines {
            let parts = String(Substring(line)).split(separator: ":")
            try #require(parts.count == 2, "\(line)")
            for entry in parts[1].split(separator: ",") {
                let words = entry.split(separator: " ").map(String.init)
                let facts = try #require(CmdletCatalogue.cmdlet(named: words[0]), "\(words[0])")
                #expect(words.count == 1 || facts.parameter(named: words[1])?.name == words[1], "\(entry)")
            }
        }
    }

    @Test func aWordThatNothingHasDoesNotHideTheRest() async throws {
        let outcome = try await TestRun()(
            "cmdlet",
            "search",
            "quarantine nonsense policy",
            "-o",
            "csv",
            "--columns",
            "Name"
        )
        #expect(outcome.code == .done && outcome.output.contains("QuarantinePolicy\n"), "\(outcome.output)")
    }

    @Test func whatFitsNothingLeadsOn() async throws {
        let outcome = try await TestRun()("cmdlet", "search", "zzzz")
        #expect(outcome.code == .failed)
        #expect(outcome.output == "")
        #expect(outcome.errors.contains("no cmdlet fits 'zzzz'"))
    }

    @Test func theExamplesOfTheMostUsedCmdletsAreByHand() throws {
        let used = CmdletCatalogue.names.compactMap(CmdletCatalogue.usage).sorted { $0.scripts > $1.scripts }
        let byHand = CmdletCatalogue.names.filter { !CmdletExamples.own($0).isEmpty }
        #expect(byHand.count >= 80)
        #expect(used.prefix(25).filter { !CmdletExamples.own($0.cmdlet).isEmpty }.count >= 18)
        for name in byHand { #expect(CmdletExamples.own(name).count <= 3) }
    }

    @Test func theManualHasAPageForEachCommand() async throws {
        let run = try TestRun()
        #expect(await run("__manual", run.folder).code == .done)
        for page in ["exo", "exo-connect", "exo-connection-list", "exo-cmdlet-search", "exo-config-set"] {
            let text = try run.content("\(page).1")
            #expect(text.hasPrefix(".TH \"\(page.uppercased().replacing("-", with: "\\-"))\" 1 "))
            #expect(text.contains(".SH NAME\n\(page.replacing("-", with: "\\-")) \\- "))
            #expect(!text.split(separator: "\n").contains { $0.hasPrefix("'") })
        }
        #expect(!run.has("exo-__complete.1") && !run.has("exo-Get-Help.1"))
        #expect(try run.content("exo.1").contains(".SH \"EXIT\\-CODES\""))
        let missing = await run("__manual", run.folder + "/nowhere")
        #expect(missing.code == .failed)
        #expect(missing.errors.contains("mkdir -p"))
    }

    @Test func powershellGetsAFunctionForEachCmdletThatIsWanted() async throws {
        let run = try TestRun()
        let all = await run("shell-init", "powershell").output
        #expect(all.contains("'Get-Mailbox'") && !all.contains("'Connect-ExchangeOnline'"))
        let some = await run("shell-init", "powershell", "--cmdlets", "*-mailboxpermission").output
        #expect(some.contains("'Add-MailboxPermission'") && !some.contains("'Get-Mailbox'"))
        #expect(!some.contains(" exo run "), "a call is a line of the shell, where what is quoted stays one text")
        #expect(await run("shell-init", "bash").code == .usage)
        #expect(await run("shell-init", "powershell", "--cmdlets", "Get-Nonsense").code == .usage)
    }

    @Test func theModuleIsHandedTheTokenByALineWithoutIt() async throws {
        let run = try TestRun()
        #expect(await run.connect().code == .done)
        let outcome = await run("token", "get", "--for", "module")
        #expect(outcome.code == .done, "\(outcome.errors)")
        #expect(
            outcome.output.hasPrefix(
                "Connect-ExchangeOnline -AccessToken (exo token get --connection 'contoso.com') -"
            )
        )
        #expect(!outcome.output.contains("eyJ"))
        #expect(await run("token", "get", "--for", "outlook").code == .usage)
    }
}
