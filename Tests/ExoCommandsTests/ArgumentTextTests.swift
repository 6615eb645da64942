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
        let code = await ExoProgram.run(arguments: words + [example.bytes], in: run.context(errors: errors))
        #expect(code == .usage)
        #expect(errors.text.contains("argument 4 is not UTF-8"), "said: \(errors.text)")
        for text in example.says { #expect(errors.text.contains(text), "said: \(errors.text)") }
        #expect(transport.requests.isEmpty)
    }
}
