@testable import ExoCommands
import ExoJSON
import TestSupport
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

struct ConnectTests {
    @Test func connectsAndRemembersWithTheTrueExpiry() async throws {
        let run = try TestRun()
        let outcome = await run.connect()
        #expect(outcome.code == .done, "said: \(outcome.errors)")
        #expect(outcome.output == "")
        #expect(outcome.errors.split(separator: "\n").count == 1)
        #expect(
            outcome.errors.contains("connected to admin@contoso.com (tenant \(TestToken.contoso)) as 'contoso.com'")
        )
        #expect(outcome.errors.contains("2026-05-28T21:26:40Z"))
        let shown = try JSONValue(parsing: await run("connection", "show").output)
        #expect(shown["UserPrincipalName"] == "admin@contoso.com")
        #expect(shown["TenantID"] == .string(TestToken.contoso))
        #expect(shown["TokenExpiryTimeUTC"] == "2026-05-28T21:26:40Z")
        #expect(shown["TokenStatus"] == "Active")
        #expect(shown.objectValue?.count == 21)
    }

    @Test func writesTheConnectionWhereItIsAskedFor() async throws {
        let run = try TestRun()
        run.input[0] = Array(TestToken.user().utf8)
        run.script(TestRun.banner)
        let outcome = await run(
            "connect",
            "--user-principal-name",
            "admin@contoso.com",
            "--access-token-stdin",
            "-o",
            "json"
        )
        let facts = try JSONValue(parsing: outcome.output)
        #expect(facts["State"] == "Connected")
        let shown = try JSONValue(parsing: await run("connection", "show").output)
        #expect(shown["ConnectionUri"] == facts["ConnectionUri"])
        #expect(shown.objectValue?.names == (facts.objectValue?.names ?? []) + ["Cloud", "Service"])
    }

    @Test(arguments: ["file", "fd", "environment", "json", "bearer"])
    func takesTheTokenEveryAllowedWay(way: String) async throws {
        let run = try TestRun()
        run.script(TestRun.banner)
        var words = ["connect", "--user-principal-name", "ADMIN@contoso.com", "--name", "c"]
        let token = TestToken.user()
        switch way {
        case "file": words += ["--access-token-file", try run.file("token", token + "\n")]
        case "fd":
            run.input[7] = Array(token.utf8)
            words += ["--access-token-fd", "7"]
        case "environment": run.environment["EXO_ACCESS_TOKEN"] = token
        case "json":
            run.input[0] = Array("{\"accessToken\": \"\(token)\", \"tokenType\": \"Bearer\"}".utf8)
            words += ["--access-token-stdin"]
        default:
            run.input[0] = Array("Bearer \(token)\r\n".utf8)
            words += ["--access-token-stdin"]
        }
        let outcome = await run.run(words)
        #expect(outcome.code == .done, "said: \(outcome.errors)")
        let kept = try ConnectionStore(run.context()).token(ConnectionName("c"))
        #expect(kept.map { String(decoding: $0, as: UTF8.self) } == token)
    }

    @Test(arguments: ["azd", "msal", "bom"])
    func takesTheTokenAsToolsPrintIt(tool: String) async throws {
        let run = try TestRun()
        run.script(TestRun.banner)
        let token = TestToken.user()
        let text =
            switch tool {
            case "azd": "{\"token\": \"\(token)\"}"
            case "msal": "{\"AccessToken\": \"\(token)\"}"
            default: "\u{FEFF}{\"access_token\": \"\(token)\"}"
            }
        run.input[0] = Array(text.utf8)
        let outcome = await run("connect", "--user-principal-name", "admin@contoso.com", "--access-token-stdin")
        #expect(outcome.code == .done, "said: \(outcome.errors)")
    }

    @Test func leavesOutTheLineEndThatAFileLeftBehindAnIdentity() async throws {
        let run = try TestRun()
        run.script(TestRun.banner)
        run.input[0] = Array(TestToken.user().utf8)
        let words = ["connect", "--user-principal-name", "admin@contoso.com\r", "--access-token-stdin", "-o", "json"]
        let outcome = await run.run(words)
        #expect(outcome.code == .done, "said: \(outcome.errors)")
        #expect(try JSONValue(parsing: outcome.output)["UserPrincipalName"] == "admin@contoso.com")
    }

    @Test func namesTheTenantEverywhere() async throws {
        let run = try TestRun()
        let outcome = await run.connect()
        #expect(outcome.errors.contains("tenant \(TestToken.contoso)"))
        #expect(
            try JSONValue(parsing: await run("connection", "list").output)[0]?["TenantID"] == .string(TestToken.contoso)
        )
        #expect(
            try JSONValue(parsing: await run("connection", "show").output)["TenantID"] == .string(TestToken.contoso)
        )
    }

    @Test func holdsATokenThatComesWithACommandAgainstTheTenantOfTheStoredConnection() async throws {
        let run = try TestRun()
        #expect(await run.connect().code == .done)
        run.script()
        let path = try run.file("token", TestToken.user(tenant: TestToken.fabrikam))
        let outcome = await run("Get-Mailbox", "--connection", "contoso.com", "--access-token-file", path)
        #expect(outcome.code == .notConnected)
        for text in [TestToken.contoso, TestToken.fabrikam, "--delegated-organization"] {
            #expect(outcome.errors.contains(text), "said: \(outcome.errors)")
        }
    }

    @Test func aGuestNamesTheTenant() async throws {
        let run = try TestRun()
        run.script(TestRun.banner, TestRun.page())
        let token = TestToken.user(changing: ["upn": nil, "unique_name": "mail#jo@fabrikam.com"])
        run.input[0] = Array(token.utf8)
        let user = ["--user-principal-name", "jo@fabrikam.com", "--tenant", "contoso.com"]
        let outcome = await run.run(["connect", "--access-token-stdin", "--name", "g"] + user)
        #expect(outcome.code == .done, "said: \(outcome.errors)")
        // The stored connection knows it.
        #expect(await run("Get-Mailbox").code == .done)
        #expect(await run("disconnect").code == .done)
        #expect(await run("Get-Mailbox").errors.contains("--user-principal-name jo@fabrikam.com --tenant contoso.com"))
        let wrong = await run(
            "connect",
            "--organization",
            "contoso.com",
            "--tenant",
            "contoso.com",
            "--access-token-stdin"
        )
        #expect(wrong.code == .usage)
    }

    struct Refusal: CustomTestStringConvertible {
        var words: [String]
        var code: ExitCode
        var says: [String]
        var testDescription: String { words.joined(separator: " ") }

        init(_ words: String..., code: ExitCode = .usage, says: String...) {
            self.words = words
            self.code = code
            self.says = says
        }
    }

    @Test(arguments: [
        Refusal("--organization", "contoso.com", says: "there is no access token", "EXO_ACCESS_TOKEN"),
        Refusal("--access-token-stdin", says: "whose token is it?", "--organization"),
        Refusal("--organization", "a", "--user-principal-name", "b", says: "name one only"),
        Refusal("--organization", "a", "--delegated-organization", "b", says: "name one only"),
        Refusal("--organization", "", says: "--organization is empty"),
        Refusal("--organization", "a", "--access-token", "secret-value", says: "--access-token is refused: every user"),
        Refusal("--organization", "a", "--access-token=secret-value", says: "--access-token-stdin"),
        Refusal(
            "--organization",
            "a",
            "--store",
            "keyring",
            "--access-token-stdin",
            says: "the keyring keeps the tokens",
            "--store file"
        ),
        Refusal("--organization", "a", "--store", "cloud", says: "--store is file, keyring or none"),
        Refusal("--organization", "a", "--cloud", "mars", says: "mars", "commercial"),
        Refusal("--organization", "a", "--service", "teams", says: "exchange or compliance"),
        Refusal("--organization", "a", "--page-size", "0", says: "1 to 1000"),
        Refusal("--organization", "a", "--access-token-stdin", "--access-token-fd", "3", says: "one way only"),
        Refusal("--organization", "a", "--access-token-fd", "x", says: "--access-token-fd 3"),
        Refusal("--organization", "a", "--access-token-fd", "9", code: .notConnected, says: "file descriptor 9"),
        Refusal(
            "--organization",
            "a",
            "--access-token-file",
            "/nowhere/t",
            code: .notConnected,
            says: "there is no token file"
        ),
        Refusal("--organization", "a", "--access-token-file", "/", code: .notConnected, says: "is a folder"),
        Refusal("--organization", "a", "--name", "../a", says: "cannot name a connection"),
    ])
    func refusesBeforeAnythingIsSent(refusal: Refusal) async throws {
        let run = try TestRun()
        let outcome = await run.run(["connect"] + refusal.words)
        #expect(outcome.code == refusal.code, "said: \(outcome.errors)")
        #expect(outcome.output == "")
        #expect(!outcome.errors.contains("secret-value"))
        for text in refusal.says { #expect(outcome.errors.contains(text), "said: \(outcome.errors)") }
    }

    @Test func refusesATokenFileThatEverybodyCanRead() async throws {
        let run = try TestRun()
        let path = try run.file("token", TestToken.user(), mode: 0o644)
        let outcome = await run("connect", "--organization", "contoso.com", "--access-token-file", path)
        #expect(outcome.code == .notConnected)
        #expect(outcome.errors.contains("next: chmod 600 '\(path)'"), "said: \(outcome.errors)")
    }

    @Test(arguments: [
        "", "   ", "hello", "eyJhbGciOiJub25lIn0", "eyJhbGciOiJub25lIn0.e30", "{\"access_token\": 5}", "{}",
        String(repeating: "eyJ", count: 400_000), String(repeating: "x", count: 3 << 20), "\u{0}\u{1}",
    ])
    func refusesWhatIsNoToken(text: String) async throws {
        let run = try TestRun()
        run.input[0] = Array(text.utf8)
        let outcome = await run("connect", "--organization", "contoso.com", "--access-token-stdin")
        #expect(outcome.code == .notConnected, "said: \(outcome.errors)")
        #expect(outcome.errors.utf8.count < 2000)
        if text.utf8.count > 20 { #expect(!outcome.errors.contains(text.prefix(20))) }
        #expect(await run("connection", "list").output == "[]\n")
    }

    @Test(arguments: [
        (TestToken.user("other@contoso.com"), "other@contoso.com"),
        (TestToken.user(audience: "https://graph.microsoft.com"), "graph.microsoft.com"),
        (TestToken.user(changing: ["exp": 1_700_000_000]), "expired"),
        (TestToken.user(changing: ["nbf": 1_790_000_000]), "nbf"),
        (TestToken.user(changing: ["scp": "Mail.Read"]), "scp"),
        (TestToken.application(), "application"),
    ])
    func refusesATokenThatContradicts(token: String, says: String) async throws {
        let run = try TestRun()
        run.input[0] = Array(token.utf8)
        let outcome = await run("connect", "--user-principal-name", "admin@contoso.com", "--access-token-stdin")
        #expect(outcome.code == .notConnected, "said: \(outcome.errors)")
        #expect(outcome.errors.contains(says), "said: \(outcome.errors)")
        #expect(outcome.errors.contains("nothing was sent"), "said: \(outcome.errors)")
        #expect(outcome.errors.contains("next: "), "said: \(outcome.errors)")
    }

    @Test func storeNoneKeepsNoToken() async throws {
        let run = try TestRun()
        run.script(TestRun.banner, TestRun.page("{\"Name\":\"a\"}"))
        run.environment["EXO_ACCESS_TOKEN"] = TestToken.user()
        let words = ["connect", "--user-principal-name", "admin@contoso.com", "--store", "none", "--name", "c"]
        #expect(await run.run(words).code == .done)
        #expect(!FileManager.default.fileExists(atPath: run.folder + "/.config/exo/secrets"))
        #expect(await run("Get-Mailbox").output == "[\n{\"Name\":\"a\"}\n]\n")
        run.environment["EXO_ACCESS_TOKEN"] = nil
        let without = await run("Get-Mailbox")
        #expect(without.code == .notConnected)
        #expect(without.errors.contains("keeps no token"))
    }

    @Test func aConnectionIsNotReplacedByOneToAnotherTenant() async throws {
        let run = try TestRun()
        #expect(await run.connect().code == .done)
        run.input[0] = Array(TestToken.application(tenant: TestToken.fabrikam).utf8)
        run.script(TestRun.banner)
        let words = ["connect", "--name", "contoso.com", "--organization", TestToken.fabrikam, "--access-token-stdin"]
        let outcome = await run.run(words)
        #expect(outcome.code == .usage)
        #expect(outcome.errors.contains("exo connection remove contoso.com"), "said: \(outcome.errors)")
    }
}
