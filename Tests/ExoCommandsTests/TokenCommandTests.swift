@testable import ExoCommands
import ExoJSON
import ExoTransport
import TestSupport
import Testing

struct TokenCommandTests {
    @Test func showsATokenInPlainWordsAndAsJSON() async throws {
        let run = try TestRun()
        run.input[0] = Array(TestToken.user().utf8)
        let facts = try JSONValue(parsing: await run("token", "show", "--access-token-stdin").output)
        #expect(facts["Kind"] == "user")
        #expect(facts["UserPrincipalName"] == "admin@contoso.com")
        #expect(facts["TenantId"] == .string(TestToken.contoso))
        #expect(facts["DirectoryRoles"]?[0] == "Exchange Administrator")
        #expect(facts["SecondsLeft"] == 3600)
        run.useTerminal()
        let words = await run("token", "show", "--access-token-stdin").output
        #expect(words.contains("admin@contoso.com"))
        #expect(words.contains("Exchange Administrator"))
    }

    @Test func checkNamesEveryContradiction() async throws {
        let run = try TestRun()
        let token = TestToken.user("other@contoso.com", audience: "https://graph.microsoft.com")
        run.environment["EXO_ACCESS_TOKEN"] = token
        let wrong = await run("token", "check", "--user-principal-name", "admin@contoso.com", "--output", "json")
        #expect(wrong.code == .notConnected)
        let claims = try JSONValue(parsing: wrong.output).arrayValue?.compactMap { $0["Claim"]?.stringValue }
        #expect(claims?.contains("aud") == true, "said: \(wrong.output)")
        #expect(claims?.contains("upn") == true, "said: \(wrong.output)")
        run.environment["EXO_ACCESS_TOKEN"] = TestToken.user()
        let right = await run("token", "check", "--user-principal-name", "Admin@Contoso.com")
        #expect(right.code == .done, "said: \(right.output)")
        #expect(right.output == "[]\n")
    }

    @Test func checkAsksTheAuthorityForTheTenantOfAnOrganization() async throws {
        let run = try TestRun()
        run.environment["EXO_ACCESS_TOKEN"] = TestToken.application()
        let issuer = "{\"issuer\":\"https://login.microsoftonline.com/\(TestToken.fabrikam)/v2.0\"}"
        let transport = run.script(ScriptedReply.json(issuer).expecting("GET", url: "/fabrikam.com/"))
        let outcome = await run("token", "check", "--organization", "fabrikam.com")
        #expect(outcome.code == .notConnected, "said: \(outcome.errors)")
        #expect(outcome.output.contains("\"tid\""))
        #expect(transport.requests[0].headers["Authorization"] == nil)
    }

    @Test func checkNeedsSomethingToHoldTheTokenAgainst() async throws {
        let run = try TestRun()
        run.environment["EXO_ACCESS_TOKEN"] = TestToken.user()
        let outcome = await run("token", "check")
        #expect(outcome.code == .usage)
        #expect(outcome.errors.contains("whom is the token to be held against?"))
    }

    @Test func checkHoldsTheStoredTokenAgainstAnotherIdentityOfItsCloud() async throws {
        let run = try TestRun()
        #expect(await run.connect().code == .done)
        #expect(await run("token", "check").code == .done)
        let other = await run("token", "check", "--user-principal-name", "other@contoso.com", "--output", "ndjson")
        #expect(other.code == .notConnected)
        #expect(other.output.contains("other@contoso.com"))
        let cloud = await run("token", "check", "--cloud", "dod")
        #expect(cloud.code == .usage)
        #expect(cloud.errors.contains("--cloud needs an identity"))
    }
}
