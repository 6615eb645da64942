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
}
