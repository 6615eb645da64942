import ExoCommands
import Testing

struct UsageTests {
    struct Case: CustomTestStringConvertible {
        var words: [String]
        var says: [String]
        var testDescription: String { words.joined(separator: " ") }

        init(_ words: String..., says: String...) {
            self.words = words
            self.says = says
        }
    }

    @Test(arguments: [
        Case("conection", says: "there is no command 'exo conection'", "did you mean connection?", "See 'exo --help'."),
        Case("connection", says: "which one? list,", "See 'exo connection --help'."),
        Case("connection", "lst", says: "there is no command 'exo connection lst'", "list"),
        Case("connection", "list", "--outptu", "csv", says: "unknown option --outptu", "did you mean --output?"),
        Case("connection", "list", "--output", says: "--output needs a value: --output <form>"),
        Case("connection", "list", "--output", "--columns", says: "--output needs a value before '--columns'"),
        Case("connection", "list", "--output", "xml", says: "--output cannot be 'xml'", "json, ndjson, csv, raw"),
        Case("connection", "list", "--output", "cvs", says: "did you mean csv?"),
        Case("connection", "list", "--quiet=yes", says: "--quiet takes no value"),
        Case("connection", "list", "--quiet", "--quiet", says: "--quiet is given twice"),
        Case("connection", "list", "--columns", "a,,b", says: "--columns takes names with commas"),
        Case("connection", "list", "-q", says: "'-q' has one dash, and those belong to cmdlets"),
        Case("connection", "list", "more", says: "'more' is one word too many", "usage: exo connection list"),
        Case("connection", "use", says: "<name> is missing"),
        Case("--all", "connection", "list", says: "--all does not belong to 'exo connection list'"),
        Case("connection", "list", "--log-level", "loud", says: "the log level cannot be 'loud'"),
        Case("disconnect", "a", "--all", says: "give a name or --all, not both"),
        Case("help", "nothing", says: "there is no command 'nothing'"),
        Case("completion", "csh", says: "the shell is bash, zsh or fish"),
        Case("login", says: "no command 'exo login'", "exo connect --device", "exo help sign-in"),
        Case("logout", says: "the command is: exo disconnect"),
        Case("whoami", says: "exo connection show"),
        Case("Get-Mailbox", "--json", says: "unknown option --json", "-o json"),
        Case("connection", "list", "--json", says: "unknown option --json", "-o json"),
        Case("--json", "connection", "list", says: "unknown option --json", "-o json"),
        Case("Get-Mailbox", "--identity", "adele", says: "parameters of cmdlets have one dash: -Identity"),
        Case("Get-Mailbox", "--verbose", says: "--log-level info"),
        Case("Get-Command", "-Noun", "Mailbox", says: "'-Noun' has one dash", "exo Get-Command"),
        Case("help", "mailbox", says: "exo cmdlet list mailbox"),
        Case("Get-Help", "Get-Mailbx", says: "there is no cmdlet 'Get-Mailbx'", "Get-Mailbox"),
        Case("connection", "use", "../x", says: "'../x' cannot name a connection"),
    ])
    func refusesAWrongCommandLine(wrong: Case) async throws {
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
        (["Get-Help", "Get-Mailbox", "-Full"], ["Get-Mailbox", "--help"]),
        (["get-help", "connect"], ["connect", "--help"]),
        (["help", "connect-exchangeonline"], ["Connect-ExchangeOnline", "--help"]),
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
