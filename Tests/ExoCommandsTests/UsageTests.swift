import ExoCommands
import Testing

struct UsageTests {
    @Test(arguments: [
        Refusal(
            "conection",
            says: "there is no command 'exo conection'",
            "did you mean connection?",
            "See 'exo --help'."
        ),
        Refusal("connection", says: "which one? list,", "See 'exo connection --help'."),
        Refusal("connection", "lst", says: "there is no command 'exo connection lst'", "list"),
        Refusal("connection", "list", "--outptu", "csv", says: "unknown option --outptu", "did you mean --output?"),
        Refusal("connection", "list", "--output", says: "--output needs a value: --output <form>"),
        Refusal("connection", "list", "--output", "--columns", says: "--output needs a value before '--columns'"),
        Refusal(
            "connection",
            "list",
            "--output",
            "xml",
            says: "--output cannot be 'xml'",
            "json, ndjson, csv, tsv, yaml, raw"
        ),
        Refusal("connection", "list", "--output", "cvs", says: "did you mean one of csv, tsv?"),
        Refusal("connection", "list", "--quiet=yes", says: "--quiet takes no value"),
        Refusal("connection", "list", "--quiet", "--quiet", says: "--quiet is given twice"),
        Refusal("connection", "list", "--columns", "a,,b", says: "--columns takes names with commas"),
        Refusal("connection", "list", "-q", says: "'-q' has one dash, and those belong to cmdlets"),
        Refusal("connection", "list", "more", says: "'more' is one word too many", "usage: exo connection list"),
        Refusal("connection", "use", says: "<name> is missing"),
        Refusal("--all", "connection", "list", says: "--all does not belong to 'exo connection list'"),
        Refusal("connection", "list", "--log-level", "loud", says: "the log level cannot be 'loud'"),
        Refusal("disconnect", "a", "--all", says: "give a name or --all, not both"),
        Refusal("help", "quotng", says: "did you mean quoting?"),
        Refusal("help", "nothing", says: "there is no command and no topic 'nothing'"),
        Refusal("completion", "csh", says: "the shell is bash, zsh, fish or powershell"),
        Refusal("login", says: "no command 'exo login'", "exo connect --device", "exo help sign-in"),
        Refusal("logout", says: "the command is: exo disconnect"),
        Refusal("whoami", says: "exo connection show"),
        Refusal("Get-Mailbox", "--json", says: "unknown option --json", "-o json"),
        Refusal("connection", "list", "--json", says: "unknown option --json", "-o json"),
        Refusal("--json", "connection", "list", says: "unknown option --json", "-o json"),
        Refusal("Get-Mailbox", "--identity", "adele", says: "parameters of cmdlets have one dash: -Identity"),
        Refusal("Get-Mailbox", "--verbose", says: "--log-level info"),
        Refusal(
            "Get-Mailbox",
            "--sort",
            "Nme",
            "--limit",
            "3",
            says: "--sort: the rows of Get-Mailbox have no property Nme"
        ),
        Refusal("Set-ExoPhishSimOverrideRule", "a", "-AddSenderDomainIs", "b", says: "did you mean one of -AddDomains"),
        Refusal("Get-Mailbox", "-ojson", says: "a letter stands apart from its value: -o json"),
        Refusal("(Get-Mailbox).Count", says: "Measure-Object"),
        Refusal("Get-Mailbox", "-output", "csv", says: "options of exo have two dashes: --output"),
        Refusal("Get-Mailbox", "--columns", "A=Alias,A=Name", says: "names two columns 'a'"),
        Refusal(
            "Set-Mailbox",
            "adele",
            "-EmailAddresses",
            "@{Add='x'",
            says: "-EmailAddresses: at character 1: '}' is"
        ),
        Refusal("help", "mailbox", says: "exo cmdlet search mailbox"),
        Refusal("Get-Mailbox", "-Identiti", "adele", says: "next: exo cmdlet show Get-Mailbox"),
        Refusal("Get-Mialbox", says: "next: exo cmdlet show Get-Mailbox"),
        Refusal(
            "connect",
            "--client-secret-stdin",
            "--organization",
            "contoso.com",
            says: "--client-secret-stdin needs"
        ),
        Refusal("Get-Help", "Get-Mailbx", says: "there is no cmdlet 'Get-Mailbx'", "Get-Mailbox"),
        Refusal(
            "Get-Help",
            "Get-Mailbox",
            "-Parameter",
            "ResultSze",
            says: "has no parameter ResultSze",
            "did you mean ResultSize"
        ),
        Refusal("Get-Help", "Get-Mailbox", "-Online", says: "-Online of Get-Help has no meaning here"),
        Refusal("connection", "use", "../x", says: "'../x' cannot name a connection"),
    ])
    func refusesAWrongCommandLine(wrong: Refusal) async throws {
        let outcome = try await TestRun().run(wrong.words)
        #expect(outcome.code == .usage)
        #expect(outcome.output == "")
        for text in wrong.says { #expect(outcome.errors.contains(text), "said: \(outcome.errors)") }
    }

    @Test func takesValuesInBothSpellingsAndOptionsBeforeTheCommand() async throws {
        let run = try TestRun()
        #expect(await run("connection", "list", "--output=csv", "--columns=Name").output == "Name\n")
        #expect(await run("connection", "list", "--output", "csv", "--columns", "Name").output == "Name\n")
        #expect(await run("--quiet", "connection", "list").code == .done)
    }

    @Test func wordsAfterTwoDashesAreNoOptions() async throws {
        let outcome = try await TestRun()("connection", "use", "--", "--quiet")
        #expect(outcome.code == .usage)
        #expect(outcome.errors.contains("'--quiet' cannot name a connection"))
    }

    @Test func theErrorsOfAReaderThatLeftAreSilent() async throws {
        let run = try TestRun()
        run.outputRoom = 10
        let outcome = await run("cmdlet", "list")
        #expect(outcome.code == .done)
        #expect(outcome.errors == "")
    }

    @Test(arguments: [["version"], ["-v"], ["-V"], ["--version"]])
    func tellsItsVersionHoweverItIsAsked(words: [String]) async throws {
        let outcome = try await TestRun().run(words)
        #expect(outcome.code == .done)
        #expect(outcome.output == "exo \(ExoProgram.version)\n")
    }

    @Test(arguments: [
        (["-?"], ["--help"]), (["/?"], ["--help"]), (["-h"], ["--help"]), (["Get-Help"], ["--help"]),
        (["connect", "-?"], ["connect", "--help"]), (["connection", "list", "/?"], ["connection", "list", "--help"]),
        (["Get-Mailbox", "-?"], ["Get-Mailbox", "--help"]), (["Get-Mailbox", "/?"], ["Get-Mailbox", "--help"]),
        (["Get-Help", "Get-Mailbox", "-Full"], ["cmdlet", "show", "Get-Mailbox", "-o", "table"]),
        (["help", "Get-Mailbox", "-Examples"], ["Get-Help", "Get-Mailbox", "-ex"]),
        (["get-help", "connect"], ["connect", "--help"]),
        (["help", "connect-exchangeonline"], ["Connect-ExchangeOnline", "--help"]),
        (["Get-Command", "-Noun", "MailboxPermission"], ["cmdlet", "list", "*-mailboxpermission"]),
        (["Get-Command", "-Name", "*-MailboxP*", "-Verb", "Get,Set"], ["cmdlet", "list", "[gs]et-mailboxp*"]),
        (["Get-Command", "mailboxpermission", "-o", "csv"], ["cmdlet", "list", "mailboxpermission", "-o", "csv"]),
    ])
    func answersThoseWhoComeFromElsewhere(words: [String], same: [String]) async throws {
        let run = try TestRun()
        let outcome = await run.run(words)
        #expect(outcome.code == .done, "said: \(outcome.errors)")
        #expect(outcome.output == (await run.run(same)).output)
        #expect(!outcome.output.isEmpty)
    }
}
