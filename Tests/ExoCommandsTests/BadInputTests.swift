import ExoCommands
import ExoJSON
import ExoTransport
import TestSupport
import Testing

/// Every kind of bad input from the command line's side: what is said, what is advised, the exit code, and where the token went.
struct BadInputTests {
    private static let user = ["connect", "--user-principal-name", "admin@contoso.com", "--access-token-stdin"]
    private static let contoso = ["connect", "--organization", TestToken.contoso, "--access-token-stdin"]

    struct BadToken: CustomTestStringConvertible {
        var why: String
        var token: String
        var words = BadInputTests.user
        var says: [String]
        var testDescription: String { why }
    }

    @Test(arguments: [
        BadToken(why: "empty", token: "", says: ["the text is empty"]),
        BadToken(why: "not a token", token: "hello", says: ["not an access token"]),
        BadToken(why: "cut off", token: String(TestToken.user().dropLast(30)), says: ["was cut off"]),
        BadToken(why: "one megabyte", token: String(repeating: "a", count: 1 << 20), says: ["longer than 128 KiB"]),
        BadToken(
            why: "expired",
            token: TestToken.user(changing: ["exp": 1_700_000_000]),
            says: ["expired at 2023-11-14 22:13:20"]
        ),
        BadToken(
            why: "expired, of another user, for another service",
            token: TestToken.user(
                "other@contoso.com",
                audience: "https://graph.microsoft.com",
                changing: ["exp": 1_700_000_000]
            ),
            says: ["exp: the token expired at", "upn: the token belongs to other@contoso.com", "aud: the token is for"]
        ),
        BadToken(
            why: "not yet valid",
            token: TestToken.user(changing: ["nbf": 1_999_999_999, "exp": 2_000_003_600]),
            says: ["nbf: the token is not valid before", "timedatectl"]
        ),
        BadToken(
            why: "for Graph",
            token: TestToken.application(audience: "https://graph.microsoft.com"),
            words: contoso,
            says: ["aud: the token is for Microsoft Graph", "scope=https://outlook.office365.com/.default"]
        ),
        BadToken(
            why: "another tenant",
            token: TestToken.application(tenant: TestToken.fabrikam),
            words: contoso,
            says: ["tid: the token is for tenant \(TestToken.fabrikam)", TestToken.contoso]
        ),
        BadToken(
            why: "another user",
            token: TestToken.user("other@contoso.com"),
            says: ["upn: the token belongs to other@contoso.com", "--user-principal-name other@contoso.com"]
        ),
        BadToken(
            why: "an application's with a user's name",
            token: TestToken.application(),
            says: ["idtyp: the token is an application's", "--organization"]
        ),
        BadToken(
            why: "a user's with an organization",
            token: TestToken.user(),
            words: contoso,
            says: ["idtyp: the token is a user's", "--user-principal-name admin@contoso.com"]
        ),
        BadToken(
            why: "no scope",
            token: TestToken.user(changing: ["scp": "User.Read"]),
            says: ["Exchange.Manage is missing", "Delegated permissions"]
        ),
        BadToken(
            why: "no application role",
            token: TestToken.application(changing: ["roles": nil]),
            words: contoso,
            says: ["Exchange.ManageAsApp is missing", "Application permissions"]
        ),
    ])
    func refusesATokenWithCauseEvidenceAndAdvice(_ bad: BadToken) async throws {
        let run = try TestRun()
        let transport = run.script()
        run.input[0] = Array(bad.token.utf8)
        let outcome = await run.run(bad.words)
        #expect(outcome.code == .notConnected, "said: \(outcome.errors)")
        for text in bad.says + ["next: "] { #expect(outcome.errors.contains(text), "said: \(outcome.errors)") }
        #expect(outcome.output == "")
        #expect(outcome.errors.utf8.count < 2000)
        #expect(transport.requests.isEmpty)
    }

    @Test(arguments: ["", "/below"])
    func advisesOnATokenFileThatCannotBeRead(_ tail: String) async throws {
        let run = try TestRun()
        let path = tail.isEmpty ? run.folder + "/missing" : try run.file("token", TestToken.user()) + tail
        let outcome = await run("connect", "--organization", "contoso.com", "--access-token-file", path)
        #expect(outcome.code == .notConnected, "said: \(outcome.errors)")
        #expect(outcome.errors.contains(path), "said: \(outcome.errors)")
        #expect(outcome.errors.contains("next: "), "said: \(outcome.errors)")
    }

    struct NoWay: CustomTestStringConvertible {
        var code: TransportError.Code
        var advice: String
        var testDescription: String { advice }
    }

    /// By organization the token service is asked first, by user the service itself: both advise.
    @Test(
        arguments: [
            NoWay(code: .cannotConnect, advice: "exo-emulator"), NoWay(code: .untrusted, advice: "--ca-file"),
            NoWay(code: .proxyRefused, advice: "https_proxy"), NoWay(code: .cannotResolve, advice: "the network"),
        ],
        ["--organization", "--user-principal-name"]
    )
    func advisesWhenThereIsNoWay(_ way: NoWay, by option: String) async throws {
        let run = try TestRun()
        run.script(.failure(way.code), .failure(way.code), .failure(way.code), .failure(way.code))
        let isUser = option == "--user-principal-name"
        let resource = "https://localhost:8443"
        run.input[0] = Array(
            (isUser ? TestToken.user(audience: resource) : TestToken.application(audience: resource)).utf8
        )
        let outcome = await run.run(
            ["connect", "--cloud", "emulator", "--access-token-stdin", option]
                + [isUser ? "admin@contoso.com" : "contoso.com"]
        )
        #expect(outcome.code == .failed, "said: \(outcome.errors)")
        #expect(outcome.errors.contains("next: "), "said: \(outcome.errors)")
        #expect(outcome.errors.contains(way.advice), "said: \(outcome.errors)")
    }

    private func connected(_ replies: ScriptedReply...) throws -> (run: TestRun, transport: ScriptedTransport) {
        let run = try TestRun()
        run.environment["EXO_ACCESS_TOKEN"] = TestToken.user()
        run.environment["EXO_USER_PRINCIPAL_NAME"] = "admin@contoso.com"
        let transport = ScriptedTransport(replies)
        run.transport = transport
        return (run, transport)
    }

    @Test func neverFollowsALinkToAnotherHost() async throws {
        let link = #""@odata.nextLink":"https://evil.example/adminapi/beta/x/InvokeCommand?$skiptoken=1","#
        let (run, transport) = try connected(TestRun.page("{\"Name\":\"a\"}", more: link))
        let outcome = await run("Get-Mailbox", "-ResultSize", "Unlimited", "--output", "ndjson")
        #expect(outcome.code == .incomplete, "said: \(outcome.errors)")
        #expect(outcome.output == "{\"Name\":\"a\"}\n")
        #expect(outcome.errors.contains("https://evil.example"), "said: \(outcome.errors)")
        #expect(outcome.errors.contains("the token was not sent there"), "said: \(outcome.errors)")
        #expect(outcome.errors.contains("1 row was written before it"), "said: \(outcome.errors)")
        #expect(transport.requests.count == 1)
    }

    @Test func endsARedirectLoop() async throws {
        let path = "/adminapi/beta/\(TestToken.contoso)/InvokeCommand"
        let loop = ScriptedReply(status: 302, headers: ["Location": "https://outlook.office365.com\(path)"])
        let (run, transport) = try connected(loop, loop, loop)
        let outcome = await run("Get-Mailbox")
        #expect(outcome.code == .failed, "said: \(outcome.errors)")
        #expect(outcome.errors.contains("redirects in a circle"), "said: \(outcome.errors)")
        #expect(outcome.errors.contains("next: "), "said: \(outcome.errors)")
        #expect(transport.requests.count == 2)
    }

    @Test func takesAPageOfHTMLForAFailureOfTheService() async throws {
        let page = "<html><head><style>b{}</style></head><body><h1>Server Error</h1></body></html>"
        let html = ScriptedReply.text(page, status: 500, headers: ["Content-Type": "text/html"])
        let (run, transport) = try connected(html)
        let outcome = await run("Set-Mailbox", "-Identity", "adele", "-Office", "x")
        #expect(outcome.code == .failed, "said: \(outcome.errors)")
        #expect(outcome.errors.contains("may or may not have been executed"), "said: \(outcome.errors)")
        #expect(outcome.errors.contains("Server Error"), "said: \(outcome.errors)")
        #expect(!outcome.errors.contains("<"), "said: \(outcome.errors)")
        #expect(transport.requests.count == 1)
    }

    @Test func advisesOnAReadThatTheServiceFails() async throws {
        let html = ScriptedReply.text("<html><body>Server Error</body></html>", status: 500)
        let (run, _) = try connected(html)
        let outcome = await run("Get-Mailbox")
        #expect(outcome.code == .failed, "said: \(outcome.errors)")
        #expect(outcome.errors.contains("next: run it again"), "said: \(outcome.errors)")
    }

    @Test func saysThatAHeadIsTooLarge() async throws {
        let (run, _) = try connected(.failure(.tooLarge, mayHaveBeenSent: true))
        let outcome = await run("Get-Mailbox")
        #expect(outcome.code == .failed, "said: \(outcome.errors)")
        #expect(!outcome.errors.contains("Bearer"))
    }

    @Test func saysWhichRoleIsMissing() async throws {
        let refusal = ScriptedReply.json(
            #"{"error":{"code":"Forbidden","message":"User is not allowed to call Get-Mailbox"}}"#,
            status: 403
        )
        let (run, _) = try connected(refusal)
        let outcome = await run("Get-Mailbox")
        #expect(outcome.code == .notAuthorised, "said: \(outcome.errors)")
        #expect(outcome.errors.contains("not allowed to call Get-Mailbox"), "said: \(outcome.errors)")
        #expect(outcome.errors.contains("next: "), "said: \(outcome.errors)")
    }
}
