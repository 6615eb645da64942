import ExoCrypto
import ExoJSON
import FoundationEssentials
import HTTPServer
import Testing

@testable import EmulatorAdministration
@testable import EmulatorCore
@testable import EmulatorEntra
@testable import EmulatorExchange
@testable import ExoEmulator

/// What ends with a user's sessions, whichever way they were ended.
struct RevocationTests {
    private func isSignedIn(_ bench: TenantBench) -> Bool {
        let silent = bench.browser.request("GET", EntraBench.authorizeTarget(["prompt": "none"]))
        return bench.browser.send(silent).locationFields["code"] != nil
    }

    @Test func endsSessionsAndTokensWhenExchangeBlocksTheUser() throws {
        let bench = try TenantBench()
        let tokens = try bench.token(TenantBench.password(user: "adele@contoso.com")).body
        _ = try bench.code("adele@contoso.com")
        #expect(isSignedIn(bench))
        bench.wait(5)
        #expect(try bench.run("Set-Mailbox", ["Identity": "adele", "AccountDisabled": true]).status == 200)
        #expect(try bench.token(TenantBench.refresh(tokens["refresh_token"])).body["error_codes"] == [50057])
        bench.wait(5)
        #expect(try bench.run("Set-Mailbox", ["Identity": "adele", "AccountDisabled": false]).status == 200)
        // Being let in again brings nothing back.
        #expect(try bench.token(TenantBench.refresh(tokens["refresh_token"])).body["error_codes"] == [50173])
        #expect(!isSignedIn(bench))
    }

    @Test func endsSessionsAndTokensWhenExchangeSetsAPassword() throws {
        let bench = try TenantBench()
        let tokens = try bench.token(TenantBench.password(user: "adele@contoso.com")).body
        _ = try bench.code("adele@contoso.com")
        bench.wait(5)
        let xml = try #require(Base64.decode(try ParameterKey(bench.emulator.context.store).published))
        let parts = String(decoding: xml, as: UTF8.self).split { $0 == "<" || $0 == ">" }.map(String.init)
        let modulus = try #require(Base64.decode(parts[2]))
        let exponent = try #require(Base64.decode(parts[5]))
        let key = try RSAPublicKey(modulus: modulus, exponent: exponent)
        let secret = Base64.encode(try key.encryptPKCS1(Array("N3w-Secret".utf8)))
        let reply = try bench.run("Set-Mailbox", ["Identity": "adele", "Password": .string(secret)])
        #expect(reply.status == 200, "\(reply.text)")
        #expect(try bench.token(TenantBench.refresh(tokens["refresh_token"])).body["error_codes"] == [50173])
        #expect(!isSignedIn(bench))
    }

    @Test(arguments: [["accountEnabled": false], ["password": "An0ther-Password"]] as [JSONValue])
    func endsSessionsAndTokensWhenTheControlAPIChangesTheUser(_ change: JSONValue) throws {
        let bench = try TenantBench()
        let tokens = try bench.token(TenantBench.password(user: "adele@contoso.com")).body
        bench.wait(5)
        #expect(bench.control("PATCH", "users/adele@contoso.com", change).status == 200)
        bench.control("PATCH", "users/adele@contoso.com", ["accountEnabled": true])
        #expect(try bench.token(TenantBench.refresh(tokens["refresh_token"])).body["error_codes"] == [50173])
    }

    @Test func refusesACodeFromBeforeARevocation() throws {
        let bench = try TenantBench()
        let code = try bench.code()
        bench.wait(5)
        bench.control("POST", "users/admin@contoso.com/revoke", [:])
        let reply = try bench.token(EntraBench.redemption(code)).body
        #expect(reply["error_codes"] == [50173] && reply["suberror"] == "bad_token")
        #expect(try bench.token(EntraBench.redemption(try bench.code())).response.status == 200)
    }

    @Test func refusesADeviceThatWasLetInBeforeARevocation() throws {
        let bench = try TenantBench()
        let begun = try bench.token(
            [("client_id", EntraBench.publicClient), ("scope", EntraBench.exchangeDefault)],
            at: "/organizations/oauth2/v2.0/devicecode"
        ).body
        let browser = bench.browser
        var page = browser.send(browser.request("GET", "/devicelogin"))
        page = browser.send(try browser.submission(of: page, [("otc", begun["user_code"]?.stringValue ?? "")]))
        page = browser.send(
            try browser.submission(of: page, [("login", "admin@contoso.com"), ("password", Seed.password)])
        )
        page = browser.send(try browser.submission(of: page, [("confirm", "continue")]))
        bench.wait(5)
        bench.control("POST", "users/admin@contoso.com/revoke", [:])
        let reply = try bench.token([
            ("client_id", EntraBench.publicClient), ("grant_type", "device_code"),
            ("device_code", begun["device_code"]?.stringValue ?? ""),
        ]).body
        #expect(reply["error_codes"] == [50173])
    }

    @Test func restoresAUserWithoutTheGroupsDeletedMeanwhile() throws {
        let bench = try TenantBench()
        let token = try bench.token(
            [
                ("client_id", EntraBench.confidentialClient), ("client_secret", EntraBench.secret),
                ("grant_type", "client_credentials"), ("scope", TenantBench.graphDefault),
            ],
            at: "/contoso.com/oauth2/v2.0/token"
        ).body["access_token"]
        func id(_ target: String) throws -> String {
            let reply = bench.call("GET", target, token: token)
            let body = try JSONValue(parsing: reply.body)
            return try #require(body["id"]?.stringValue ?? body["value"]?[0]?["id"]?.stringValue, "\(reply.text)")
        }
        let adele = try id("/v1.0/users/adele@contoso.com")
        let group = try id("/v1.0/groups?$filter=displayName%20eq%20'VPN%20Users'")
        let kept = try id("/v1.0/groups?$filter=displayName%20eq%20'Sales%20Team'")
        #expect(bench.call("DELETE", "/v1.0/users/\(adele)", token: token).status == 204)
        #expect(bench.call("DELETE", "/v1.0/groups/\(group)", token: token).status == 204)
        let restored = bench.call(
            "POST",
            "/v1.0/directory/deletedItems/\(adele)/restore",
            token: token,
            json: .object([:])
        )
        #expect(restored.status == 200, "\(restored.text)")
        let groups = bench.call("GET", "/v1.0/users/\(adele)/memberOf", token: token).text
        #expect(groups.contains(kept) && !groups.contains(group))
    }

    @Test func givesPartnersAccessToAGroupsMembersOnly() throws {
        let bench = try TenantBench()
        let group = try #require(
            try bench.directory.groups(of: EntraBench.contoso).first { $0.displayName == "Marketing" }
        )
        let put = bench.control(
            "PUT",
            "relationships",
            [
                "customer": "fabrikam.com", "partner": "contoso.com", "principal": .string(group.id),
                "roles": [.string(DirectoryRoleID.exchangeAdministrator)], "expiresOn": "2030-01-01T00:00:00Z",
            ]
        )
        #expect(put.status == 200, "\(put.text)")
        let owner = try #require(try bench.directory.user("helpdesk@contoso.com"))
        try bench.directory.addMember(owner.id, to: group.id, asOwner: true)
        func atCustomer(_ user: String) throws -> JSONObject {
            let tokens = try bench.token(TenantBench.password(user: user)).body
            return try bench.token(
                TenantBench.refresh(tokens["refresh_token"]),
                at: "/fabrikam.com/oauth2/v2.0/token"
            ).body
        }
        #expect(try atCustomer("megan@contoso.com")["access_token"] != nil)
        #expect(try atCustomer("helpdesk@contoso.com")["error_codes"] == [50020])
    }
}
