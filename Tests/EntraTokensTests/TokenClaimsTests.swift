import EntraTokens
import ExoJSON
import Testing
import TestSupport

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

struct TokenClaimsTests {
    private func claims(_ object: JSONObject) throws -> TokenClaims { try AccessToken(TestToken.text(object)).claims }

    @Test func readsTheFirstVersionOfAUsersToken() throws {
        let claims = try claims(
            [
                "aud": "https://outlook.office365.com",
                "iss": "https://sts.windows.net/11111111-1111-4111-8111-11111111111A/",
                "iat": 1_790_000_000, "nbf": 1_790_000_000, "exp": 1_790_004_870, "amr": ["pwd", "mfa"],
                "app_displayname": "Microsoft Exchange REST API Based Powershell",
                "appid": "fb78d390-0c51-40cd-8e17-fdbfab77341b", "idtyp": "user",
                "oid": "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee",
                "scp": "AdminApi.AccessAsUser.All  FfoPowerShell.AccessAsUser.All",
                "tid": "11111111-1111-4111-8111-11111111111A", "unique_name": "other@contoso.com",
                "upn": "Jo@contoso.com", "ver": "1.0", "xms_cc": ["CP1"],
                "wids": ["29232CDF-9323-42fd-ade2-1d097af3e4de"],
            ]
        )
        #expect(claims.audiences == ["https://outlook.office365.com"])
        #expect(claims.tenantID == "11111111-1111-4111-8111-11111111111a")
        #expect(claims.objectID == "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee")
        #expect(claims.userPrincipalName == "Jo@contoso.com")
        #expect(claims.applicationID == "fb78d390-0c51-40cd-8e17-fdbfab77341b")
        #expect(claims.kind == .user)
        #expect(claims.scopes == ["AdminApi.AccessAsUser.All", "FfoPowerShell.AccessAsUser.All"])
        #expect(claims.roles.isEmpty)
        #expect(claims.directoryRoles == ["29232cdf-9323-42fd-ade2-1d097af3e4de"])
        #expect(claims.issuedAt == Date(timeIntervalSince1970: 1_790_000_000))
        #expect(claims.expiresOn == Date(timeIntervalSince1970: 1_790_004_870))
        #expect(claims.clientCapabilities == ["CP1"])
        #expect(claims.authenticationMethods == ["pwd", "mfa"])
        #expect(claims.version == "1.0")
        #expect(claims.raw["ver"] == "1.0")
    }

    @Test func readsTheSecondVersion() throws {
        let claims = try claims(
            [
                "aud": "00000002-0000-0ff1-ce00-000000000000", "azp": "app", "ver": "2.0",
                "iss": "https://login.microsoftonline.com/22222222-2222-4222-8222-222222222222/v2.0",
                "preferred_username": "jo@contoso.com", "scp": "Exchange.Manage", "exp": 1_790_004_870,
            ]
        )
        #expect(claims.tenantID == "22222222-2222-4222-8222-222222222222")
        #expect(claims.applicationID == "app")
        #expect(claims.userPrincipalName == "jo@contoso.com")
        #expect(claims.kind == .user)
    }

    @Test func readsClaimsInUnusualForms() throws {
        let claims = try claims(
            [
                "aud": ["a", "b"], "roles": "Exchange.ManageAsApp", "scp": ["x y", "z"], "ver": 1.0, "oid": 7,
                "exp": "1790004870", "nbf": 1_790_000_000.5, "iat": -5, "wids": [nil, 3, "A"], "xms_cc": "cp1",
                "tid": "../../evil", "iss": nil, "upn": "",
            ]
        )
        #expect(claims.audiences == ["a", "b"])
        #expect(claims.roles == ["Exchange.ManageAsApp"])
        #expect(claims.scopes == ["x", "y", "z"])
        #expect(claims.objectID == "7")
        #expect(claims.expiresOn == Date(timeIntervalSince1970: 1_790_004_870))
        #expect(claims.notBefore == Date(timeIntervalSince1970: 1_790_000_000.5))
        #expect(claims.issuedAt == nil)
        #expect(claims.directoryRoles == ["3", "a"])
        #expect(claims.clientCapabilities == ["cp1"])
        #expect(claims.tenantID == nil)
        #expect(claims.userPrincipalName == nil)
    }

    @Test(arguments: [
        JSONValue.double(1e300), .string("soon"), .string("nan"), .string("inf"), .bool(true), .object([:]), .null,
        .unsigned(.max), .integer(.max),
    ])
    func takesNoNonsenseForADate(_ value: JSONValue) throws {
        #expect(try claims(["exp": value]).expiresOn == nil)
    }

    @Test func survivesATokenWithoutClaims() throws {
        let claims = try claims([:])
        #expect(claims.kind == .application)
        #expect(claims.audience == nil)
        #expect(claims.expiresOn == nil)
    }

    struct KindCase: Sendable {
        var claims: JSONObject
        var kind: TokenClaims.Kind
    }

    @Test(arguments: [
        KindCase(claims: ["idtyp": "app", "scp": "x"], kind: .application),
        KindCase(claims: ["idtyp": "user", "roles": ["x"]], kind: .user),
        KindCase(claims: ["scp": "x", "roles": ["y"]], kind: .user),
        KindCase(claims: ["roles": ["y"]], kind: .application),
        KindCase(claims: ["upn": "jo@contoso.com"], kind: .user),
        KindCase(claims: ["unique_name": "jo", "roles": ["y"]], kind: .application),
    ])
    func tellsUsersFromApplications(_ example: KindCase) throws {
        #expect(try claims(example.claims).kind == example.kind)
    }

    @Test(arguments: [
        ("live.com#jo@outlook.com", "jo@outlook.com"), ("google.com#jo@gmail.com", "jo@gmail.com"),
        ("jo_example.com#EXT#@contoso.onmicrosoft.com", "jo_example.com#EXT#@contoso.onmicrosoft.com"),
        ("jo#1@contoso.com", "1@contoso.com"), ("jo@contoso.com", "jo@contoso.com"),
    ])
    func readsTheNamesOfGuests(_ written: String, _ name: String) throws {
        let claims = try claims(["unique_name": .string(written), "scp": "x"])
        #expect(claims.userPrincipalName == name)
        #expect(!claims.hasOwnUserPrincipalName)
    }

    @Test func namesDirectoryRoles() {
        #expect(
            DirectoryRole.role(templateID: "29232CDF-9323-42FD-ADE2-1D097AF3E4DE")?.name == "Exchange Administrator"
        )
        #expect(DirectoryRole.role(named: "global reader")?.templateID == "f2ef992c-3afb-46b9-b7cf-a126ee74c451")
        #expect(DirectoryRole.role(templateID: "b79fbf4d-3ef9-4689-8143-76b194e85509") == nil)
        #expect(DirectoryRole.all.count == 35)
    }
}
