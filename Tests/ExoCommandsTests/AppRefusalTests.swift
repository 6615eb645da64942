import ExoCommands
import ExoCrypto
import ExoJSON
import ExoTransport
import HTTPServer
import Synchronization
import TestSupport
import Testing

/// What `exo app` says when it does not get its way.
struct AppRefusalTests {
    private let tenant: TenantRun
    private var run: TestRun { tenant.run }

    init() throws { tenant = try TenantRun() }

    @Test func sendsNoTokenOfAnotherServiceToGraph() async throws {
        run.environment["EXO_GRAPH_TOKEN"] = try tenant.token(["user": "admin@contoso.com"])
        let before = tenant.transport.requests.count
        let outcome = await run("app", "list")
        #expect(outcome.code == .notConnected, "\(outcome.errors)")
        #expect(outcome.errors.contains("Exchange Online") && outcome.errors.contains("Microsoft Graph"))
        #expect(tenant.transport.requests.count == before)
    }

    @Test func sendsNoExpiredToken() async throws {
        run.environment["EXO_GRAPH_TOKEN"] = try tenant.graphToken("expired")
        let outcome = await run("app", "list")
        #expect(outcome.code == .notConnected && outcome.errors.contains("expired at"), "\(outcome.errors)")
    }

    @Test func asksForATokenWhereThereIsNone() async throws {
        run.environment["EXO_GRAPH_TOKEN"] = nil
        let outcome = await run("app", "list")
        #expect(outcome.code == .usage && outcome.errors.contains("EXO_GRAPH_TOKEN"))
    }

    @Test func takesTheTokenFromStandardInputToo() async throws {
        let token = try #require(run.environment["EXO_GRAPH_TOKEN"])
        run.environment["EXO_GRAPH_TOKEN"] = "not a token"
        run.input[0] = Array(token.utf8)
        let outcome = await run("app", "list", "--access-token-stdin", "--log-level", "debug")
        #expect(outcome.code == .done && outcome.errors.contains("request sent"), "\(outcome.errors)")
        #expect(!(outcome.output + outcome.errors).contains(token))
    }

    @Test func namesThePermissionThatIsMissing() async throws {
        try tenant.control("PATCH", "settings", ["enforcesGraphPermissions": true])
        run.environment["EXO_GRAPH_TOKEN"] = try tenant.graphToken(claims: ["scp": "Application.Read.All"])
        #expect(await run("app", "list").code == .done)
        let outcome = await run("app", "register", "Nightly report", "--app-only")
        #expect(outcome.code == .notAuthorised, "\(outcome.errors)")
        #expect(outcome.errors.contains("Insufficient privileges") && outcome.errors.contains("request-id "))
        #expect(outcome.errors.contains("Application.ReadWrite.All"))
        #expect(outcome.errors.contains("status 403, Authorization_RequestDenied"))
    }

    @Test func saysThatATokenIsNotAccepted() async throws {
        run.environment["EXO_GRAPH_TOKEN"] = try tenant.graphToken("stranger")
        let outcome = await run("app", "list")
        #expect(outcome.code == .notAuthorised && outcome.errors.contains("InvalidAuthenticationToken"))
    }

    @Test func waitsAsLongAsGraphAsks() async throws {
        try tenant.control(
            "POST",
            "faults",
            ["target": "/v1.0/applications", "times": 2, "status": 429, "headers": ["Retry-After": "17"]]
        )
        let outcome = await run("app", "list")
        #expect(outcome.code == .done, "\(outcome.errors)")
        #expect(run.clock.sleeps == [.seconds(17), .seconds(17)])
    }

    @Test func waitsForReplicasThatDoNotKnowANewApplicationYet() async throws {
        // The first look-up, before it is there, and then its making.
        try tenant.control(
            "POST",
            "faults",
            ["target": "/v1.0/servicePrincipals", "skip": 2, "times": 3, "status": 404]
        )
        let outcome = await run("app", "register", "Nightly report", "--app-only", "--grant")
        #expect(outcome.code == .done, "\(outcome.errors)")
        #expect(run.clock.sleeps.count == 3)
        #expect(try JSONValue(parsing: outcome.output)["Granted"] == ["Exchange.ManageAsApp"])
    }

    @Test func looksWhetherAWriteThatWasRefusedWasMade() async throws {
        let made = try await tenant.app("register", "Nightly report", "--app-only")
        let appID = try #require(made["AppId"]?.stringValue)
        let real = tenant.transport
        let isFirst = Flag()
        // The service makes the assignment and answers that there is no such thing.
        run.transport = DetourTransport { request in
            let reply = try await real.send(request)
            guard request.method == "POST", request.url.contains("appRoleAssignments"), isFirst.take() else {
                return reply
            }
            return HTTPResponse(
                status: 404,
                body: HTTPBody(Array(#"{"error":{"code":"Directory_ObjectNotFound"}}"#.utf8))
            )
        }
        let outcome = await run("app", "grant", appID)
        #expect(outcome.code == .done, "\(outcome.errors)")
        #expect(outcome.errors.contains("granted Exchange.ManageAsApp"))
    }

    @Test func repeatsNoChangeOfWhichNobodyKnowsWhetherItWasMade() async throws {
        try tenant.control("POST", "faults", ["target": "/v1.0/applications", "skip": 1, "noReply": true])
        let outcome = await run("app", "register", "Nightly report", "--app-only")
        #expect(outcome.code == .failed && outcome.errors.contains("it may have been done"), "\(outcome.errors)")
        #expect(tenant.transport.requests.count { $0.method == "POST" } == 1)
    }

    @Test func saysWhenAProxyAnswersInGraphsPlace() async throws {
        try tenant.control(
            "POST",
            "faults",
            ["target": "/v1.0/applications", "status": 200, "body": "<html>Sign in to the network</html>"]
        )
        let outcome = await run("app", "list")
        #expect(outcome.code == .failed && outcome.errors.contains("not a reply of Graph's"), "\(outcome.errors)")
    }

    @Test func sendsItsTokenToNoOtherAddress() async throws {
        let body = #"{"value":[],"@odata.nextLink":"https://graph.example.com/v1.0/applications?page=2"}"#
        try tenant.control(
            "POST",
            "faults",
            ["target": "/v1.0/applications", "status": 200, "body": .string(body)]
        )
        let outcome = await run("app", "list")
        #expect(outcome.code == .failed && outcome.errors.contains("not its own"), "\(outcome.errors)")
    }

    struct Case: CustomTestStringConvertible {
        var words: [String]
        var says: String
        var code: ExitCode
        var testDescription: String { words.joined(separator: " ") }
    }

    @Test(arguments: [
        Case(words: ["show", "nobody"], says: "no application with the client id", code: .failed),
        Case(
            words: ["show", "99999999-9999-4999-8999-999999999999"],
            says: "no application with the client id",
            code: .failed
        ),
        Case(words: ["register", " "], says: "has 1 to 256 characters", code: .usage),
        Case(words: ["register", "x", "--role", "Global Reader"], says: "--role is for an application", code: .usage),
        Case(
            words: ["register", "x", "--write-key", "k.pem"],
            says: "--write-key belongs to --app-only",
            code: .usage
        ),
        Case(words: ["register", "x", "--assign", "nobody@contoso.com"], says: "there is no user", code: .failed),
        Case(
            words: ["register", "x", "--app-only", "--grant", "--role", "Exchange Admin"],
            says: "there is no directory role 'Exchange Admin'",
            code: .usage
        ),
        Case(words: ["secret", "x", "--print", "--write-secret", "f"], says: "give one of", code: .usage),
        Case(words: ["secret", "x", "--print", "--days", "0"], says: "--days is a whole number", code: .usage),
        Case(words: ["certificate", "x"], says: "which certificate?", code: .usage),
        Case(words: ["certificate", "x", "--add", "/nonexistent/none"], says: "there is no file", code: .usage),
        Case(words: ["federate", "x"], says: "whose tokens are to be trusted?", code: .usage),
        Case(words: ["federate", "x", "--issuer", "https://a"], says: "belong together", code: .usage),
        Case(words: ["federate", "x", "--github", "contoso"], says: "--github takes", code: .usage),
        Case(words: ["federate", "x", "--github", "contoso/x:main"], says: "--github takes", code: .usage),
        Case(words: ["list", "--cloud", "germany"], says: "closed the cloud Germany", code: .usage),
    ])
    func refusesWhatCannotBe(wrong: Case) async throws {
        let outcome = await run.run(["app"] + wrong.words)
        #expect(outcome.code == wrong.code && outcome.output == "", "\(outcome.errors)")
        #expect(outcome.errors.contains(wrong.says), "said: \(outcome.errors)")
        #expect(!tenant.transport.requests.contains { $0.method == "POST" })
    }

    @Test func asksWhichOfSeveralOfOneName() async throws {
        let token = try #require(run.environment["EXO_GRAPH_TOKEN"])
        for _ in 0..<2 {
            let request = HTTPRequest(
                "POST",
                "https://localhost:8443/v1.0/applications",
                headers: ["Authorization": "Bearer \(token)", "Content-Type": "application/json"],
                body: Array(#"{"displayName":"Twin"}"#.utf8)
            )
            #expect(try await tenant.transport.send(request).status == 201)
        }
        let outcome = await run("app", "show", "Twin")
        #expect(outcome.code == .failed && outcome.errors.contains("2 applications are called 'Twin'"))
        #expect(await run("app", "register", "Twin", "--app-only").code == .failed)
    }

    @Test func satisfiesTheClaimsThatGraphAsksForOnce() async throws {
        run.environment["EXO_GRAPH_TOKEN"] = nil
        let secret = try run.file("secret.txt", EmulatedTenant.secret)
        let claims = #"{"access_token":{"acrs":{"essential":true,"value":"c1"}}}"#
        let real = tenant.transport
        let asked = Mutex<[String]>([])
        let refused = Mutex(0)
        run.transport = DetourTransport { request in
            if request.url.hasSuffix("/token") {
                asked.withLock { $0.append(String(decoding: request.body ?? [], as: UTF8.self)) }
            }
            guard request.url.contains("/v1.0/") else { return try await real.send(request) }
            refused.withLock { $0 += 1 }
            let challenge =
                #"Negotiate, Bearer realm="", error="insufficient_claims", claims="\#(Base64.encode(claims.utf8))""#
            return HTTPResponse(status: 401, headers: ["WWW-Authenticate": challenge])
        }
        let outcome = await run(
            "app",
            "list",
            "--organization",
            "contoso.com",
            "--client-id",
            EmulatedTenant.automation,
            "--client-secret-file",
            secret
        )
        #expect(outcome.code == .notAuthorised, "\(outcome.errors)")
        #expect(refused.withLock { $0 } == 2)
        let forms = asked.withLock { $0 }
        try #require(forms.count == 2, "\(forms.count) tokens were asked for")
        #expect(!forms[0].contains("acrs") && forms[1].contains("acrs"))
    }
}
