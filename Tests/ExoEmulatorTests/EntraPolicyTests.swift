import ExoJSON
import FoundationEssentials
import HTTPServer
import Testing

@testable import EmulatorAdministration
@testable import EmulatorCore
@testable import EmulatorEntra
@testable import EmulatorExchange
@testable import EmulatorPortal
@testable import ExoEmulator

struct EntraPolicyTests {
    private static let policyID = "eeeeeeee-0000-4000-8000-000000000001"

    /// Sets a policy for all users and services, with parts replaced.
    private static func set(
        _ bench: EntraBench,
        controls: [JSONValue] = ["mfa"],
        users: JSONValue = ["includeUsers": ["All"]],
        applications: JSONValue = ["includeApplications": ["All"]],
        more: JSONObject = [:],
        session: JSONValue = .null,
        state: String = "enabled"
    ) throws {
        var conditions: JSONObject = ["users": users, "applications": applications, "clientAppTypes": ["all"]]
        conditions.members += more.members
        let document: JSONValue = [
            "conditions": .object(conditions),
            "grantControls": ["operator": "OR", "builtInControls": .array(controls)],
            "sessionControls": session,
        ]
        try bench.context.directory.save(
            ConditionalAccessPolicyRecord(
                id: policyID,
                tenantID: EntraBench.contoso,
                displayName: "The policy",
                state: state,
                document: String(decoding: document.serialized(), as: UTF8.self)
            )
        )
    }

    private static func code(_ bench: EntraBench, offset: Int64 = 0) throws -> String {
        let step = OneTimePassword.step(at: bench.context.clock.now) + offset
        return try #require(try OneTimePassword.code(Seed.oneTimePasswordSecret, step: step))
    }

    @Test func asksForTheSecondFactor() throws {
        let bench = try EntraBench()
        try Self.set(bench)
        let page = try bench.signIn()
        #expect(page.text.contains("Enter code") && page.header("Location") == nil)
        let wrong = try bench.submit(page, [("otc", "000000")])
        #expect(wrong.text.contains("AADSTS500121"))
        let otc = try Self.code(bench)
        let reply = try bench.submit(wrong, [("otc", otc)])
        let code = try #require(reply.locationFields["code"])
        let tokens = try bench.token(EntraBench.redemption(code), tenant: "organizations")
        let claims = try EntraBench.claims(tokens.body["access_token"]?.stringValue)
        #expect(claims["amr"] == ["pwd", "mfa"])
        // The same code opens no second session, and the one before stays good.
        #expect(try bench.send("GET", EntraBench.authorizeTarget(["prompt": "none"])).locationFields["code"] != nil)
        let second = try bench.signIn(changes: ["prompt": "login"])
        #expect(try bench.submit(second, [("otc", otc)]).text.contains("AADSTS500121"))
        let next = try Self.code(bench, offset: 1)
        #expect(try bench.submit(second, [("otc", next)]).locationFields["code"] != nil)
    }

    @Test func cannotBeWalkedAround() throws {
        let bench = try EntraBench()
        try Self.set(bench)
        let first = try bench.send("GET", EntraBench.authorizeTarget())
        let page = try bench.submit(first, [("login", "admin@contoso.com"), ("password", Seed.password)])
        // Neither the form before nor the one for going on gets past the code.
        let again = try bench.submit(first, [("login", "admin@contoso.com"), ("password", Seed.password)])
        #expect(again.text.contains("Enter code"))
        #expect(try bench.submit(page, [("step", "proceed")]).header("Location") == nil)
        let silent = try bench.send("GET", EntraBench.authorizeTarget(["prompt": "none"])).locationFields
        #expect(silent["error"] == "interaction_required" && silent["claims"]?.contains(Self.policyID) == true)
        #expect(silent["error_description"]?.hasPrefix("AADSTS50076") == true)
        // A code is of the account alone whose page it was typed into.
        _ = try bench.signIn("exchange.admin@contoso.com", changes: ["prompt": "login"])
        let own = try #require(bench.cookies["ESTSAUTH"]?.split(separator: ".").first)
        bench.cookies["ESTSAUTH"] = String(own)
        let other = try bench.submit(page, [("otc", try Self.code(bench))])
        #expect(other.header("Location") == nil && !other.text.contains("AADSTS500121"))
    }

    @Test func locksOutWhoGuessesCodes() throws {
        let bench = try EntraBench()
        try Self.set(bench)
        var page = try bench.signIn()
        for _ in 0..<SmartLockout.limit { page = try bench.submit(page, [("otc", "000000")]) }
        page = try bench.submit(page, [("otc", try Self.code(bench))])
        #expect(page.text.contains("AADSTS50053"))
        bench.context.clock.advance(by: SmartLockout.duration - 1)
        page = try bench.submit(page, [("otc", try Self.code(bench))])
        #expect(page.header("Location") == nil && page.text.contains("AADSTS50053"))
        let anew = try bench.send("GET", EntraBench.authorizeTarget(["prompt": "login"]))
        let typed = [("login", "admin@contoso.com"), ("password", Seed.password)]
        #expect(try bench.submit(anew, typed).text.contains("AADSTS50053"))
        bench.context.clock.advance(by: 2)
        #expect(try bench.submit(page, [("otc", try Self.code(bench))]).locationFields["code"] != nil)
    }

    @Test func registersASecondFactor() throws {
        let bench = try EntraBench()
        try Self.set(bench)
        let page = try bench.signIn("adele@contoso.com")
        #expect(page.text.contains("Keep your account secure") && page.text.contains("otpauth://totp/Contoso:adele"))
        let secret = try #require(
            page.text.split(separator: "<code>").dropFirst().first?.split(separator: "<").first.map(String.init)
        )
        let step = OneTimePassword.step(at: bench.context.clock.now)
        let code = try #require(try OneTimePassword.code(secret, step: step))
        // A secret that was not shown is not taken.
        let other = try OneTimePassword.makeSecret()
        let planted = try bench.submit(page, [("subject", other), ("otc", code)])
        #expect(planted.header("Location") == nil)
        #expect(try bench.submit(page, [("otc", "000000")]).text.contains(secret))
        #expect(try bench.submit(page, [("otc", code)]).locationFields["code"] != nil)
        let user = try #require(try bench.context.directory.user("adele@contoso.com"))
        #expect(user.oneTimePasswordSecret == secret)
        #expect(try bench.signIn("adele@contoso.com", changes: ["prompt": "login"]).text.contains("Enter code"))
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        var control: String
        var code: Int
        var suberror: String?
        var testDescription: String { control }
    }

    @Test(arguments: [
        Refusal(control: "block", code: 53003, suberror: "message_only"),
        Refusal(control: "mfa", code: 50076, suberror: "basic_action"),
        Refusal(control: "compliantDevice", code: 53000, suberror: nil),
        Refusal(control: "domainJoinedDevice", code: 53001, suberror: nil),
        Refusal(control: "passwordChange", code: 50135, suberror: "user_password_expired"),
    ])
    func refusesARefreshTokenByPolicy(_ refusal: Refusal) throws {
        let bench = try EntraBench()
        let tokens = try bench.token(EntraBench.redemption(try bench.code()), tenant: "organizations")
        let refresh = try #require(tokens.body["refresh_token"]?.stringValue)
        try Self.set(bench, controls: [.string(refusal.control)])
        let form = [
            ("client_id", EntraBench.publicClient), ("grant_type", "refresh_token"), ("refresh_token", refresh),
        ]
        let second = try bench.token(form + [("scope", EntraBench.exchangeDefault)])
        #expect(second.status == 400 && second.body["error"] == "invalid_grant")
        #expect(second.body["error_codes"] == [.integer(Int64(refusal.code))])
        #expect(second.body["suberror"]?.stringValue == refusal.suberror)
        let first = try bench.token(form + [("resource", "https://outlook.office365.com")], version1: true)
        if refusal.code != 50135 {
            #expect(first.body["error"] == "interaction_required")
            let claims = try JSONValue(parsing: try #require(first.body["claims"]?.stringValue))
            #expect(claims["access_token"]?["capolids"]?["values"] == [.string(Self.policyID)])
        }
        let page = try bench.send("GET", EntraBench.authorizeTarget())
        #expect(page.header("Location") == nil)
        if refusal.control != "mfa" { #expect(page.text.contains("AADSTS\(refusal.code)")) }
    }

    @Test func looksAtWhoAndWhat() throws {
        let bench = try EntraBench()
        let admin = DirectoryRoleID.globalAdministrator
        let group = try #require(
            try bench.context.directory.groups(of: EntraBench.contoso).first { $0.displayName == "VPN Users" }
        )
        let user = try #require(try bench.context.directory.user("admin@contoso.com"))
        let cases: [(users: JSONValue, applications: JSONValue, admin: Bool, adele: Bool)] = [
            (
                ["includeUsers": ["All"], "excludeUsers": [.string(user.id)]], ["includeApplications": ["All"]], false,
                true
            ),
            (["includeUsers": ["None"]], ["includeApplications": ["All"]], false, false),
            (["includeRoles": [.string(admin)]], ["includeApplications": ["Office365"]], true, false),
            (
                ["includeGroups": [.string(group.id)]], ["includeApplications": [.string(FirstParty.exchange)]], false,
                true
            ),
            (
                ["includeUsers": ["All"], "excludeGroups": [.string(group.id)]], ["includeApplications": ["All"]], true,
                false
            ),
            (["includeUsers": ["All"]], ["includeApplications": [.string(FirstParty.graph)]], false, false),
            (
                ["includeUsers": ["All"]],
                ["includeApplications": ["All"], "excludeApplications": [.string(FirstParty.exchange)]], false, false
            ),
            (["includeUsers": ["GuestsOrExternalUsers"]], ["includeApplications": ["All"]], false, false),
        ]
        for item in cases {
            try Self.set(bench, controls: ["block"], users: item.users, applications: item.applications)
            for (login, isBlocked) in [("admin@contoso.com", item.admin), ("adele@contoso.com", item.adele)] {
                let reply = try bench.signIn(login, changes: ["prompt": "login"])
                #expect(reply.text.contains("AADSTS53003") == isBlocked, "\(login) \(item)")
            }
        }
        try Self.set(bench, controls: ["block"], state: "enabledForReportingButNotEnforced")
        #expect(try bench.signIn(changes: ["prompt": "login"]).status == 302)
    }

    @Test func blocksTheDeviceFlowAlone() throws {
        let bench = try EntraBench()
        try Self.set(
            bench,
            controls: ["block"],
            more: ["authenticationFlows": ["transferMethods": "deviceCodeFlow"]]
        )
        #expect(try bench.signIn().status == 302)
        let begun = try bench.send(
            "POST",
            "/organizations/oauth2/v2.0/devicecode",
            form: [("client_id", EntraBench.publicClient), ("scope", EntraBench.exchangeDefault)]
        )
        let code = try #require(try JSONValue(parsing: begun.body)["user_code"]?.stringValue)
        let picker = try bench.submit(try bench.send("GET", "/device"), [("otc", code)])
        #expect(try bench.submit(picker, [], formWith: "class=\"account\"").text.contains("AADSTS53003"))
    }

    @Test func blocksAnApplicationWhereAPolicyNamesIt() throws {
        let bench = try EntraBench()
        try Self.set(bench, controls: ["block"])
        _ = try bench.applicationToken()
        let principal = try #require(
            try bench.context.directory.servicePrincipal(EntraBench.confidentialClient, in: EntraBench.contoso)
        )
        try Self.set(
            bench,
            controls: ["block"],
            users: ["includeUsers": ["None"]],
            more: ["clientApplications": ["includeServicePrincipals": [.string(principal.objectID)]]]
        )
        let reply = try bench.token([
            ("client_id", EntraBench.confidentialClient), ("client_secret", EntraBench.secret),
            ("grant_type", "client_credentials"), ("scope", EntraBench.exchangeDefault),
        ])
        #expect(reply.body["error_codes"] == [53003])
    }

    @Test func wantsAYoungSignIn() throws {
        let bench = try EntraBench()
        try Self.set(
            bench,
            controls: [],
            session: ["signInFrequency": ["value": 1, "type": "hours", "isEnabled": true]]
        )
        let tokens = try bench.token(EntraBench.redemption(try bench.code()), tenant: "organizations")
        bench.context.clock.advance(by: 3700)
        let late = try bench.token([
            ("client_id", EntraBench.publicClient), ("grant_type", "refresh_token"),
            ("refresh_token", try #require(tokens.body["refresh_token"]?.stringValue)),
        ])
        #expect(late.body["error_codes"] == [70043] && late.body["suberror"] == "bad_token")
        let page = try bench.send("GET", EntraBench.authorizeTarget())
        #expect(page.text.contains("value=\"admin@contoso.com\""))
        #expect(try bench.submit(page, [("login", "admin@contoso.com"), ("password", Seed.password)]).status == 302)
    }

    @Test func stepsUpWhereAContextIsAskedFor() throws {
        let bench = try EntraBench()
        try Self.set(bench, applications: ["includeAuthenticationContextClassReferences": ["c1"]])
        #expect(try bench.signIn().status == 302)
        let claims = #"{"access_token":{"acrs":{"essential":true,"value":"c1"}}}"#
        let page = try bench.send("GET", EntraBench.authorizeTarget(["claims": claims]))
        #expect(page.text.contains("Enter code"))
        let code = try #require(try bench.submit(page, [("otc", try Self.code(bench))]).locationFields["code"])
        let tokens = try bench.token(EntraBench.redemption(code) + [("claims", claims)], tenant: "organizations")
        #expect(try EntraBench.claims(tokens.body["access_token"]?.stringValue)["acrs"] == ["c1"])
    }

    @Test func stepsUpWhereAChallengeNamesAPolicyOfAnotherService() throws {
        let api = try APIBench()
        let bench = api.bench
        try Self.set(bench, applications: ["includeApplications": [.string(FirstParty.exchange)]])
        let scope = "\(APIBench.name)/Orders.Read openid offline_access"
        let refusal = try bench.token(APIBench.form(api.userToken())).body
        #expect(refusal["error_codes"] == [50076])
        let claims = try #require(refusal["claims"]?.stringValue)
        #expect(try bench.signIn(changes: ["scope": scope]).status == 302)
        let page = try bench.send("GET", EntraBench.authorizeTarget(["scope": scope, "claims": claims]))
        #expect(page.text.contains("Enter code"))
        let code = try #require(try bench.submit(page, [("otc", try Self.code(bench))]).locationFields["code"])
        let form = EntraBench.redemption(code).filter { $0.0 != "scope" } + [("scope", scope), ("claims", claims)]
        let token = try #require(try bench.token(form, tenant: "organizations").body["access_token"]?.stringValue)
        #expect(try bench.token(APIBench.form(token)).status == 200)
        // By password alone the policy cannot be met, whatever the token is for.
        let password = try bench.token([
            ("client_id", EntraBench.publicClient), ("grant_type", "password"), ("username", "admin@contoso.com"),
            ("password", Seed.password), ("scope", scope), ("claims", claims),
        ])
        #expect(password.body["error_codes"] == [50076])
    }

    @Test(arguments: [
        "[]", "null", #"{"access_token":{"shoe_size":null}}"#, #"{"id_token":{"shoe_size":null}}"#,
        #"{"userinfo":{"email":null}}"#, #"{"access_token":1}"#,
        #"{"access_token":{"acrs":{"value":"\#(String(repeating: "c", count: 10_000))"}}}"#,
    ])
    func refusesClaimsThatItDoesNotKnow(_ claims: String) throws {
        let bench = try EntraBench()
        let reply = try bench.token([
            ("client_id", EntraBench.publicClient), ("grant_type", "password"), ("username", "admin@contoso.com"),
            ("password", Seed.password), ("scope", EntraBench.exchangeDefault), ("claims", claims),
        ])
        #expect(reply.body["error_codes"] == [9_002_313] && reply.body["error"] == "invalid_request")
        let page = try bench.send("GET", EntraBench.authorizeTarget(["claims": claims]))
        #expect(page.locationFields["error"] == "invalid_request")
    }

    @Test func provesMoreWhereTheClientAsks() throws {
        let bench = try EntraBench()
        #expect(try bench.signIn(changes: ["amr_values": "ngcmfa"]).text.contains("Enter code"))
        #expect(try bench.send("GET", EntraBench.authorizeTarget()).status == 302)
    }

    @Test func refusesByAPolicyItCannotRead() throws {
        let bench = try EntraBench()
        try Self.set(bench, controls: ["mfa"], more: ["signInRiskLevels": ["high"]])
        let reply = try bench.signIn()
        #expect(reply.text.contains("AADSTS53003") && reply.text.contains("conditions.signInRiskLevels"))
    }
}
