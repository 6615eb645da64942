import ExoJSON
import FoundationEssentials
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import ExoEmulator

struct EntraRefreshTests {
    private func signIn(_ bench: EntraBench, client: String, user: String = "admin@contoso.com") throws -> JSONObject {
        try bench.token([
            ("client_id", client), ("grant_type", "password"), ("username", user), ("password", Seed.password),
            ("scope", "https://graph.microsoft.com/.default offline_access"),
        ]).body
    }

    private func form(_ token: JSONValue?, client: String) throws -> [(String, String)] {
        [
            ("client_id", client), ("grant_type", "refresh_token"),
            ("refresh_token", try #require(token?.stringValue)),
        ]
    }

    @Test func letsAFamilyRedeemEachOthersTokens() throws {
        let bench = try EntraBench()
        let first = try signIn(bench, client: FirstParty.office)
        #expect(first["foci"] == "1")
        let teams = try bench.token(form(first["refresh_token"], client: FirstParty.teams))
        #expect(teams.status == 200 && teams.body["foci"] == "1")
        let claims = try EntraBench.claims(teams.body["access_token"]?.stringValue)
        #expect(claims["appid"] == .string(FirstParty.teams))
        let back = try bench.token(form(teams.body["refresh_token"], client: FirstParty.office))
        #expect(back.status == 200)
        let command = try bench.token(form(first["refresh_token"], client: FirstParty.azureCLI))
        #expect(command.status == 200 && command.body["foci"] == "1")
        for stranger in [EntraBench.module, EntraBench.publicClient] {
            let reply = try bench.token(form(first["refresh_token"], client: stranger))
            #expect(reply.body["error_codes"] == [700_007] && reply.body["suberror"] == "client_mismatch")
        }
    }

    @Test func keepsOthersOutOfTheFamily() throws {
        let bench = try EntraBench()
        let first = try signIn(bench, client: EntraBench.publicClient)
        #expect(first["refresh_token"] != nil && first["foci"] == nil)
        let reply = try bench.token(form(first["refresh_token"], client: FirstParty.office))
        #expect(reply.body["suberror"] == "client_mismatch")
    }

    @Test func voidsWhatWasUsedTwiceWhereToldTo() throws {
        let bench = try EntraBench()
        let first = try signIn(bench, client: EntraBench.publicClient)
        let old = try form(first["refresh_token"], client: EntraBench.publicClient)
        #expect(try bench.token(old).status == 200 && bench.token(old).status == 200)
        bench.context.settings.change { $0.refusesReusedRefreshTokens = true }
        let other = try signIn(bench, client: EntraBench.publicClient)
        let start = try form(other["refresh_token"], client: EntraBench.publicClient)
        let next = try form(bench.token(start).body["refresh_token"], client: EntraBench.publicClient)
        #expect(try bench.token(start).body["error_codes"] == [50173])
        #expect(try bench.token(next).body["error_codes"] == [70000])
        // Another sign-in is none of that.
        let third = try signIn(bench, client: EntraBench.publicClient)
        #expect(try bench.token(form(third["refresh_token"], client: EntraBench.publicClient)).status == 200)
    }

    @Test func refusesByWhatBecameOfTheUser() throws {
        let bench = try EntraBench()
        let first = try signIn(bench, client: EntraBench.publicClient)
        let form = try form(first["refresh_token"], client: EntraBench.publicClient)
        let user = try #require(try bench.context.directory.user("admin@contoso.com"))
        try bench.context.directory.setAccountEnabled(false, ofUser: user.id)
        #expect(try bench.token(form).body["error_codes"] == [50057])
        try bench.context.directory.setAccountEnabled(true, ofUser: user.id)
        bench.context.clock.advance(by: 90 * 86400 + 1)
        #expect(try bench.token(form).body["error_codes"] == [700_082])
    }

    @Test func pairsTheCodesOfAnEndedCodeOnVersion1() throws {
        let bench = try EntraBench()
        let code = try bench.code()
        bench.context.clock.advance(by: 601)
        let form = EntraBench.redemption(code) + [("resource", "https://outlook.office365.com")]
        let reply = try bench.token(form, version1: true)
        #expect(reply.body["error_codes"] == [70002, 70008] && reply.body["error"] == "invalid_grant")
        #expect(reply.body["error_description"]?.stringValue?.hasPrefix("AADSTS70002: ") == true)
    }

    @Test func asksThePartnersApplicationToBeAuthorizedAtTheCustomer() throws {
        let bench = try EntraBench()
        let first = try signIn(bench, client: EntraBench.publicClient)
        let form =
            try form(first["refresh_token"], client: EntraBench.publicClient) + [("scope", EntraBench.exchangeDefault)]
        #expect(try bench.token(form, tenant: "fabrikam.com").status == 200)
        let directory = bench.context.directory
        for grant in try directory.delegatedGrants(of: EntraBench.publicClient, in: EntraBench.fabrikam) {
            try directory.delete(grant)
        }
        #expect(try bench.token(form, tenant: "fabrikam.com").body["error_codes"] == [65001])
        try directory.change(
            "DELETE FROM service_principal WHERE app_id = ? AND tenant_id = ?",
            [EntraBench.publicClient, EntraBench.fabrikam]
        )
        let reply = try bench.token(form, tenant: "fabrikam.com")
        #expect(reply.body["error_codes"] == [90099] && reply.body["error"] == "invalid_grant")
        // The module is the service's own and needs no one's authorization.
        let module = try signIn(bench, client: EntraBench.module)
        #expect(module["error_codes"] == [65002])
    }

    @Test func refusesAClientThatMicrosoftDisabled() throws {
        let bench = try EntraBench()
        let reply = try bench.token([
            ("client_id", FirstParty.oldPowerShellModule), ("grant_type", "refresh_token"), ("refresh_token", "x"),
        ])
        #expect(reply.body["error_codes"] == [7_000_112] && reply.body["error"] == "unauthorized_client")
    }
}
