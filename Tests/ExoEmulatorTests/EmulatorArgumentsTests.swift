import ExoJSON
import Testing

@testable import EmulatorCore
@testable import ExoEmulator

struct EmulatorArgumentsTests {
    struct Refusal: Sendable {
        let arguments: [String]
        let environment: [String: String]
        let named: String

        init(_ arguments: [String], _ environment: [String: String] = ["HOME": "/home/ada"], named: String) {
            self.arguments = arguments
            self.environment = environment
            self.named = named
        }
    }

    @Test(arguments: [
        Refusal(["stat"], named: "stat"),
        Refusal(["start", "--url", "https://localhost:1"], named: "--url"),
        Refusal(["status", "--url", "localhost:8443"], named: "localhost:8443"),
        Refusal(["export"], named: "needs a file"),
        Refusal(["import", "--quiet"], named: "needs a file"),
        Refusal(["reset", "--memory"], named: "--memory"),
        Refusal(["--users", "5"], named: "--users"),
        Refusal(["seed", "--users", "-1"], named: "--users"),
        Refusal(["seed", "--apps", "99999999999999999999"], named: "--apps"),
        Refusal(["seed", "--number", "x"], named: "--number"),
        Refusal(["seed", "--mailboxes", "1000001"], named: "--mailboxes"),
        Refusal(["seed", "--groups"], named: "--groups"),
        Refusal(["seed", "--seed", "-1"], named: "--seed"),
        Refusal(["--prot", "1"], named: "--prot"),
        Refusal(["--port"], named: "--port"),
        Refusal(["--port", "70000"], named: "65535"),
        Refusal(["--port=x"], named: "--port"),
        Refusal(["--host", "bad host!"], named: "--host"),
        Refusal(["--host="], named: "--host"),
        Refusal(["--memory", "--database", "f"], named: "--database"),
        Refusal(["--address", "0.0.0.0"], named: "0.0.0.0"),
        Refusal(["--identity-address", "127.0.0.2"], named: "--identity-port"),
        Refusal(["--identity-port", "0", "--identity-address", "10.0.0.1"], named: "10.0.0.1"),
        Refusal(["start"], [:], named: "--home"),
        Refusal([], ["HOME": "/home/ada", "EXO_EMULATOR_PORT": "many"], named: "EXO_EMULATOR_PORT"),
    ])
    func refusesAndNamesWhatIsWrong(_ item: Refusal) {
        let error = #expect(throws: EmulatorError.self) {
            try EmulatorArguments(item.arguments, environment: item.environment)
        }
        #expect(error?.message.contains(item.named) == true)
        #expect(error?.message.contains("exo-emulator --help") == true)
    }

    @Test func readsOptionsInBothForms() throws {
        let asked = try EmulatorArguments(
            [
                "start", "--port=0", "--regional-port", "9000", "--host", "a.test", "--host=b.test", "--host=::1",
                "--memory",
            ],
            environment: ["EXO_EMULATOR_HOME": "/tmp/here", "EXO_EMULATOR_PORT": "1"]
        )
        #expect(asked.command == .start)
        #expect(asked.frontPort == 0)
        #expect(asked.regionalPort == 9000)
        #expect(asked.hosts == ["a.test", "b.test", "::1"])
        #expect(asked.memory)
        #expect(asked.home == "/tmp/here")
    }

    @Test(arguments: ["169.254.169.254", "127.0.0.2", "::1"]) func takesAnAddressOfItsOwnForIdentities(
        _ address: String
    ) throws {
        let asked = try EmulatorArguments(
            ["--identity-port", "80", "--identity-address", address],
            environment: ["HOME": "/h"]
        )
        #expect(asked.identityAddress == address && asked.address == "127.0.0.1")
    }

    @Test func readsTheCommandsOfTheStore() throws {
        func command(_ arguments: String...) throws -> EmulatorArguments.Command {
            try EmulatorArguments(arguments, environment: ["HOME": "/h"]).command
        }
        #expect(try command("export", "f.json") == .export("f.json"))
        #expect(try command("import", "-", "--home", "/x") == .import("-"))
        #expect(try command("reset") == .reset)
        let seed = GeneratedSeed(users: 100_000, applications: 1000, hasMailboxes: true, number: 3)
        #expect(
            try command("seed", "--users", "100000", "--apps=1000", "--mailboxes", "--number", "3") == .seed(seed)
        )
        let company = GeneratedSeed(company: CompanySeed(mailboxes: 500, groups: 20, number: 9))
        #expect(try command("seed", "--mailboxes", "500", "--groups=20", "--seed", "9") == .seed(company))
        #expect(try command("seed", "--mailboxes=500", "--groups", "20", "--seed", "9") == .seed(company))
    }

    @Test func findsItsHomeByTheEnvironment() throws {
        #expect(try EmulatorArguments([], environment: ["HOME": "/h"]).home == "/h/.local/share/exo-emulator")
        let environment = ["HOME": "/h", "XDG_DATA_HOME": "/data"]
        #expect(try EmulatorArguments([], environment: environment).home == "/data/exo-emulator")
    }

    @Test func listensElsewhereOnlyWhenMeant() throws {
        let environment = ["HOME": "/h", "EXO_EMULATOR_ALLOW_REMOTE": "1"]
        #expect(try EmulatorArguments(["--address", "0.0.0.0"], environment: environment).address == "0.0.0.0")
    }

    @Test(arguments: [EmulatorArguments.help, FaultCommand.help, ControlCommand.help]) func helpFitsAScreen(
        _ help: String
    ) {
        let lines = help.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count <= 25 && lines.last == "")
        #expect(lines.allSatisfy { $0.count <= 80 })
    }

    @Test(
        arguments: [
            (["fault"], FaultCommand.list), (["fault", "clear"], .clear(nil)), (["fault", "clear", "4"], .clear(4)),
            (
                ["fault", "rate-limit", "--calls=3", "--seconds", "10", "--always", "--port", "9443"],
                .set(["kind": "rateLimit", "calls": 3, "seconds": 10, "times": nil])
            ),
            (
                [
                    "fault", "reply", "--target", "token", "--status", "503", "--header", "Retry-After: 2", "--body",
                    "x",
                ],
                .set([
                    "kind": "reply", "target": "token", "status": 503, "body": "x", "headers": ["Retry-After": "2"],
                ])
            ),
            (["fault", "reset", "--executed"], .set(["kind": "reset", "executed": true])),
        ] as [([String], FaultCommand)]
    )
    func readsFaults(_ words: [String], _ expected: FaultCommand) throws {
        #expect(try EmulatorArguments(words, environment: ["HOME": "/h"]).command == .fault(expected))
    }

    @Test(arguments: [
        ["fault", "earthquake"], ["fault", "cut", "--bytes", "many"], ["fault", "cut", "--bytes"],
        ["fault", "clear", "x"], ["fault", "cut", "--depth", "1"], ["fault", "reply", "--header", "none"],
    ])
    func refusesFaultsThatAreNone(_ words: [String]) {
        #expect(throws: EmulatorError.self) { try EmulatorArguments(words, environment: ["HOME": "/h"]) }
    }

    @Test(arguments: [
        ("127.0.0.1", "https://localhost:8443"), ("0.0.0.0", "https://localhost:8443"),
        ("127.0.0.2", "https://127.0.0.2:8443"), ("::1", "https://[::1]:8443"),
    ])
    func namesTheAddressThatWorks(_ address: String, _ url: String) throws {
        let emulator = try Emulator(EmulatorConfiguration(home: "/nowhere", address: address))
        #expect(emulator.url == url)
    }

    @Test func callsTheControlAPIByCurl() throws {
        let environment = ["HOME": "/home/a"]
        let words = ["control", "patch", "users/adele@contoso.com", #"{"accountEnabled": false}"#, "--port", "9443"]
        let asked = try EmulatorArguments(words, environment: environment)
        let call = ControlCommand(
            method: "PATCH",
            path: "users/adele@contoso.com",
            body: #"{"accountEnabled": false}"#
        )
        #expect(asked.command == .control(call))
        #expect(asked.frontPort == 9443)
        let curl = call.words(url: RunningEmulator(asked).url, authorityFile: "/ca.pem")
        #expect(curl.last == "https://localhost:9443/_emulator/users/adele@contoso.com")
        #expect(curl.contains("--data-raw") && curl.contains("/ca.pem"))
        let read = ControlCommand(method: "GET", path: "clock", body: nil).words(
            url: "https://a.test",
            authorityFile: "/ca.pem"
        )
        #expect(!read.contains("--data-raw"))
        let before = try EmulatorArguments(
            ["control", "--url", "https://a.test", "GET", "clock"],
            environment: environment
        )
        let behind = try EmulatorArguments(
            ["control", "GET", "clock", "--url", "https://a.test"],
            environment: environment
        )
        #expect(before.command == behind.command && before.url == "https://a.test" && behind.url == before.url)
        for words in [["--help"], ["--url", "https://a.test", "-h"], ["GET", "clock", "--help"]] {
            #expect(try EmulatorArguments(["control"] + words, environment: environment).command == .controlHelp)
        }
        for wrong in [["control"], ["control", "FETCH", "clock"], ["control", "GET"], ["control", "GET", "--port"]] {
            #expect(throws: EmulatorError.self) { try EmulatorArguments(wrong, environment: environment) }
        }
    }
}
