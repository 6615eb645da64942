import ExoCommands
import ExoCrypto
import ExoJSON
import ExoTransport
import TestSupport
import Testing

/// What `--parameters` takes.
struct ParameterFileTests {
    private func environmentRun() throws -> TestRun {
        let run = try TestRun()
        run.environment["EXO_ACCESS_TOKEN"] = TestToken.user()
        run.environment["EXO_USER_PRINCIPAL_NAME"] = "admin@contoso.com"
        return run
    }

    private func sent(_ transport: ScriptedTransport, _ place: Int = 0) throws -> JSONObject {
        let body = try JSONValue(parsing: try #require(transport.requests[place].body))
        return try #require(body["CmdletInput"]?["Parameters"]?.objectValue)
    }

    @Test func keepsTheTypesOfJSON() async throws {
        let run = try environmentRun()
        let transport = run.script(TestRun.page())
        run.input[0] = Array(
            "\u{FEFF}{\"RecipientLimits\": 5, \"AuditEnabled\": true, \"EmailAddresses\": {\"Add\": [\"a,b\"]}}\n".utf8
        )
        let outcome = await run("Set-Mailbox", "adele", "--parameters", "-")
        #expect(outcome.code == .done, "said: \(outcome.errors)")
        let tag: JSONValue = "#Exchange.GenericHashTable"
        #expect(
            try sent(transport) == [
                "Identity": "adele", "RecipientLimits": 5, "AuditEnabled": true,
                "EmailAddresses": ["@odata.type": tag, "Add": ["a,b"]],
            ]
        )
    }

    @Test func encryptsAPassword() async throws {
        let run = try environmentRun()
        let key = try RSAPrivateKey.generate()
        let numbers = try key.publicKey
        let xml =
            "<RSAKeyValue><Modulus>\(Base64.encode(numbers.modulus))</Modulus>"
            + "<Exponent>\(Base64.encode(numbers.exponent))</Exponent></RSAKeyValue>"
        let module: JSONValue = ["value": [["fileName": "a.psm1", "fileContent": .string("$PublicKey = '\(xml)'\n")]]]
        let transport = run.script(.json(module.text()), TestRun.page())
        run.input[0] = Array(#"{"Password": "hunter2"}"#.utf8)
        let outcome = await run("Set-Mailbox", "adele", "--parameters", "-", "--log-level", "debug")
        #expect(outcome.code == .done, "said: \(outcome.errors)")
        #expect(!outcome.errors.contains("hunter2"))
        let text = try #require(try sent(transport, 1)["Password"]?.stringValue)
        #expect(try key.decryptPKCS1(try #require(Base64.decode(text))) == Array("hunter2".utf8))
    }

    @Test(arguments: [
        (#"[{"Identity":"a"},{"Identity":"b"}]"#, "are a list"),
        ("{\"Identity\":\"a\"}\n{\"Identity\":\"b\"}\n", "NDJSON"), ("", "not JSON"), ("{\"Identity\":", "not JSON"),
        (#"{"Identity":"a","DisplayName":["x","y"]}"#, "takes a text"),
        (#"{"Identity":"a","AuditEnabled":"true"}"#, "takes true or false"), (#"{"Identity":""}"#, "every object"),
    ])
    func refusesByName(_ text: String, _ says: String) async throws {
        let run = try environmentRun()
        let transport = run.script()
        run.input[0] = Array(text.utf8)
        let outcome = await run("Set-Mailbox", "--parameters", "-")
        #expect(outcome.code == .usage)
        #expect(outcome.errors.contains(says), "said: \(outcome.errors)")
        #expect(transport.requests.isEmpty)
    }

    @Test func takesValuesFromFilesByTheirTypes() async throws {
        let run = try environmentRun()
        let transport = run.script(TestRun.page())
        let note = try run.file("note.txt", "two\nlines\n")
        let senders = try run.file("senders.txt", "megan@contoso.com\r\n lee@contoso.com\n\n")
        run.input[0] = Array("true\n".utf8)
        let outcome = await run(
            "Set-Mailbox",
            "adele",
            "-MailTip",
            "@\(note)",
            "-AcceptMessagesOnlyFrom:@\(senders)",
            "-AuditEnabled",
            "@-",
            "-CustomAttribute1",
            "@@contoso.com"
        )
        #expect(outcome.code == .done, "said: \(outcome.errors)")
        let sent = try sent(transport)
        #expect(sent["MailTip"] == "two\nlines")
        #expect(sent["AcceptMessagesOnlyFrom"] == ["megan@contoso.com", "lee@contoso.com"])
        #expect(sent["AuditEnabled"] == true)
        #expect(sent["CustomAttribute1"] == "@contoso.com")
    }

    @Test func refusesAFileThatIsNotThere() async throws {
        let run = try environmentRun()
        let transport = run.script()
        let outcome = await run("Set-Mailbox", "adele", "-MailTip", "@missing.txt")
        #expect(outcome.code == .usage && outcome.errors.contains("there is no file missing.txt"))
        #expect(outcome.errors.contains("@@ begins a text"))
        run.input[0] = Array("a".utf8)
        let twice = await run("Set-Mailbox", "adele", "-MailTip", "@-", "-CustomAttribute1", "@-")
        #expect(twice.code == .usage && twice.errors.contains("@- stands twice"), "said: \(twice.errors)")
        #expect(transport.requests.isEmpty)
    }
}
