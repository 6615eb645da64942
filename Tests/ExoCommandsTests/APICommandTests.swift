@testable import ExoCommands
import ExoEmulator
import TestSupport
import Testing

/// `exo api`, against the emulated tenant.
struct APICommandTests {
    private let run: TestRun
    private let tenant: EmulatedTenant

    init() async throws {
        run = try TestRun(clock: TestClock(advancesItself: true))
        tenant = try EmulatedTenant(run)
        run.transport = tenant.transport
        let secret = try run.file("secret.txt", EmulatedTenant.secret)
        let connected = await run(
            "connect",
            "--cloud",
            "emulator",
            "--organization",
            "contoso.onmicrosoft.com",
            "--client-id",
            EmulatedTenant.automation,
            "--client-secret-file",
            secret
        )
        #expect(connected.code == .done, "\(connected.errors)")
    }

    @Test func readsARouteAsTheServiceWritesIt() async throws {
        let outcome = await run("api", "get", "Mailbox?$top=1&PropertySet=Minimum")
        #expect(outcome.code == .done, "\(outcome.errors)")
        #expect(outcome.output.hasPrefix("{") && outcome.output.contains("\"@odata.context\""))
        let whole = await run("api", "GET", "/adminapi/beta/{tenant}/Mailbox?$top=1", "--include")
        #expect(whole.output.hasPrefix("HTTP 200\n"))
        #expect(!whole.output.lowercased().contains("set-cookie"))
    }

    @Test func whatIsLeftAndWhereTheRoutesStandIsTold() async throws {
        let first = ["api", "GET", "Mailbox?PropertySet=Minimum", "--header", "Prefer: odata.maxpagesize=2"]
        let rows = await run.run(first + ["-o", "csv", "--columns", "Alias"])
        #expect(rows.errors.contains("there are more"), "\(rows.errors)")
        let all = await run("api", "GET", "Mailbox?$top=500&PropertySet=Minimum", "-o", "csv", "--columns", "Alias")
        #expect(!all.errors.contains("there are more"), "\(all.errors)")
        let missing = await run("api", "GET", "Nothing")
        #expect(missing.code == .failed && missing.errors.contains("exo api GET '$metadata'"), "\(missing.errors)")
        #expect(await run("api", "GET", "$metadata").output.contains("<edmx:Edmx"))
    }

    @Test func theReplyIsRowsWhereAFormIsAskedFor() async throws {
        let path = "Mailbox?$filter=Alias%20eq%20'adele'&PropertySet=Minimum"
        let rows = await run("api", "GET", path, "-o", "csv", "--columns", "Alias,PrimarySmtpAddress")
        #expect(rows.code == .done, "\(rows.errors)")
        #expect(rows.output == "Alias,PrimarySmtpAddress\nadele,adele@contoso.com\n")
        let whole = await run("api", "GET", path, "--jq", ".value[].Alias, (.[\"@odata.context\"] | type)")
        #expect(whole.output == "adele\nstring\n", "\(whole.errors)")
        let file = await run("api", "GET", path, "--output-file", run.folder + "/reply.csv", "--columns", "Alias")
        #expect(file.code == .done, "\(file.errors)")
        #expect(try run.content("reply.csv") == "Alias\nadele\n")
        #expect(await run("api", "GET", path, "-o", "csv", "--include").code == .usage)
    }

    @Test func theLineForCurlHoldsWhatIsSentAndNothingThatSteersATerminal() async throws {
        let body = try run.file("call.json", "{\"a\":\t\"\u{9B}31m'x\\\\\u{202E}\"}")
        let outcome = await run("api", "POST", "InvokeCommand", "--input", body, "--dry-run")
        #expect(outcome.code == .done, "\(outcome.errors)")
        #expect(!outcome.output.unicodeScalars.contains { $0 != "\n" && TerminalText.steers($0) })
        #expect(
            outcome.output.contains(#"--data-raw $'{"a":\x09"\xc2\x9b31m\'x\\\\\xe2\x80\xae"}'"#),
            "\(outcome.output)"
        )
        #expect(outcome.output.contains("--cacert '"))
        #expect(await run("api", "HEAD", "Mailbox", "--dry-run").output.contains("--header @- --head"))
    }

    @Test func aReplyOnATerminalDoesNotSteerIt() async throws {
        var text = HarmlessText()
        let parts: [[UInt8]] = [[0x41, 0xC2], [0x9B, 0xE2, 0x82], [0xAC, 0x1B, 0x5B], [0xF0, 0x9F, 0x98], [0x80]]
        var shown: [UInt8] = []
        for part in parts { shown += text.take(part) }
        shown += text.finish()
        #expect(String(decoding: shown, as: UTF8.self) == "A\u{FFFD}€\u{FFFD}[😀")
        #expect(!text.endsLine)
    }

    @Test func sendsABody() async throws {
        run.input[0] = Array(
            #"{"CmdletInput":{"CmdletName":"Get-AcceptedDomain","Parameters":{}}}"#.utf8
        )
        let outcome = await run("api", "POST", "InvokeCommand", "--input", "-", "--header", "X-ResponseFormat: json")
        #expect(outcome.code == .done, "\(outcome.errors)")
        #expect(outcome.output.contains("contoso.onmicrosoft.com"))
    }

    @Test func showsTheRequestAndSendsNothing() async throws {
        let body = try run.file("call.json", #"{"CmdletInput":{"CmdletName":"Get-O'Neil"}}"#)
        let outcome = await run("api", "POST", "InvokeCommand", "--input", body, "--dry-run")
        #expect(outcome.code == .done)
        #expect(outcome.output.contains("POST https://") && outcome.output.contains("Authorization: Bearer <token>"))
        #expect(outcome.output.contains("curl --globoff --header @- --request POST"))
        #expect(outcome.output.contains(#"Get-O'\''Neil"#))
        #expect(!outcome.output.contains("eyJ"))
    }

    @Test func showsTheRequestOfACmdletAndChangesNothing() async throws {
        let outcome = await run("Remove-Mailbox", "adele@contoso.com", "--dry-run")
        #expect(outcome.code == .done, "\(outcome.errors)")
        #expect(outcome.output.contains("/InvokeCommand\nAccept: application/json"))
        #expect(
            outcome.output.contains(#""CmdletName":"Remove-Mailbox""#) && outcome.output.contains(#""Confirm":false"#)
        )
        #expect(!outcome.output.contains("eyJ"))
        #expect(await run("Get-Mailbox", "adele@contoso.com").code == .done)
        let entities = await run("Get-EXOMailbox", "adele@contoso.com", "--dry-run")
        #expect(entities.output.hasPrefix("GET https://") && entities.output.contains("/Mailbox"))
    }

    @Test func identitiesThatWereTypedAndFoundComplete() async throws {
        run.useTerminal()
        #expect(await run("Get-Mailbox", "adele@contoso.com").code == .done)
        #expect(await run("Get-Mailbox", "nobody@contoso.com").code == .failed)
        #expect(await run("__complete", "--", "Set-Mailbox", "ad").output == "adele@contoso.com\n")
        #expect(await run("__complete", "--", "Get-MailboxStatistics", "-Identity", "").output == "adele@contoso.com\n")
        #expect(try run.mode(".cache/exo/identities/contoso.onmicrosoft.com") == 0o600)
    }

    @Test func saysWhatTheConnectionMayRunAndWhyNotTheRest() async throws {
        let one = await run("cmdlet", "show", "Get-Mailbox", "--online", "-o", "json")
        #expect(one.code == .done, "\(one.errors)")
        #expect(one.output.contains("\"Offered\": true") || one.output.contains("\"Offered\":true"))
        let screen = await run("cmdlet", "show", "Get-Label", "--online", "-o", "table").output
        #expect(screen.hasSuffix("contoso.onmicrosoft.com may not run it: it is a cmdlet of Security & Compliance\n"))
        let some = await run("cmdlet", "list", "mailboxpermission", "--online", "-o", "ndjson").output
        #expect(some.contains(#""Name":"Add-MailboxPermission""#) && some.contains(#""Offered":true,"Reason":null"#))
        #expect(await run("cmdlet", "list", "--connection", "x").code == .usage)
        let found = await run("cmdlet", "search", "sensitivity label", "--online", "-o", "ndjson")
        #expect(found.code == .failed || !found.output.contains("\"Get-Label\""), "\(found.output)")
        #expect(found.errors.contains("that contoso.onmicrosoft.com may not run"), "\(found.errors)")
        let permissions = await run("cmdlet", "search", "mailbox permission", "--online", "-o", "ndjson")
        #expect(permissions.output.contains(#""Name":"Get-MailboxPermission""#))
    }

    @Test func theServicesNoIsAnErrorOfItsKind() async throws {
        let outcome = await run("api", "GET", "Mailbox('nobody@contoso.com')")
        #expect(outcome.code == .failed)
        #expect(outcome.output == "" && outcome.errors.contains("status 404"))
    }

    @Test(arguments: [
        (["FETCH", "Mailbox"], "the method is"), (["POST", "InvokeCommand"], "needs a body"),
        (["GET", "Mailbox?a b"], "percent-encoded"), (["GET", "https://example.com/x"], "is not at"),
        (["GET", "Mailbox", "--header", "Authorization: x"], "is the connection's own"),
        (["GET", "Mailbox", "--header", "X-HTTP-Method-Override: DELETE"], "is the connection's own"),
        (["GET", "Mailbox", "--header", "nonsense"], "'Name: value'"),
    ])
    func refusesWhatCannotBeSent(words: [String], reason: String) async throws {
        let outcome = await run.run(["api"] + words)
        #expect(outcome.code == .usage, "\(outcome.errors)")
        #expect(outcome.errors.contains(reason), "\(outcome.errors)")
    }
}
