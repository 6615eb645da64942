import ExoCommands
import ExoCrypto
import ExoJSON
import HTTPServer
import TestSupport
import Testing

/// What stands between a way to sign in and its token, named.
struct DoctorSignInTests {
    private let tenant: TenantRun
    private var run: TestRun { tenant.run }

    init() throws { tenant = try TenantRun() }

    /// Looks at a connection of an application with a secret, and gives the results by their checks.
    private func doctor(_ words: [String]) async throws -> (results: [String: JSONValue], outcome: TestRun.Outcome) {
        let outcome = await run.run(["doctor"] + words + ["--output", "json"])
        let rows = try #require(try JSONValue(parsing: outcome.output).arrayValue, "\(outcome.errors)")
        let results = rows.map { ($0["Check"]?.stringValue ?? "", $0["Result"] ?? .null) }
        return (Dictionary(results) { first, _ in first }, outcome)
    }

    private func application(_ client: String, secret: String = "emulator-automation-secret") throws -> [String] {
        let file = try run.file("secret", secret)
        return ["--organization", "contoso.com", "--client-id", client, "--client-secret-file", file]
    }

    private func user(
        _ client: String,
        _ name: String = "admin@contoso.com",
        password: String = "Emulator-Passw0rd"
    )
        throws -> [String]
    {
        let file = try run.file("password", password)
        return ["--user-principal-name", name, "--username", name, "--password-file", file, "--client-id", client]
    }

    private func expect(
        _ found: (results: [String: JSONValue], outcome: TestRun.Outcome),
        fails step: String,
        says words: String...,
        at location: SourceLocation = #_sourceLocation
    ) {
        let failed = found.results.filter { $0.value == "failed" }.map(\.key)
        #expect(failed == [step], "\(found.outcome.errors)", sourceLocation: location)
        #expect(found.outcome.code == .notConnected, sourceLocation: location)
        for word in words + ["next: "] {
            #expect(found.outcome.errors.contains(word), "\(found.outcome.errors)", sourceLocation: location)
        }
    }

    @Test func findsNothingWrongWithAnApplicationThatSignsIn() async throws {
        let found = try await doctor(try application("aaaaaaaa-0000-4000-8000-000000000002"))
        #expect(found.outcome.code == .done, "\(found.outcome.errors)")
        #expect(["client", "consent", "assignment", "token"].allSatisfy { found.results[$0] == "ok" })
    }

    @Test func namesAClientThatIsNotRegistered() async throws {
        let found = try await doctor(try application("99999999-9999-4999-8999-999999999999"))
        expect(found, fails: "client", says: "AADSTS700016")
        #expect(found.results["consent"] == "skipped")
    }

    @Test func namesAWrongSecret() async throws {
        let found = try await doctor(try application("aaaaaaaa-0000-4000-8000-000000000002", secret: "wrong"))
        expect(found, fails: "client", says: "AADSTS7000215")
    }

    @Test func namesASecretThatHasExpired() async throws {
        let appID = try #require(
            try await tenant.app("register", "Report", "--app-only", "--grant")["AppId"]?.stringValue
        )
        let file = run.folder + "/report.secret"
        _ = try await tenant.app("secret", appID, "--write-secret", file, "--days", "1")
        let words = ["--organization", "contoso.com", "--client-id", appID, "--client-secret-file", file]
        #expect(try await doctor(words).outcome.code == .done)
        run.clock.advance(by: .seconds(2 * 86_400))
        expect(try await doctor(words), fails: "client", says: "AADSTS7000222")
    }

    @Test func namesAnApplicationThatIsSwitchedOff() async throws {
        let made = try await tenant.app("register", "Report", "--app-only", "--grant")
        let (appID, principal) = (
            try #require(made["AppId"]?.stringValue), try #require(made["ServicePrincipalId"]?.stringValue)
        )
        let file = run.folder + "/report.secret"
        _ = try await tenant.app("secret", appID, "--write-secret", file)
        try await tenant.graph("PATCH", "servicePrincipals/\(principal)", ["accountEnabled": false])
        let found = try await doctor([
            "--organization", "contoso.com", "--client-id", appID, "--client-secret-file", file,
        ])
        expect(found, fails: "client", says: "AADSTS7000112")
    }

    @Test func namesACertificateThatTheApplicationDoesNotHave() async throws {
        let made = try await tenant.app(
            "register",
            "Report",
            "--app-only",
            "--grant",
            "--write-key",
            run.folder + "/a.pem"
        )
        let appID = try #require(made["AppId"]?.stringValue)
        let words = ["--organization", "contoso.com", "--client-id", appID, "--certificate", run.folder + "/a.pem"]
        #expect(try await doctor(words).outcome.code == .done)
        let thumbprint = try #require(made["Thumbprint"]?.stringValue)
        #expect(await run("app", "certificate", appID, "--remove", thumbprint).code == .done)
        expect(try await doctor(words), fails: "client", says: "AADSTS700027")
    }

    @Test func namesAnApplicationWithoutItsRole() async throws {
        let made = try await tenant.app("register", "Report", "--app-only")
        let appID = try #require(made["AppId"]?.stringValue)
        let file = run.folder + "/report.secret"
        _ = try await tenant.app("secret", appID, "--write-secret", file)
        let words = ["--organization", "contoso.com", "--client-id", appID, "--client-secret-file", file]
        expect(try await doctor(words), fails: "scope or role", says: "Exchange.ManageAsApp is missing")
        #expect(await run("app", "grant", appID).code == .done)
        #expect(try await doctor(words).outcome.code == .done)
    }

    @Test func namesMissingConsent() async throws {
        let made = try await tenant.app("register", "Helpdesk")
        let appID = try #require(made["AppId"]?.stringValue)
        let found = try await doctor(try user(appID))
        expect(found, fails: "consent", says: "AADSTS65001", "exo app grant \(appID)")
        #expect(found.results["client"] == "ok" && found.results["assignment"] == "skipped")
        #expect(await run("app", "grant", appID).code == .done)
        #expect(try await doctor(try user(appID)).outcome.code == .done)
    }

    @Test func namesAMissingAssignment() async throws {
        let made = try await tenant.app("register", "Helpdesk", "--grant", "--assignment-required")
        let appID = try #require(made["AppId"]?.stringValue)
        let found = try await doctor(try user(appID))
        expect(found, fails: "assignment", says: "AADSTS50105", "exo app grant \(appID) --assign admin@contoso.com")
        #expect(found.results["client"] == "ok" && found.results["consent"] == "ok")
        #expect(await run("app", "grant", appID, "--assign", "admin@contoso.com").code == .done)
        #expect(try await doctor(try user(appID)).outcome.code == .done)
    }

    @Test func namesWhatIsWrongWithTheUser() async throws {
        let made = try await tenant.app("register", "Helpdesk", "--grant")
        let appID = try #require(made["AppId"]?.stringValue)
        expect(try await doctor(try user(appID, password: "wrong")), fails: "token", says: "AADSTS50126")
        expect(try await doctor(try user(appID, "nobody@contoso.com")), fails: "token", says: "AADSTS50034")
        try tenant.control("PATCH", "users/admin@contoso.com", ["accountEnabled": false])
        expect(try await doctor(try user(appID)), fails: "token", says: "AADSTS50057")
    }

    @Test func namesAPolicyThatForbidsIt() async throws {
        let made = try await tenant.app("register", "Helpdesk", "--grant")
        let appID = try #require(made["AppId"]?.stringValue)
        for (control, code) in [("mfa", "AADSTS50076"), ("block", "AADSTS53003")] {
            try tenant.control(
                "PUT",
                "policies",
                [
                    "tenant": "contoso.com", "displayName": "everybody", "state": "enabled",
                    "conditions": [
                        "users": ["includeUsers": ["All"]], "applications": ["includeApplications": ["All"]],
                    ],
                    "grantControls": ["operator": "OR", "builtInControls": [.string(control)]],
                ]
            )
            expect(try await doctor(try user(appID)), fails: "token", says: code)
        }
    }

    @Test func looksAtAStoredConnectionThatSignsIn() async throws {
        let words = try application("aaaaaaaa-0000-4000-8000-000000000002")
        #expect(await run.run(["connect"] + words).code == .done)
        #expect(await run("doctor").code == .done)
        try run.file("secret", "another")
        #expect(await run("token", "forget").code == .done)
        let outcome = await run("doctor", "--output", "json")
        #expect(outcome.code == .notConnected && outcome.errors.contains("AADSTS7000215"), "\(outcome.errors)")
    }

    @Test func registersWithTheTokenOfAConnectionThatSignsIn() async throws {
        run.environment["EXO_GRAPH_TOKEN"] = nil
        let words = try application("aaaaaaaa-0000-4000-8000-000000000002")
        let outcome = await run.run(["app", "list", "--output", "json"] + words)
        #expect(outcome.code == .done, "\(outcome.errors)")
        #expect(await run.run(["connect"] + words).code == .done)
        let later = await run("app", "list", "--output", "json")
        #expect(later.code == .done && later.output == outcome.output, "\(later.errors)")
    }

    @Test func saysThatATokenOfAConnectionIsForExchange() async throws {
        run.environment["EXO_GRAPH_TOKEN"] = nil
        run.input[0] = Array(try tenant.token([:]).utf8)
        #expect(await run("connect", "--organization", "contoso.com", "--access-token-stdin").code == .done)
        let outcome = await run("app", "list")
        #expect(outcome.code == .usage && outcome.errors.contains("for Exchange alone"), "\(outcome.errors)")
    }
}
