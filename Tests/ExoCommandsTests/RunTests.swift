@testable import ExoCommands
import ExoJSON
import ExoTransport
import TestSupport
import Testing

struct RunTests {
    private func environmentRun() throws -> TestRun {
        let run = try TestRun()
        run.environment["EXO_ACCESS_TOKEN"] = TestToken.user()
        run.environment["EXO_USER_PRINCIPAL_NAME"] = "admin@contoso.com"
        return run
    }

    private func body(_ transport: ScriptedTransport, _ place: Int = 0) throws -> JSONObject {
        let request = transport.requests[place]
        let input = try JSONValue(parsing: try #require(request.body))["CmdletInput"]
        return try #require(input?.objectValue)
    }

    @Test func runsACmdletWithNothingStoredInOneRequest() async throws {
        let run = try environmentRun()
        let transport = run.script(TestRun.page("{\"Name\":\"a\",\"Name@odata.type\":\"x\"}"))
        let outcome = await run("get-mailbox", "-ident", "adele", "--output", "ndjson")
        #expect(outcome.code == .done, "said: \(outcome.errors)")
        #expect(outcome.output == "{\"Name\":\"a\"}\n")
        #expect(outcome.errors == "")
        let sent = try body(transport)
        #expect(sent["CmdletName"] == "Get-Mailbox")
        #expect(sent["Parameters"]?["Identity"] == "adele")
        #expect(transport.requests.count == 1)
        #expect(await run("connection", "list").output == "[]\n")
    }

    @Test(arguments: ["csv", "json", "table", "list", "raw"])
    func writesTheRowsInEveryForm(form: String) async throws {
        let run = try environmentRun()
        run.script(TestRun.page("{\"Name\":\"Adele\"}", "{\"Name\":\"Alex\"}"))
        let outcome = await run("run", "Get-Mailbox", "--output", form)
        #expect(outcome.code == .done)
        #expect(outcome.output.contains("Adele"))
        #expect(outcome.output.contains("Alex"))
    }

    @Test func warningsStandBesideTheData() async throws {
        let run = try environmentRun()
        run.script(TestRun.page("{\"Name\":\"a\"}", warnings: ["mind \\u001b[31m the gap"]))
        let outcome = await run("Get-Mailbox", "--output", "csv")
        #expect(outcome.output == "Name\na\n")
        #expect(outcome.errors == "warning: mind \u{FFFD}[31m the gap\n")
        run.script(TestRun.page("{\"Name\":\"a\"}", warnings: ["mind"]))
        #expect(await run("Get-Mailbox", "--output", "csv", "--quiet").errors == "")
    }

    @Test func aListingThatIsCutOffKeepsItsRowsAndSaysSo() async throws {
        let run = try environmentRun()
        run.script(ScriptedReply.text("{\"value\":[{\"Name\":\"a\"},{\"Name\":\"b\"},{\"Na").cutOff())
        let outcome = await run("Get-Mailbox")
        #expect(outcome.code == .incomplete, "said: \(outcome.errors)")
        #expect(outcome.output == "[\n{\"Name\":\"a\"},\n{\"Name\":\"b\"}\n]\n")
        #expect(outcome.errors.contains("2 rows were written before it"), "said: \(outcome.errors)")
    }

    @Test func aListingThatIsInterruptedSaysHowManyRowsCame() async throws {
        let run = try environmentRun()
        let transport = StallingTransport(beginning: #"{"@odata.context":"c","value":[{"Name":"a"},{"Name":"b"},"#)
        run.transport = transport
        let (output, errors) = (Capture(), Capture())
        let context = run.context(output: output, errors: errors)
        let task = Task { await ExoProgram.run(["Get-Mailbox", "--output", "ndjson"], in: context) }
        await transport.waitForReaders(1)
        task.cancel()
        #expect(await task.value == .interrupted)
        #expect(output.text == "{\"Name\":\"a\"}\n{\"Name\":\"b\"}\n")
        #expect(errors.text.contains("interrupted") && errors.text.contains("2 rows were written before it"))
    }

    struct Failure: CustomTestStringConvertible {
        var status: Int
        var body: String
        var code: ExitCode
        var says: String
        var testDescription: String { "\(status)" }
    }

    @Test(arguments: [
        Failure(
            status: 404,
            body: """
                {"error":{"code":"NotFound","message":"gone","details":[{"code":"Context","target":"",\
                "message":"Ex6F9304|Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException|not there"}]}}
                """,
            code: .failed,
            says: "not there"
        ),
        Failure(status: 403, body: "", code: .notAuthorised, says: "request-id"),
        Failure(status: 401, body: "", code: .notAuthorised, says: "next: "),
        Failure(status: 500, body: "<html><body>Oh\u{1B}[2J no</body></html>", code: .failed, says: "status 500"),
    ])
    func reportsWhatTheServiceRefuses(failure: Failure) async throws {
        let run = try environmentRun()
        let reply = ScriptedReply.text(failure.body, status: failure.status, headers: ["request-id": "abc-123"])
        run.transport = AnsweringTransport { _ in reply }
        let outcome = await run("Set-Mailbox", "-Identity", "adele", "-DisplayName", "x")
        #expect(outcome.code == failure.code, "said: \(outcome.errors)")
        #expect(outcome.errors.contains(failure.says), "said: \(outcome.errors)")
        #expect(outcome.errors.contains("request-id abc-123"), "said: \(outcome.errors)")
        #expect(!outcome.errors.contains("\u{1B}"))
    }

    @Test(arguments: [
        Refusal("Get-Mialbox", says: "Get-Mialbox", "Get-Mailbox"),
        Refusal("Get-Mailbox", "-Identiti", "x", says: "Identiti", "Identity"),
        Refusal("Get-Mailbox", "-I", "x", says: "several parameters"),
        Refusal("Get-Mailbox", "-ResultSize", "many", says: "many"),
        Refusal("Get-Mailbox", "-Identity", says: "Identity"),
        Refusal("Get-Mailbox", "--outptu", "csv", says: "--output", "words after '--' go to the cmdlet"),
        Refusal("Get-Mailbox", "--timeout", "soon", says: "--timeout is a number of seconds"),
        Refusal("run", says: "which cmdlet?"),
        Refusal(
            "Get-ComplianceCase",
            "--service",
            "exchange",
            says: "is no cmdlet of Exchange Online",
            "--service compliance"
        ),
        Refusal("Remove-Mailbox", "adele", says: "asks before it acts", "nothing was sent", "-Confirm:false"),
        Refusal("Set-Mailbox", "adele", "-Confirm", says: "asks before it acts"),
        Refusal("Get-Mailbox", "--cloud", "mars", says: "mars"),
    ])
    func answersAWrongCallBeforeSending(refusal: Refusal) async throws {
        let run = try environmentRun()
        let transport = run.script()
        let outcome = await run.run(refusal.words)
        #expect(outcome.code == .usage, "said: \(outcome.errors)")
        for text in refusal.says { #expect(outcome.errors.contains(text), "said: \(outcome.errors)") }
        #expect(transport.requests.isEmpty)
    }

    @Test func aChangeOfHighImpactAsksOnATerminal() async throws {
        let run = try environmentRun()
        run.useTerminal()
        run.lines = ["maybe", "y"]
        let question = "\"@adminapi.confirmationmessage\":\"Really remove adele?\","
        let transport = run.script(TestRun.page(more: question), TestRun.page())
        let outcome = await run("Remove-Mailbox", "adele")
        #expect(outcome.code == .done, "said: \(outcome.errors)")
        #expect(outcome.errors.contains("Really remove adele?"))
        #expect(outcome.errors.contains("neither yes nor no; lines typed or pasted here are not run"))
        #expect(try body(transport)["Parameters"]?["Confirm"] == true)
        #expect(try body(transport, 1)["Parameters"]?["Confirm"] == false)
        #expect(Set(transport.requests.map { $0.headers["client-request-id"] }).count == 1)

        run.lines = ["n"]
        let once = run.script(TestRun.page(more: question))
        let declined = await run("Remove-Mailbox", "adele")
        #expect(declined.code == .interrupted)
        #expect(declined.errors.contains("nothing was done"))
        #expect(once.requests.count == 1)
    }

    @Test(arguments: [["-Confirm:$false"], ["--yes"]])
    func aChangeThatNeedsNoYesIsOneRequest(words: [String]) async throws {
        let run = try environmentRun()
        let transport = run.script(TestRun.page())
        #expect(await run.run(["Remove-Mailbox", "adele"] + words).code == .done)
        #expect(try body(transport)["Parameters"]?["Confirm"] == false)
    }

    @Test func warningActionTravelsAsParameterAndHeader() async throws {
        let run = try environmentRun()
        let transport = run.script(TestRun.page())
        #expect(await run("Get-Mailbox", "-wa", "ignore").code == .done)
        #expect(try body(transport)["Parameters"]?["WarningAction"] == "Ignore")
        #expect(transport.requests[0].headers["WarningAction"] == "SilentlyContinue")
    }

    @Test func whatIfSaysWhatWouldHappen() async throws {
        let run = try environmentRun()
        let transport = run.script(TestRun.page(more: "\"@adminapi.confirmationmessage\":\"Changing adele.\","))
        let outcome = await run("Set-Mailbox", "adele", "-DisplayName", "x", "-WhatIf")
        #expect(outcome.code == .done)
        #expect(outcome.output == "")
        #expect(outcome.errors == "What if: Changing adele.\n")
        #expect(try body(transport)["Parameters"]?["WhatIf"] == true)
    }

    @Test func takesParametersFromAFileAndStandardInput() async throws {
        let run = try environmentRun()
        let path = try run.file(
            "p.json",
            "{\"DisplayName\": \"Ädele, \\\"x\\\"\", \"EmailAddresses\": [\"a@contoso.com\"]}"
        )
        let transport = run.script(TestRun.page(), TestRun.page())
        #expect(await run("Set-Mailbox", "adele", "--parameters", path).code == .done)
        #expect(try body(transport)["Parameters"]?["DisplayName"] == "Ädele, \"x\"")
        run.input[0] = Array("{\"Identity\": \"adele\"}".utf8)
        #expect(await run("Set-Mailbox", "--parameters", "-").code == .done)
        #expect(try body(transport, 1)["Parameters"]?["Identity"] == "adele")
        for (text, says) in [("5", "must be a JSON object"), ("{", "not JSON"), ("{\"Identiti\":1}", "Identity")] {
            run.input[0] = Array(text.utf8)
            let outcome = await run("Set-Mailbox", "--parameters", "-")
            #expect(outcome.code == .usage)
            #expect(outcome.errors.contains(says), "said: \(outcome.errors)")
        }
    }

    @Test func aStoredTokenThatExpiredIsNotSent() async throws {
        let run = try TestRun()
        #expect(await run.connect().code == .done)
        run.clock.advance(by: .seconds(3600))
        let transport = run.script()
        let outcome = await run("Get-Mailbox")
        #expect(outcome.code == .notConnected)
        #expect(outcome.errors.contains("expired at 2026-05-28T21:26:40Z; nothing was sent"), "said: \(outcome.errors)")
        #expect(outcome.errors.contains("next: exo connect --name contoso.com --user-principal-name admin@contoso.com"))
        #expect(transport.requests.isEmpty)
        #expect(await run("connection", "list", "--output", "csv").output.contains(",Expired,"))
    }

    @Test func usesTheStoredConnectionInOneRequest() async throws {
        let run = try TestRun()
        #expect(await run.connect().code == .done)
        let transport = run.script(TestRun.page("{\"Name\":\"a\"}"))
        #expect(await run("Get-Mailbox").code == .done)
        #expect(transport.requests.count == 1)
        #expect(transport.requests[0].url.contains(TestToken.contoso))
    }

    @Test func saysHowToConnectWhereNothingIsConnected() async throws {
        let run = try TestRun()
        let outcome = await run("Get-Mailbox")
        #expect(outcome.code == .notConnected)
        #expect(
            outcome.errors == "exo: not connected\n  next: exo connect --organization <domain> --access-token-stdin\n"
        )
        run.environment["EXO_ACCESS_TOKEN"] = TestToken.user()
        #expect(await run("Get-Mailbox").code == .usage)
    }

    @Test func variablesWithoutATokenDoNotLeadToAnotherTenant() async throws {
        let run = try TestRun()
        #expect(await run.connect().code == .done)
        run.environment["EXO_ORGANIZATION"] = "fabrikam.com"
        let transport = run.script()
        let outcome = await run("Get-Mailbox")
        #expect(outcome.code == .notConnected)
        #expect(outcome.errors.contains("the variables name fabrikam.com"))
        #expect(transport.requests.isEmpty)
    }

    @Test func noTokenIsEverWritten() async throws {
        let run = try TestRun()
        let token = TestToken.user()
        #expect(await run.connect().code == .done)
        let secrets = [token, String(token.split(separator: ".")[1]), String(token.split(separator: ".")[2])]
        let page = TestRun.page("{\"Name\":\"a\"}")
        let lines = [
            ["token", "show"], ["token", "show", "--output", "json"], ["connection", "show"], ["connection", "list"],
            ["Get-Mailbox", "--log-level", "debug"], ["Get-ConnectionInformation"], ["token", "check"],
            ["connect", "--organization", "x", "--access-token", token], ["connect", "--access-token=" + token],
            ["Connect-ExchangeOnline", "-AccessToken", token, "-Organization", "x"],
            ["Connect-ExchangeOnline", "-acc:" + token], ["run", "Get-Mailbox", token, "--access-token", token],
            [token], ["connection", "use", token], ["connect", "--name", token, "--organization", "x"],
        ]
        for words in lines {
            run.transport = AnsweringTransport { _ in page }
            let outcome = await run.run(words)
            for secret in secrets {
                #expect(!outcome.output.contains(secret), "written by \(words[0])")
                #expect(!outcome.errors.contains(secret), "written by \(words[0])")
            }
        }
    }
}
