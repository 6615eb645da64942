import ExoCommands
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

    @Test func helpOfTheProgramComesInThreeWays() async throws {
        let run = try TestRun()
        let asked = await run("--help")
        #expect(await run("help").output == asked.output)
        #expect(await run().output == asked.output)
        #expect(await run("help", "connection", "list").output == run("connection", "list", "--help").output)
        #expect(await run("help", "Get-Mailbox").output == run("Get-Mailbox", "--help").output)
    }

    @Test func showsNoUsageOfACmdletTwice() async throws {
        let lines = await (try TestRun())("Get-Mailbox", "--help").output.split(separator: "\n")
        let usages = lines.filter { $0.hasPrefix("USAGE:") }
        #expect(!usages.isEmpty)
        #expect(Set(usages).count == usages.count)
    }

    @Test func wrapsHelpToTheTerminal() {
        let narrow = HelpText([CommandTable.root], width: 60).text
        let lines = narrow.split(separator: "\n")
        #expect(lines.count > HelpText([CommandTable.root], width: 100).text.split(separator: "\n").count)
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
