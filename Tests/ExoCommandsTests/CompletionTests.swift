import ExoCommands
import Testing

struct CompletionTests {
    struct Case: CustomTestStringConvertible {
        var words: [String]
        var offers: [String]
        var testDescription: String { words.joined(separator: " ") }
    }

    @Test(arguments: [
        Case(words: ["connec"], offers: ["connection\tList, show, choose and remove stored connections."]),
        Case(words: ["connection", "u"], offers: ["use\tMake a connection the current one."]),
        Case(words: ["connection", "list", "--output", "nd"], offers: ["ndjson"]),
        Case(words: ["completion", ""], offers: ["bash", "zsh", "fish"]),
        Case(words: ["Get-AcceptedD"], offers: ["Get-AcceptedDomain"]),
        Case(words: ["connection", "list", "--qu"], offers: ["--quiet\tno warnings, notes or progress; errors stay"]),
        Case(words: ["connection", "list", "nothing"], offers: []),
    ])
    func offersWhatMayComeNext(wanted: Case) async throws {
        let outcome = try await TestRun().run(["__complete", "--"] + wanted.words)
        #expect(outcome.code == .done)
        let lines = outcome.output.split(separator: "\n").map(String.init)
        for offer in wanted.offers { #expect(lines.contains(offer), "offered: \(lines)") }
        #expect(wanted.offers.isEmpty == lines.isEmpty)
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func printsAScript(shell: String) async throws {
        let outcome = try await TestRun()("completion", shell)
        #expect(outcome.code == .done)
        #expect(outcome.output.contains("exo __complete -- "))
    }
}
