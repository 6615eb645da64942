@testable import ExoCommands
import ExoJSON
import TestSupport
import Testing

struct PowerShellSessionTests {
    @Test func connectsListsAndDisconnectsByPowerShellNames() async throws {
        let run = try TestRun()
        run.environment["EXO_ACCESS_TOKEN"] = TestToken.user()
        run.script(TestRun.banner)
        let connected = await run(
            "connect-exchangeonline",
            "-UserPrincipalName",
            "admin@contoso.com",
            "-ShowBanner:$false",
            "-PageSize",
            "5000"
        )
        #expect(connected.code == .done, "said: \(connected.errors)")
        run.environment["EXO_ACCESS_TOKEN"] = nil
        run.transport = AnsweringTransport { _ in .json("{\"value\":[]}") }
        let listed = await run("Get-ConnectionInformation", "--output", "json")
        #expect(listed.code == .done, "said: \(listed.errors)")
        let facts = try JSONValue(parsing: listed.output)[0]
        #expect(facts?["TokenExpiryTimeUTC"] == "2026-05-28T21:26:40Z")
        #expect(facts?["TokenStatus"] == "Active")
        #expect(facts?["UserPrincipalName"] == "admin@contoso.com")
        let id = try #require(facts?["ConnectionId"]?.stringValue)
        #expect(await run("Get-ConnectionInformation", "-ConnectionId", "other", "--output", "json").output == "[]\n")
        let emptied = await run("Disconnect-ExchangeOnline", "-Confirm:")
        #expect(emptied.code == .usage, "said: \(emptied.errors)")
        #expect(await run("connection", "list", "--output", "csv").output.contains(",Active,"))
        let asked = await run("Disconnect-ExchangeOnline")
        #expect(asked.code == .usage)
        #expect(asked.errors.contains("-Confirm:false"))
        let done = await run("Disconnect-ExchangeOnline", "-ConnectionId", id, "-Confirm:$false")
        #expect(done.errors == "Disconnected successfully !\n")
        #expect(await run("Get-ConnectionInformation", "--output", "json").output == "[]\n")
        #expect(await run("Get-Mailbox").code == .notConnected)
    }

    @Test(arguments: [
        (["Connect-ExchangeOnline", "-UserPrincipalName", "navin@contoso.com", "-DelegatedOrganization"], "exchange"),
        (["Connect-IPPSSession", "-UserPrincipalName", "navin@contoso.com", "-DelegatedOrganization"], "compliance"),
        (["connect", "--user-principal-name", "navin@contoso.com", "--delegated-organization"], "exchange"),
    ])
    func aPartnersUserIsNamedBesideTheCustomer(_ words: [String], _ service: String) async throws {
        let run = try TestRun()
        run.transport = AnsweringTransport { _ in
            .json("{\"value\":[],\"sessionType\":\"AutogenSession\",\"moduleBannerContent\":\"\"}")
        }
        let audience =
            service == "exchange" ? "https://outlook.office365.com" : "https://ps.compliance.protection.outlook.com"
        func connect(as user: String) async -> TestRun.Outcome {
            run.environment["EXO_ACCESS_TOKEN"] = TestToken.user(user, tenant: TestToken.fabrikam, audience: audience)
            return await run.run(words + [TestToken.fabrikam, "--name", "customer"])
        }
        let other = await connect(as: "other@contoso.com")
        #expect(other.code == .notConnected && other.errors.contains("belongs to other@contoso.com"), "\(other.errors)")
        #expect(!run.has(".config/exo/connections/customer.json"))
        let claims = TestToken.applicationClaims(tenant: TestToken.fabrikam, audience: audience)
        run.environment["EXO_ACCESS_TOKEN"] = TestToken.text(claims)
        let application = await run.run(words + [TestToken.fabrikam, "--name", "customer"])
        #expect(application.code == .notConnected, "\(application.errors)")
        #expect(application.errors.contains("is an application's, and the user navin@contoso.com was named"))
        #expect(!run.has(".config/exo/connections/customer.json"))
        let connected = await connect(as: "Navin@contoso.com")
        #expect(connected.code == .done, "\(connected.errors)")
        run.environment["EXO_ACCESS_TOKEN"] = nil
        let shown = await run("connection", "show", "customer", "-o", "ndjson")
        #expect(shown.output.contains("\"Administrator\":\"navin@contoso.com\""), "\(shown.output)")
        #expect(await run("disconnect", "customer").code == .done)
        let gone = await run("Get-User", "--connection", "customer")
        #expect(
            gone.errors.contains("--user-principal-name navin@contoso.com --delegated-organization"),
            "\(gone.errors)"
        )
    }

    @Test(arguments: [
        Refusal(
            "Connect-ExchangeOnline",
            "-AccessToken",
            "secret-value",
            says: "-AccessToken is refused",
            "EXO_ACCESS_TOKEN"
        ),
        Refusal("Connect-ExchangeOnline", "-AccessToken:secret-value", says: "-AccessToken is refused"),
        Refusal("Connect-IPPSSession", "-accesst", "secret-value", says: "-AccessToken is refused"),
        Refusal("Connect-ExchangeOnline", says: "whose token is it?"),
        Refusal("Connect-ExchangeOnline", "-Organization", "a", "-UserPrincipalName", "b", says: "name one only"),
        Refusal(
            "Connect-ExchangeOnline",
            "-Organization",
            says: "-Organization of Connect-ExchangeOnline has no value"
        ),
        Refusal("Connect-ExchangeOnline", "-Organisation", "a", says: "no parameter -Organisation", "-Organization"),
        Refusal("Connect-ExchangeOnline", "-Cert", "a", says: "several parameters", "-CertificateFilePath"),
        Refusal("Connect-ExchangeOnline", "-ManagedIdentity", says: "whose token is it?"),
        Refusal(
            "Connect-ExchangeOnline",
            "-ManagedIdentityAccountId",
            "a",
            "-Organization",
            "b",
            says: "needs -ManagedIdentity"
        ),
        Refusal(
            "Connect-ExchangeOnline",
            "-CertificatePassword",
            "secret-value",
            says: "-CertificatePassword is refused",
            "--certificate-password-file"
        ),
        Refusal("Connect-ExchangeOnline", "-CertificateThumbprint", "a", says: "-CertificateFilePath"),
        Refusal("Connect-ExchangeOnline", "-CertificateFilePath", "a", "-Organization", "b", says: "needs -AppId"),
        Refusal("Connect-ExchangeOnline", "-Credential", "a", says: "--username NAME with --password-stdin"),
        Refusal("Connect-ExchangeOnline", "-InlineCredential", "-Organization", "b", says: "needs -UserPrincipalName"),
        Refusal("Connect-ExchangeOnline", "-Device", "-ManagedIdentity", says: "one way to get tokens is enough"),
        Refusal("Connect-ExchangeOnline", "-Prefix", "Con", "-Organization", "a", says: "-Prefix", "--connection NAME"),
        Refusal(
            "Connect-ExchangeOnline",
            "-Organization",
            "a",
            "-ConnectionUri",
            "http://x",
            says: "not an https address"
        ),
        Refusal(
            "Connect-ExchangeOnline",
            "-Organization",
            "a",
            "-ConnectionUri",
            "https://x.example",
            says: "no host of a cloud"
        ),
        Refusal("Connect-ExchangeOnline", "-Organization", "a", "-ExchangeEnvironmentName", "Mars", says: "Mars"),
        Refusal("Get-ConnectionInformation", "-ModulePrefix", "x", says: "not built"),
        Refusal("Get-ConnectionInformation", "a", says: "takes no further value"),
        Refusal("Connect-ExchangeOnline", "-Organization", "a", "--timeout", "60", says: "--timeout does not belong"),
        Refusal("Connect-ExchangeOnline", "-Organization", "a", "--service", "compliance", says: "--service does not"),
        Refusal("Get-ConnectionInformation", "--parameters", "x", says: "--parameters does not belong"),
        Refusal("run", "Disconnect-ExchangeOnline", "--connection", "a", "--yes", says: "--connection does not belong"),
    ])
    func refusesBeforeAnythingIsSent(refusal: Refusal) async throws {
        let outcome = try await TestRun().run(refusal.words)
        #expect(outcome.code == .usage, "said: \(outcome.errors)")
        #expect(!outcome.errors.contains("secret-value"))
        for text in refusal.says { #expect(outcome.errors.contains(text), "said: \(outcome.errors)") }
    }

    /// An option or a value that a command does not take leaves everything as it was.
    @Test(arguments: [
        ["Disconnect-ExchangeOnline", "--connection", "contoso.com", "--yes"],
        ["disconnect-exchangeonline", "-Confirm:", "--yes"], ["Disconnect-ExchangeOnline", "-Confirm:"],
        ["Disconnect-ExchangeOnline", "-WhatIf:"], ["disconnect", "--yes"], ["disconnect", "--all", "-o", "json"],
        ["connection", "remove", "contoso.com", "--yes"],
    ])
    func aRefusedCommandLineForgetsNothing(words: [String]) async throws {
        let run = try TestRun()
        #expect(await run.connect().code == .done)
        run.useTerminal()
        run.lines = ["y"]
        let outcome = await run.run(words)
        #expect(outcome.code == .usage, "said: \(outcome.errors)")
        #expect(try ConnectionStore(run.context()).hasToken(ConnectionName("contoso.com")))
    }

    @Test func tellsOfEveryConnectionBesideADamagedOne() async throws {
        let run = try TestRun()
        #expect(await run.connect().code == .done)
        try run.file(".config/exo/connections/a-damaged.json", "{\"version\": 1")
        try run.file(".config/exo/connections/other.json", "{}")
        run.transport = AnsweringTransport { _ in .json("{\"value\":[]}") }
        let listed = await run("Get-ConnectionInformation", "-o", "json")
        #expect(listed.code == .incomplete)
        #expect(try JSONValue(parsing: listed.output)[0]?["UserPrincipalName"] == "admin@contoso.com")
        #expect(listed.errors.contains("a-damaged") && listed.errors.contains("other"), "said: \(listed.errors)")
        let id = try #require(try JSONValue(parsing: listed.output)[0]?["ConnectionId"]?.stringValue)
        let disconnected = await run("Disconnect-ExchangeOnline", "-ConnectionId", id, "--yes")
        #expect(disconnected.code == .incomplete)
        #expect(disconnected.errors.contains("a-damaged"))
        #expect(try !ConnectionStore(run.context()).hasToken(ConnectionName("contoso.com")))
    }
}
