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

    @Test func checkSaysWhatTheTokenContradictsWhenTheAuthorityIsAway() async throws {
        let run = try TestRun()
        run.environment["EXO_ACCESS_TOKEN"] = TestToken.application(changing: ["exp": 1_700_000_000])
        run.script(.failure(.cannotConnect))
        let outcome = await run("token", "check", "--organization", "fabrikam.com", "--output", "json")
        #expect(outcome.code == .notConnected)
        #expect(try JSONValue(parsing: outcome.output).arrayValue?.map { $0["Claim"] } == ["exp"])
        #expect(outcome.errors.contains("the tenant of fabrikam.com was not looked up"))
    }

    @Test(arguments: [
        (TransportError.Code.cannotResolve, "next: check the cloud"), (.untrusted, "--ca-file"),
        (.proxyRefused, "--proxy"),
    ])
    func checkSaysWhatHelpsWhenTheAuthorityIsAway(code: TransportError.Code, says: String) async throws {
        let run = try TestRun()
        run.environment["EXO_ACCESS_TOKEN"] = TestToken.application()
        run.script(.failure(code))
        let outcome = await run("token", "check", "--organization", "fabrikam.com")
        #expect(outcome.code == .failed)
        #expect(outcome.errors.contains(says), "said: \(outcome.errors)")
    }

    @Test func checkHoldsAUsersTokenAgainstTheTenantOfTheDomain() async throws {
        let run = try TestRun()
        run.environment["EXO_ACCESS_TOKEN"] = TestToken.user(tenant: TestToken.fabrikam)
        let words = ["token", "check", "--user-principal-name", "admin@contoso.com", "--output", "json"]
        let outcome = await run.run(words)
        #expect(outcome.code == .notConnected)
        let row = try JSONValue(parsing: outcome.output)[0]
        #expect(row?["Claim"] == "tid")
        #expect(row?["Repair"]?.stringValue?.contains("--delegated-organization \(TestToken.fabrikam)") == true)
        #expect(row?["Repair"]?.stringValue?.contains("--tenant \(TestToken.fabrikam)") == true)
        #expect(await run.run(words + ["--tenant", TestToken.fabrikam]).code == .done)
        run.environment["EXO_TENANT"] = TestToken.fabrikam
        #expect(await run.run(words).code == .done)
    }

    @Test func tellsTheErrorReplyOfATokenEndpoint() async throws {
        let run = try TestRun()
        run.input[0] = Array(
            """
            {"error":"invalid_client","error_description":"AADSTS7000222: The provided client secret keys are expired.\\r\\n\
            Trace ID: t\\r\\nCorrelation ID: c-1\\r\\nTimestamp: x","error_codes":[7000222]}
            """.utf8
        )
        let outcome = await run("token", "show", "--access-token-stdin")
        #expect(outcome.code == .notConnected)
        for text in [
            "AADSTS7000222", "The provided client secret keys are expired.", "correlation id c-1", "next: make a new",
        ] {
            #expect(outcome.errors.contains(text), "said: \(outcome.errors)")
        }
    }

    @Test func theLineThatGetsATokenLeavesOutTheLineEndOfTheSecret() async throws {
        let run = try TestRun()
        run.environment["EXO_ACCESS_TOKEN"] = TestToken.application(changing: ["roles": nil, "exp": 1_700_000_000])
        let outcome = await run("token", "check", "--organization", TestToken.contoso, "--output", "json")
        let rows = try JSONValue(parsing: outcome.output).arrayValue ?? []
        let repair = try #require(rows.first { $0["Claim"] == "exp" }?["Repair"]?.stringValue)
        #expect(repair.contains("tr -d '\\r\\n' < FILE | curl "))
        #expect(repair.contains("--data-urlencode client_secret@- "))
    }
}
