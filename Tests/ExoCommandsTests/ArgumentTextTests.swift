import ExoCommands
import TestSupport
import Testing

struct ArgumentTextTests {
    struct Case: CustomTestStringConvertible {
        var bytes: [UInt8]
        var says: [String]
        var testDescription: String { says.joined(separator: " ") }
    }

    @Test(arguments: [
        Case(bytes: Array("M".utf8) + [0xFC] + Array("ller".utf8), says: ["Latin-1", "'Müller'", "ISO-8859-1"]),
        Case(bytes: [0x80] + Array(" 5".utf8), says: ["Windows-1252", "'€ 5'", "WINDOWS-1252"]),
        Case(bytes: [0xC3], says: ["Latin-1"]), Case(bytes: [0xED, 0xA0, 0x80], says: ["Windows-1252"]),
    ])
    func refusesWhatIsNotUTF8BeforeAnythingIsSent(_ example: Case) async throws {
        let run = try TestRun()
        run.environment["EXO_ACCESS_TOKEN"] = TestToken.user()
        run.environment["EXO_USER_PRINCIPAL_NAME"] = "admin@contoso.com"
        let transport = run.script()
        let errors = Capture()
        let words = ["Set-Mailbox", "megan", "-CustomAttribute2"].map { Array($0.utf8) }
        let code = await ExoProgram.run(
            arguments: words + [example.bytes],
            environment: run.environmentText(),
            in: run.context(errors: errors)
        )
        #expect(code == .usage)
        #expect(errors.text.contains("argument 4 is not UTF-8"), "said: \(errors.text)")
        for text in example.says { #expect(errors.text.contains(text), "said: \(errors.text)") }
        #expect(transport.requests.isEmpty)
    }

    @Test(arguments: [
        "EXO_ACCESS_TOKEN", "EXO_USER_PRINCIPAL_NAME", "EXO_TENANT", "EXO_CONNECTION", "EXO_CLOUD", "EXO_CA_FILE",
        "EXO_OUTPUT", "XDG_CONFIG_HOME", "https_proxy",
    ])
    func refusesAVariableThatIsNotUTF8BeforeAnythingIsSent(_ name: String) async throws {
        let run = try TestRun()
        run.environment["EXO_ACCESS_TOKEN"] = TestToken.user()
        run.environment["EXO_USER_PRINCIPAL_NAME"] = "admin@contoso.com"
        run.environment[name] = nil
        let transport = run.script()
        let errors = Capture()
        let code = await ExoProgram.run(
            arguments: [Array("Get-Mailbox".utf8)],
            environment: run.environmentText(adding: Array("\(name)=M".utf8) + [0xFC] + Array("ller".utf8)),
            in: run.context(errors: errors)
        )
        #expect(code == .usage)
        #expect(errors.text.contains("the variable \(name) is not UTF-8"), "said: \(errors.text)")
        #expect(errors.text.contains("Latin-1") && errors.text.contains("iconv -f ISO-8859-1"), "said: \(errors.text)")
        // It may be a secret.
        #expect(!errors.text.contains("ller"), "said: \(errors.text)")
        #expect(transport.requests.isEmpty)
    }

    @Test func leavesVariablesOfOthersAlone() async throws {
        let run = try TestRun()
        let code = await ExoProgram.run(
            arguments: [Array("help".utf8)],
            environment: run.environmentText(adding: Array("LESS_TERMCAP=".utf8) + [0xFF]),
            in: run.context()
        )
        #expect(code == .done)
    }
}
