import EmulatorCore
import Testing

@testable import ExoEmulator

struct BoxOptionsTests {
    @Test(arguments: [
        (["--"], "needs a command"), ([], "needs a command"), (["--", ""], "needs a command"),
        (["--seed"], "--seed needs a value"), (["--seed", "--", "true"], "--seed needs a value"),
        (["--seed", "-1", "true"], "--seed takes a number"), (["--seed", "2000000", "true"], "--seed takes a number"),
        (["--import", "-", "true"], "standard input"), (["--seed", "1", "--import", "f", "true"], "exclude"),
        (["--expose", "x", "true"], "--expose takes a port"), (["--expose", "1:2:3", "true"], "--expose takes a port"),
        (["--expose", "70000", "true"], "--expose takes a port"),
        (["--expose", "3000:0", "true"], "--expose takes a port"),
        (["--host", "a b", "true"], "--host"), (["--host", "127.0.0.1", "true"], "--host"),
        (["--memory", "true"], "'--memory'"), (["-x", "true"], "'-x'"),
    ])
    func refusesAndNamesWhatIsWrong(words: [String], named: String) {
        let error = #expect(throws: EmulatorError.self) { try BoxOptions(words[...]) }
        #expect(error?.message.contains(named) == true)
        #expect(error?.message.hasSuffix("See 'exo-emulator run --help'") == true)
    }

    @Test func readsOptionsUpToTheCommand() throws {
        let options = try BoxOptions(
            [
                "--home=/h", "--seed", "5", "--expose", "3000", "--expose=8080:80", "--host", "A.test", "--", "ls",
                "--home",
            ]
        )
        #expect(options.home == "/h")
        #expect(options.seed == GeneratedSeed(users: 5, hasMailboxes: true))
        #expect(options.exposed.map(\.outside) == [3000, 8080] && options.exposed.map(\.inside) == [3000, 80])
        #expect(options.hosts == ["a.test"])
        #expect(options.command == ["ls", "--home"])
        #expect(try BoxOptions(["ls", "--", "-l"]).command == ["ls", "--", "-l"])
    }

    @Test func helpFitsAScreen() throws {
        #expect(try BoxOptions(["--help"]).showsHelp)
        let lines = BoxOptions.help.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count <= 25 && lines.last == "")
        #expect(lines.allSatisfy { $0.count <= 80 })
        for option in ["--home", "--seed", "--import", "--expose", "--host", "--log"] {
            #expect(BoxOptions.help.contains("  \(option) "))
        }
    }
}
