@testable import ExoCommands
import CmdletCatalogue
import Testing

struct HelpTests {
    private static func paths(_ command: CommandSpec, _ above: [String] = []) -> [[String]] {
        let own = above.isEmpty && command.name == "exo" ? [] : above + [command.name]
        guard !command.isHidden else { return [] }
        return [own] + command.subcommands.flatMap { paths($0, own) }
    }

    @Test(arguments: paths(CommandTable.root))
    func helpOfEachCommandIsAsKept(path: [String]) async throws {
        let outcome = try await TestRun().run(path + ["--help"])
        #expect(outcome.code == .done)
        #expect(outcome.errors == "")
        try Golden.expect(outcome.output, is: "help\(path.map { "-" + $0 }.joined()).txt")
        #expect(
            outcome.output.split(separator: "\n", omittingEmptySubsequences: false).count <= 52,
            "more than a screen"
        )
        for line in outcome.output.split(separator: "\n") {
            #expect(line.count <= 96, "a line is too long: \(line)")
        }
    }

    @Test func allWaysToSignInAreOneScreenOfHelp() async throws {
        let run = try TestRun()
        let text = await run("help", "sign-in").output
        try Golden.expect(text, is: "help-sign-in.txt")
        #expect(await run("sign-in").output == text)
        #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count <= 52, "more than a screen")
        for option in OptionSpec.signIn where option.refusal == nil {
            #expect(text.contains("  --\(option.name)"), "--\(option.name) is missing")
        }
    }

    @Test func allThatIsWrittenAndHowIsOneScreenOfHelp() async throws {
        let run = try TestRun()
        let text = await run("help", "output").output
        try Golden.expect(text, is: "help-output.txt")
        #expect(await run("output").output == text)
        #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count <= 52, "more than a screen")
        for option in OptionSpec.output { #expect(text.contains("--\(option.name)"), "--\(option.name) is missing") }
    }

    @Test func helpOfTheProgramComesInThreeWays() async throws {
        let run = try TestRun()
        let asked = await run("--help")
        #expect(await run("help").output == asked.output)
        #expect(await run().output == asked.output)
        #expect(await run("help", "connection", "list").output == run("connection", "list", "--help").output)
        #expect(await run("help", "Get-Mailbox").output == run("Get-Mailbox", "--help").output)
    }

    @Test(arguments: ["Get-Mailbox", "Set-Mailbox", "New-TransportRule", "Remove-Mailbox", "Get-OrganizationConfig"])
    func helpOfACmdletIsOneScreen(name: String) async throws {
        let run = try TestRun()
        let brief = await run(name, "--help").output
        try Golden.expect(brief, is: "cmdlet-\(name).txt")
        let lines = brief.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count <= 52, "more than a screen")
        #expect(lines.count { $0.hasPrefix("USAGE:") } == 1)
        #expect(brief.contains("WHO MAY RUN IT:") && brief.contains("EXAMPLES:"))
        #expect(
            !brief.contains("MultiValuedProperty") && !brief.contains("IdParameter")
                && !brief.contains("SwitchParameter")
        )
    }

    /// Every cmdlet has a help that says something, and every example in it can be read and bound.
    @Test func helpOfEveryCmdletCanBeMadeAndItsExamplesBind() throws {
        for name in CmdletCatalogue.names {
            let facts = try #require(CmdletCatalogue.cmdlet(named: name))
            let brief = CmdletHelp(facts, width: 80).brief
            #expect(brief.split(separator: "\n", omittingEmptySubsequences: false).count <= 52, "\(name)")
            let sentence = CmdletSentence.text(facts)
            #expect(sentence.hasSuffix(".") && sentence.count < 90 && !sentence.contains("  "), "\(name): \(sentence)")
            #expect(CmdletHelp(facts, width: 80).whole.contains("-"), "\(name)")
            let examples = CmdletExamples(facts).lines
            #expect(!examples.isEmpty, "\(name)")
            for line in examples {
                #expect(throws: Never.self, "\(line)") { try ExampleLine(line).bound() }
                #expect(brief.contains(line), "\(line)")
            }
        }
    }

    @Test(arguments: ["Where-Object", "where", "export-csv", "Import-Csv", "sort"])
    func aCommandBehindABarHasHelp(name: String) async throws {
        let page = await (try TestRun())("help", name)
        #expect(page.code == .done, "\(page.errors)")
        let spec = try #require(StageSpec.named(name))
        #expect(page.output.hasPrefix(spec.name))
        for parameter in spec.parameters { #expect(page.output.contains("-\(parameter.name)"), "-\(parameter.name)") }
    }

    @Test func pagesFitATerminal() {
        for topic in HelpTopic.all {
            for line in topic.page(width: 80).split(separator: "\n") {
                #expect(line.count <= 80, "\(topic.name): \(line)")
            }
        }
    }

    @Test func showsEveryParameterToWhoAsksForAll() async throws {
        let whole = await (try TestRun())("cmdlet", "show", "Set-Mailbox", "--output", "table").output
        let facts = try #require(CmdletCatalogue.cmdlet(named: "Set-Mailbox"))
        for parameter in facts.parameters where !parameter.isInternal {
            #expect(whole.contains("-\(parameter.name)"), "-\(parameter.name) is missing")
        }
    }

    @Test func wrapsHelpToTheTerminal() {
        let narrow = HelpText([CommandTable.root], width: 60).text
        let lines = narrow.split(separator: "\n")
        #expect(lines.count > HelpText([CommandTable.root], width: 100).text.split(separator: "\n").count)
    }

    @Test(arguments: [
        ["help"], ["help", "bulk"], ["help", "tokens"], ["help", "lines"], ["help", "quoting"], ["help", "topics"],
        ["help", "Get-Mailbox"],
    ])
    func helpIsFoldedOnANarrowTerminal(words: [String]) async throws {
        let run = try TestRun()
        run.useTerminal(width: 40)
        let outcome = await run.run(words)
        #expect(outcome.code == .done)
        // What is to be copied keeps its line, and a long word cannot be folded.
        let long = outcome.output.split(separator: "\n").filter { line in
            let text = line.drop { $0 == " " }
            return line.count > 40 && text.contains(" ") && !text.hasPrefix("exo ") && !text.hasPrefix("-")
        }
        #expect(long.isEmpty, "\(long)")
    }

    @Test func tellsTheVersion() async throws {
        let outcome = try await TestRun()("--version")
        #expect(outcome.code == .done)
        #expect(outcome.output == "exo \(ExoProgram.version)\n")
    }

    @Test func anOptionMeansTheSameInEveryCommand() {
        var kinds: [String: OptionSpec.Kind] = [:]
        for option in CommandTable.root.allOptions {
            #expect(kinds[option.name] == nil || kinds[option.name] == option.kind, "--\(option.name) has two meanings")
            kinds[option.name] = option.kind
        }
        #expect(kinds.count > 2)
    }
}
