import ExoCrypto
import ExoJSON
import FoundationEssentials
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorEntra
@testable import ExoEmulator

struct EntraTokenVersionTests {
    private func header(_ token: String?) throws -> JSONObject {
        let part = try #require(token?.split(separator: ".").first)
        let bytes = try #require(Base64URL.decode(part))
        return try #require(try JSONValue(parsing: bytes).objectValue)
    }

    @Test func issuesVersion1UnlessTheServiceWantsVersion2() throws {
        let api = try APIBench()
        let token = try api.userToken()
        let claims = try EntraBench.claims(token)
        #expect(claims["ver"] == "1.0" && claims["aud"] == .string(APIBench.name) && claims["scp"] == "Orders.Read")
        #expect(claims["iss"] == .string("https://sts.windows.net/\(EntraBench.contoso)/"))
        #expect(try header(token)["x5t"] != nil)
    }

    @Test func issuesVersion2ToUsers() throws {
        let api = try APIBench(version: 2)
        let user = try #require(try api.bench.context.directory.user("admin@contoso.com"))
        for role in ["Orders.Approve", "Not.Offered"] {
            try api.bench.context.directory.grant(
                AppRoleAssignmentRecord(
                    tenantID: EntraBench.contoso,
                    principalID: user.id,
                    resourceAppID: APIBench.service,
                    role: role
                )
            )
        }
        let token = try api.userToken()
        let claims = try EntraBench.claims(token)
        #expect(claims["ver"] == "2.0" && claims["aud"] == .string(APIBench.service) && claims["scp"] == "Orders.Read")
        #expect(claims["iss"] == .string("https://localhost:8443/\(EntraBench.contoso)/v2.0"))
        #expect(claims["azp"] == .string(EntraBench.publicClient) && claims["azpacr"] == "0")
        #expect(claims["preferred_username"] == "admin@contoso.com" && claims["roles"] == ["Orders.Approve"])
        for name in ["appid", "appidacr", "acr", "amr", "ipaddr", "upn", "unique_name", "wids"] {
            #expect(claims[name] == nil, "\(name)")
        }
        #expect(try header(token)["x5t"] == nil && header(token)["kid"] != nil)
    }

    @Test(arguments: [APIBench.name, APIBench.service]) func issuesVersion2ToApplications(_ name: String) throws {
        let api = try APIBench(version: 2)
        let claims = try EntraBench.claims(api.bench.applicationToken(scope: "\(name)/.default"))
        #expect(claims["ver"] == "2.0" && claims["aud"] == .string(APIBench.service) && claims["azpacr"] == "1")
        #expect(claims["scp"] == nil && claims["wids"] == nil && claims["oid"] == claims["sub"])
    }

    @Test func namesTheAudienceAsItWasAskedFor() throws {
        let api = try APIBench()
        for name in [APIBench.name, APIBench.service] {
            let claims = try EntraBench.claims(api.bench.applicationToken(scope: "\(name)/.default"))
            #expect(claims["aud"] == .string(name))
        }
    }

    @Test func givesALongLifeWhereTheServiceAsksBack() throws {
        let api = try APIBench()
        func lifetime(_ scope: String) throws -> Int64? {
            let reply = try api.bench.token([
                ("client_id", EntraBench.confidentialClient), ("client_secret", EntraBench.secret),
                ("grant_type", "client_credentials"), ("scope", scope), ("client_info", "2"),
                ("claims", #"{"access_token":{"xms_cc":{"values":["CP1"]}}}"#),
            ])
            #expect(reply.body["client_info"] == nil)
            #expect((reply.body["refresh_in"] != nil) == ((reply.body["expires_in"]?.integerValue ?? 0) > 7200))
            return reply.body["expires_in"]?.integerValue
        }
        let long = try #require(try lifetime(EntraBench.exchangeDefault))
        let short = try #require(try lifetime("\(APIBench.name)/.default"))
        #expect(long >= 71999 && short < 7200)
    }

    @Test(
        arguments: [
            (#"{"access_token":{"nbf":{"essential":true,"value":"1790000000"}}}"#, nil),
            (#"{"access_token":{"nbf":{"essential":true,"value":1604106651}}}"#, nil),
            (#"{"access_token":{"nbf":{"essential":true}}}"#, nil),
            (#"{"access_token":{"nbf":{"essential":true,"value":"1790000001"}}}"#, 50173),
            (#"{"access_token":{"nbf":{"essential":true,"value":"soon"}}}"#, 9_002_313),
            (#"{"access_token":{"nbf":{"essential":true,"value":[]}}}"#, 9_002_313),
        ] as [(String, Int64?)]
    ) func answersAChallenge(_ claims: String, _ code: Int64?) throws {
        let bench = try EntraBench()
        let application = try bench.token([
            ("client_id", EntraBench.confidentialClient), ("client_secret", EntraBench.secret),
            ("grant_type", "client_credentials"), ("scope", EntraBench.exchangeDefault), ("claims", claims),
        ])
        let user = try bench.token([
            ("client_id", EntraBench.module), ("grant_type", "password"), ("username", "admin@contoso.com"),
            ("password", Seed.password), ("scope", EntraBench.exchangeDefault), ("claims", claims),
        ])
        for reply in [application, user] {
            #expect(reply.body["error_codes"]?[0]?.integerValue == code)
            #expect(reply.body["suberror"] == (code == 50173 ? "bad_token" : nil))
        }
    }

    @Test func namesInBothVersionsTheContextsThatWereAskedFor() throws {
        for version in [nil, 2] {
            let api = try APIBench(version: version)
            let reply = try api.bench.token([
                ("client_id", EntraBench.publicClient), ("grant_type", "password"), ("username", "admin@contoso.com"),
                ("password", Seed.password), ("scope", "\(APIBench.name)/Orders.Read"),
                ("claims", #"{"access_token":{"acrs":{"essential":true,"value":"c1"}}}"#),
            ])
            #expect(try EntraBench.claims(reply.body["access_token"]?.stringValue)["acrs"] == ["c1"])
        }
    }

    @Test func namesTheRolesOfAUserInTheIDTokenOfTheApplication() throws {
        let api = try APIBench()
        let user = try #require(try api.bench.context.directory.user("admin@contoso.com"))
        try api.bench.context.directory.grant(
            AppRoleAssignmentRecord(
                tenantID: EntraBench.contoso,
                principalID: user.id,
                resourceAppID: APIBench.service,
                role: "Orders.Approve"
            )
        )
        let other = try EntraBench.claims(api.signIn()["id_token"]?.stringValue)
        #expect(other["roles"] == nil)
        let form = APIBench.form(try api.userToken())
        let own = try EntraBench.claims(api.bench.token(form).body["id_token"]?.stringValue)
        #expect(own["aud"] == .string(APIBench.service) && own["roles"] == ["Orders.Approve"])
    }

    @Test func namesTheScopesOfAService() throws {
        let api = try APIBench()
        #expect(try api.signIn()["scope"] == .string("openid \(APIBench.name)/Orders.Read"))
        let unknown = try api.signIn("\(APIBench.name)/Orders.Burn")
        #expect(unknown["error_codes"] == [28002] && unknown["error"] == "invalid_request")
        let other = try api.signIn("\(APIBench.name)/.default", client: EntraBench.module)
        #expect(other["error_codes"] == [65002])
    }

    @Test func letsAnApplicationAskForItselfByItsIDAlone() throws {
        let api = try APIBench()
        let name = EntraBench.publicClient
        try api.bench.context.directory.insert(IdentifierURIRecord(uri: "api://console", resourceAppID: name))
        #expect(try api.signIn("api://console/.default")["error_codes"] == [90009])
        let own = try api.signIn("\(name)/.default")
        #expect(try EntraBench.claims(own["access_token"]?.stringValue)["aud"] == .string(name))
        for grant in try api.bench.context.directory.delegatedGrants(of: name, in: EntraBench.contoso) {
            try api.bench.context.directory.delete(grant)
        }
        #expect(try api.signIn("\(name)/.default")["error_codes"] == [90008])
    }

    @Test func letsInWhoIsAssignedThroughAGroup() throws {
        let api = try APIBench()
        try api.requireAssignment(to: EntraBench.publicClient)
        #expect(try api.signIn()["error_codes"] == [50105])
        let directory = api.bench.context.directory
        let user = try #require(try directory.user("admin@contoso.com"))
        let group = try #require(try directory.groups(containing: user.id).first)
        try directory.grant(
            AppRoleAssignmentRecord(
                tenantID: EntraBench.contoso,
                principalID: group.id,
                resourceAppID: EntraBench.publicClient,
                role: "default"
            )
        )
        #expect(try api.signIn()["access_token"] != nil)
        #expect(try api.signIn(user: "adele@contoso.com")["error_codes"] == [50105])
    }

    @Test func refusesWhatARegistrationDoesNotAskForOnVersion1() throws {
        let api = try APIBench()
        let directory = api.bench.context.directory
        func code() throws -> JSONValue? {
            let form = APIBench.form(try api.userToken(), ["resource": "https://graph.microsoft.com"])
            return try api.bench.token(form, version1: true).body["error_codes"]?[0]
        }
        #expect(try code() == 650_057)
        let graph = RequiredPermissionRecord(
            appID: APIBench.service,
            resourceAppID: FirstParty.graph,
            permissionID: "dddddddd-0000-4000-8000-000000000007",
            kind: .role
        )
        try directory.setRequiredPermissions([graph], of: APIBench.service)
        #expect(try code() == 65005)
        var scope = graph
        scope.kind = .scope
        try directory.setRequiredPermissions([scope], of: APIBench.service)
        #expect(try code() == 65001)
    }

    @Test func refusesAServiceThatTheTenantDoesNotHave() throws {
        let api = try APIBench()
        let form = [
            ("client_id", EntraBench.confidentialClient), ("client_secret", EntraBench.secret),
            ("grant_type", "client_credentials"), ("scope", "\(APIBench.name)/.default"),
        ]
        #expect(try api.bench.token(form).status == 200)
        #expect(try api.bench.token(form, tenant: "fabrikam.com").body["error_codes"] == [500_011])
    }

    @Test func refusesAResourceOnVersion2AndARegion() throws {
        let bench = try EntraBench()
        let form = [
            ("client_id", EntraBench.confidentialClient), ("client_secret", EntraBench.secret),
            ("grant_type", "client_credentials"), ("resource", "https://outlook.office365.com"),
        ]
        #expect(try bench.token(form).body["error_codes"] == [901_002])
        let request = ServerRequest(
            method: "POST",
            target: "/contoso.com/oauth2/v2.0/token",
            headers: [
                .init("Host", "westeurope.login.microsoft.com"),
                .init("Content-Type", "application/x-www-form-urlencoded"),
            ],
            body: Array(EntraBench.encoded(form).utf8)
        )
        let reply = bench.emulator.respond(to: request)
        #expect(try JSONValue(parsing: reply.body)["error_codes"] == [100_007])
    }
}
