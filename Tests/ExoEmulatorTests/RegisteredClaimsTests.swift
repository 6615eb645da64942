import ExoJSON
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorEntra
@testable import ExoEmulator

/// What a registration says about claims (`optionalClaims`, `groupMembershipClaims`), from Graph to the tokens.
struct RegisteredClaimsTests {
    private static let object = "dddddddd-0000-4000-8000-000000000002"
    /// Claims of tokens for the service's own, which others have to ask for or never get.
    private static let others = [
        "acct", "app_displayname", "auth_time", "groups", "idtyp", "puid", "sid", "tenant_region_scope", "wids",
        "xms_cc",
    ]
    private static let capable = ("claims", #"{"access_token":{"xms_cc":{"values":["cp1"]}}}"#)

    /// Changes the registration of the service by Graph.
    private func register(_ api: APIBench, _ change: JSONValue, status: Int = 204) throws {
        let answer = try GraphBench(api.bench).send("PATCH", "applications/\(Self.object)", change)
        #expect(answer.status == status, "\(answer.body)")
    }

    private func user(_ api: APIBench, user: String = "admin@contoso.com") throws -> JSONObject {
        let reply = try api.bench.token([
            ("client_id", EntraBench.publicClient), ("grant_type", "password"), ("username", user),
            ("password", Seed.password), ("scope", "\(APIBench.name)/Orders.Read"), Self.capable,
        ])
        return try EntraBench.claims(reply.body["access_token"]?.stringValue)
    }

    private func application(_ api: APIBench) throws -> JSONObject {
        let reply = try api.bench.token([
            ("client_id", EntraBench.confidentialClient), ("client_secret", EntraBench.secret),
            ("grant_type", "client_credentials"), ("scope", "\(APIBench.name)/.default"), Self.capable,
        ])
        return try EntraBench.claims(reply.body["access_token"]?.stringValue)
    }

    /// An id token of the service, which its own user asked for.
    private func idToken(_ api: APIBench) throws -> JSONObject {
        let reply = try api.bench.token(APIBench.form(api.userToken()))
        return try EntraBench.claims(reply.body["id_token"]?.stringValue)
    }

    @Test(arguments: [nil, 2] as [Int?]) func givesNoOptionalClaimUnasked(_ version: Int?) throws {
        let api = try APIBench(version: version)
        // A session's name stands in tokens of version 2.0 alone.
        let unwanted = Self.others.filter { version != 2 || $0 != "sid" }
        for claims in [try user(api), try application(api)] {
            for name in unwanted { #expect(claims[name] == nil, "\(name)") }
        }
        #expect(try idToken(api)["auth_time"] == nil)
    }

    @Test func givesAllToTheServicesOwn() throws {
        let bench = try EntraBench()
        let reply = try bench.token(TenantBench.password() + [Self.capable])
        let claims = try EntraBench.claims(reply.body["access_token"]?.stringValue)
        for name in Self.others where !["auth_time", "groups"].contains(name) {
            #expect(claims[name] != nil, "\(name)")
        }
    }

    @Test(arguments: [nil, 2] as [Int?]) func givesWhatTheServiceAsksFor(_ version: Int?) throws {
        let api = try APIBench(version: version)
        let names = [
            "acct", "auth_time", "email", "family_name", "given_name", "idtyp", "ipaddr", "preferred_username", "sid",
            "tenant_region_scope", "upn", "verified_primary_email", "xms_cc", "xms_edov", "ztdid", "puid",
        ]
        try register(api, ["optionalClaims": ["accessToken": .array(names.map { ["name": .string($0)] })]])
        let claims = try user(api)
        #expect(claims["acct"] == 0 && claims["auth_time"]?.integerValue == 1_790_000_000)
        #expect(claims["email"] == "admin@contoso.com" && claims["upn"] == "admin@contoso.com")
        #expect(claims["preferred_username"] == "admin@contoso.com" && claims["ipaddr"] != nil)
        #expect(claims["verified_primary_email"] == ["admin@contoso.com"] && claims["xms_edov"] == true)
        #expect(claims["tenant_region_scope"] == "EU" && claims["xms_cc"] == ["cp1"] && claims["sid"] != nil)
        #expect(claims["family_name"] != nil && claims["given_name"] != nil)
        // A user's token says what it is only where that is asked for, too; what nobody has is in no token.
        for name in ["idtyp", "ztdid", "puid"] { #expect(claims[name] == nil, "\(name)") }
        let own = try application(api)
        #expect(own["idtyp"] == "app" && own["tenant_region_scope"] == "EU" && own["xms_cc"] == ["cp1"])
        #expect(own["email"] == nil && own["acct"] == nil)
        try register(
            api,
            [
                "optionalClaims": [
                    "accessToken": [
                        ["name": "idtyp", "additionalProperties": ["include_user_token"]],
                        ["name": "aud", "additionalProperties": ["use_guid"]],
                    ]
                ]
            ]
        )
        let told = try user(api)
        #expect(told["idtyp"] == "user" && told["aud"] == .string(APIBench.service) && told["email"] == nil)
    }

    @Test func givesAClientWhatItAsksForInItsIDToken() throws {
        let api = try APIBench()
        try register(
            api,
            [
                "optionalClaims": [
                    "idToken": [["name": "acct"], ["name": "auth_time"], ["name": "login_hint"], ["name": "upn"]],
                    "accessToken": [["name": "email"]],
                ]
            ]
        )
        let claims = try idToken(api)
        #expect(claims["acct"] == 0 && claims["auth_time"] != nil && claims["upn"] == "admin@contoso.com")
        #expect(claims["email"] == nil)
        // The hint names the user to nobody but the service.
        let hint = try #require(claims["login_hint"]?.stringValue)
        #expect(!hint.contains("admin"))
        let bench = api.bench
        _ = try bench.code()
        let silent = ["prompt": "none", "login_hint": hint]
        #expect(try bench.send("GET", EntraBench.authorizeTarget(silent)).locationFields["code"] != nil)
        let other = ["prompt": "none", "login_hint": LoginHint.make("adele@contoso.com")]
        #expect(try bench.send("GET", EntraBench.authorizeTarget(other)).locationFields["error"] == "login_required")
    }

    @Test func tellsWhenTheUserSignedInOnlyToWhoAsks() throws {
        for (asked, isTold) in [
            ([:], false), (["max_age": "3600"], true),
            (["claims": #"{"id_token":{"auth_time":{"essential":true}}}"#], true),
        ] as [([String: String?], Bool)] {
            let bench = try EntraBench()
            let reply = try bench.token(EntraBench.redemption(bench.code(changes: asked))).body
            let claims = try EntraBench.claims(reply["id_token"]?.stringValue)
            #expect((claims["auth_time"]?.integerValue == 1_790_000_000) == isTold, "\(asked)")
            // A renewed id token says the same (OpenID Connect Core section 12.2).
            bench.context.clock.advance(by: 60)
            let renewed = try bench.token(
                TenantBench.refresh(reply["refresh_token"], scope: "\(EntraBench.exchangeDefault) openid")
            ).body
            let again = try EntraBench.claims(renewed["id_token"]?.stringValue)
            #expect((again["auth_time"]?.integerValue == 1_790_000_000) == isTold, "\(asked)")
        }
    }

    // MARK: Groups

    /// Puts a group into contoso.
    private func group(_ api: APIBench, _ number: Int, _ kind: GroupKind, _ members: String...) throws -> String {
        let id = "eeeeeeee-0000-4000-8000-\(String(1_000_000_000_000 + number).dropFirst())"
        let directory = api.bench.context.directory
        try directory.save(
            GroupRecord(
                id: id,
                tenantID: EntraBench.contoso,
                displayName: "Group \(number)",
                mailNickname: "group\(number)",
                mail: nil,
                kind: kind
            )
        )
        for member in members { try directory.addMember(member, to: id) }
        return id
    }

    private func assign(_ group: String, _ api: APIBench) throws {
        try api.bench.context.directory.grant(
            AppRoleAssignmentRecord(
                tenantID: EntraBench.contoso,
                principalID: group,
                resourceAppID: APIBench.service,
                role: "Orders.Approve"
            )
        )
    }

    @Test func namesTheGroupsAndRolesThatTheRegistrationAsksFor() throws {
        let api = try APIBench(version: 2)
        let admin = try #require(try api.bench.context.directory.user("admin@contoso.com"))
        let security = try group(api, 1, .security, admin.id)
        let around = try group(api, 2, .security, security)
        let assigned = try group(api, 3, .microsoft365, admin.id)
        try assign(assigned, api)
        let list = try group(api, 4, .distribution, admin.id)
        func groups(_ choice: JSONValue) throws -> (Set<String>, JSONValue?) {
            try register(api, ["groupMembershipClaims": choice])
            let claims = try user(api)
            return (Set(claims["groups"]?.arrayValue?.compactMap(\.stringValue) ?? []), claims["wids"])
        }
        let made: Set = [security, around, assigned, list]
        #expect(try groups(nil) == ([], nil) && groups("None") == ([], nil))
        let secure = try groups("SecurityGroup")
        #expect(secure.0.intersection(made) == [security, around] && secure.1 == nil)
        let all = try groups("All")
        #expect(
            all.0.isSuperset(of: made)
                && all.1?.arrayValue?.contains(.string(DirectoryRoleID.globalAdministrator)) == true
        )
        let roles = try groups("DirectoryRole")
        #expect(roles.0.isEmpty && roles.1?.arrayValue?.contains(.string(DirectoryRoleID.globalAdministrator)) == true)
        #expect(try groups("ApplicationGroup").0 == [assigned])
        #expect(try groups("SecurityGroup, ApplicationGroup").0.intersection(made) == [security, around, assigned])
        // The id token of the client goes by the client's registration.
        #expect(try Set(idToken(api)["groups"]?.arrayValue?.compactMap(\.stringValue) ?? []).contains(assigned))
    }

    @Test func namesGroupsOfAnApplication() throws {
        let api = try APIBench()
        let principal = try #require(
            try api.bench.context.directory.servicePrincipal(EntraBench.confidentialClient, in: EntraBench.contoso)
        )
        let id = try group(api, 1, .security, principal.objectID)
        try register(api, ["groupMembershipClaims": "All"])
        let claims = try application(api)
        #expect(claims["groups"] == [.string(id)])
        #expect(claims["wids"]?.arrayValue?.contains(.string(DirectoryRoleID.exchangeAdministrator)) == true)
    }

    @Test func namesGroupsInTheFormThatIsAskedFor() throws {
        let api = try APIBench()
        let admin = try #require(try api.bench.context.directory.user("admin@contoso.com"))
        try assign(group(api, 1, .security, admin.id), api)
        func change(_ properties: JSONValue) -> JSONValue {
            [
                "groupMembershipClaims": "ApplicationGroup",
                "optionalClaims": ["accessToken": [["name": "groups", "additionalProperties": properties]]],
            ]
        }
        try register(api, change(["cloud_displayname"]))
        let named = try user(api)
        #expect(named["groups"] == ["Group 1"] && named["roles"] == ["Orders.Approve"])
        try register(api, change(["cloud_displayname", "emit_as_roles"]))
        let roles = try user(api)
        #expect(roles["groups"] == nil && roles["roles"] == ["Group 1"])
    }

    @Test func saysWhereToAskWhenThereAreTooMany() throws {
        let api = try APIBench()
        let admin = try #require(try api.bench.context.directory.user("admin@contoso.com"))
        for number in 1...201 { _ = try group(api, number, .security, admin.id) }
        try register(api, ["groupMembershipClaims": "SecurityGroup"])
        let claims = try user(api)
        #expect(claims["groups"] == nil && claims["_claim_names"] == ["groups": "src1"])
        #expect(
            claims["_claim_sources"]?["src1"]?["endpoint"]
                == .string("https://graph.microsoft.com/v1.0/users/\(admin.id)/getMemberObjects")
        )
    }

    @Test func saysThatThereAreGroupsWhereATokenTravelsInAnAddress() throws {
        let api = try APIBench()
        let directory = api.bench.context.directory
        var client = try #require(try directory.application(EntraBench.publicClient))
        client.document = #"{"groupMembershipClaims":"SecurityGroup"}"#
        client.issuesIDTokens = true
        try directory.save(client)
        let admin = try #require(try directory.user("admin@contoso.com"))
        for number in 1...6 { _ = try group(api, number, .security, admin.id) }
        let reply = try api.bench.signIn(changes: ["response_type": "id_token", "scope": "openid"])
        let claims = try EntraBench.claims(reply.locationFields["id_token"])
        #expect(claims["hasgroups"] == true && claims["groups"] == nil)
        api.bench.cookies = [:]
        let redeemed = try api.bench.token(EntraBench.redemption(api.bench.code())).body["id_token"]
        let whole = try EntraBench.claims(redeemed?.stringValue)
        #expect(whole["hasgroups"] == nil && whole["groups"]?.arrayValue.map { $0.count >= 6 } == true)
    }

    @Test(
        arguments: [
            ["groupMembershipClaims": "Everything"], ["groupMembershipClaims": "All,"], ["groupMembershipClaims": 1],
            ["optionalClaims": "idToken"], ["optionalClaims": ["idTokens": []]],
            ["optionalClaims": ["idToken": [["essential": true]]]], ["optionalClaims": ["idToken": ["name": "acct"]]],
        ] as [JSONValue]
    ) func refusesWhatNoRegistrationCanSay(_ change: JSONValue) throws {
        try register(APIBench(), change, status: 400)
    }
}
