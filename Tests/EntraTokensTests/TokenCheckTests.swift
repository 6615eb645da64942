import EntraTokens
import ExoJSON
import Testing
import TestSupport

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

struct TokenCheckTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var why: String
        var token: String
        var target = TokenCheckTests.admin
        var claims: [String] = []
        var says: [String] = []
        var warns = false
        var testDescription: String { why }
    }

    static let admin = TokenTarget(
        cloud: .commercial,
        identity: .userPrincipalName("admin@contoso.com"),
        resolvedTenantID: TestToken.contoso.uppercased()
    )
    static let application = TokenTarget(
        cloud: .commercial,
        identity: .organization("contoso.onmicrosoft.com"),
        resolvedTenantID: TestToken.contoso
    )
    static let customer = TokenTarget(
        cloud: .commercial,
        identity: .delegatedOrganization("fabrikam.com"),
        resolvedTenantID: TestToken.fabrikam
    )
    static let compliance = TokenTarget(
        cloud: .commercial,
        service: .compliance,
        identity: .userPrincipalName("admin@contoso.com")
    )
    private static let now = Int64(TestClock().date.timeIntervalSince1970)

    static let fitting: [Case] = [
        Case(why: "a user's token"),
        Case(why: "another letter case of the user", token: TestToken.user("ADMIN@Contoso.COM")),
        Case(why: "an audience with a slash", token: TestToken.user(audience: "https://outlook.office365.com/")),
        Case(why: "the resource's id", token: TestToken.user(audience: "00000002-0000-0FF1-CE00-000000000000")),
        Case(why: "the other host", token: TestToken.user(audience: "https://outlook.office.com")),
        Case(why: "an application's token", token: TestToken.application(), target: application),
        Case(
            why: "an organization named by its tenant id",
            token: TestToken.application(),
            target: TokenTarget(cloud: .commercial, identity: .organization(TestToken.contoso.uppercased()))
        ),
        Case(
            why: "a partner's user in the customer's tenant",
            token: TestToken.user(tenant: TestToken.fabrikam),
            target: customer
        ),
        Case(
            why: "a partner's application there",
            token: TestToken.application(tenant: TestToken.fabrikam),
            target: customer
        ),
        Case(
            why: "the official module's scopes",
            token: TestToken.user(changing: ["scp": "AdminApi.AccessAsUser.All RemotePowerShell.AccessAsUser.All"])
        ),
        Case(why: "a clock four minutes behind", token: TestToken.user(changing: ["nbf": .integer(now + 240)])),
        Case(why: "the last second", token: TestToken.user(changing: ["exp": .integer(now + 1)])),
        Case(why: "no directory roles named", token: TestToken.user(changing: ["wids": nil])),
        Case(
            why: "a guest by the name at home",
            token: TestToken.user(changing: ["upn": nil, "unique_name": "live.com#admin@contoso.com"])
        ),
        Case(
            why: "a guest by the name here",
            token: TestToken.user(changing: ["upn": nil, "unique_name": "mail#jo_x@example.com"]),
            target: TokenTarget(
                cloud: .commercial,
                identity: .userPrincipalName("jo_x_example.com#EXT#@contoso.onmicrosoft.com")
            )
        ),
        Case(
            why: "the emulator's own audience",
            token: TestToken.user(audience: "https://localhost:8443"),
            target: TokenTarget(cloud: .emulator(), identity: .userPrincipalName("admin@contoso.com"))
        ),
        Case(
            why: "compliance",
            token: TestToken.user(audience: "https://ps.compliance.protection.outlook.com", changing: ["wids": nil]),
            target: compliance
        ),
    ]

    @Test(arguments: fitting)
    func findsNothingWrongWithAFittingToken(_ example: Case) throws {
        let token = try AccessToken(example.token)
        #expect(TokenCheck.contradictions(of: token, for: example.target, now: TestClock().date) == [])
    }

    static let contradicting: [Case] = [
        Case(
            why: "a Graph token",
            token: TestToken.user(audience: "https://graph.microsoft.com"),
            claims: ["aud"],
            says: [
                "Microsoft Graph", "https://outlook.office365.com",
                "get a user's token with the scope https://outlook.office365.com/.default from the tenant \(TestToken.contoso)",
            ]
        ),
        Case(
            why: "a Graph token by id, of an application",
            token: TestToken.application(audience: "00000003-0000-0000-c000-000000000000"),
            target: application,
            claims: ["aud"],
            says: [
                "Microsoft Graph", "get an application's token with the scope https://outlook.office365.com/.default",
            ]
        ),
        Case(
            why: "an ID token",
            token: TestToken.user(audience: "fb78d390-0c51-40cd-8e17-fdbfab77341b"),
            claims: ["aud"],
            says: ["ID token"]
        ),
        Case(
            why: "an ID token of the v2.0 form",
            token: TestToken.user(
                audience: "5f3d9e0c-0b8a-4d7e-9c1a-2b3c4d5e6f70",
                changing: ["appid": nil, "scp": nil, "nonce": "n", "ver": "2.0"]
            ),
            claims: ["aud", "scp"],
            says: ["an ID token"]
        ),
        Case(
            why: "a token that is bound to a key",
            token: TestToken.user(changing: ["cnf": ["kid": "k"]]),
            claims: ["cnf"],
            says: ["proof of possession"]
        ),
        Case(
            why: "a user's token of another tenant",
            token: TestToken.user(tenant: TestToken.fabrikam),
            claims: ["tid"],
            says: [
                TestToken.fabrikam, "tenant \(TestToken.contoso)", "as the delegated organization", "as a guest",
            ]
        ),
        Case(why: "no audience", token: TestToken.user(changing: ["aud": nil]), claims: ["aud"], says: ["no service"]),
        Case(
            why: "an Exchange token for compliance",
            token: TestToken.user(changing: ["wids": nil]),
            target: compliance,
            claims: ["aud"],
            says: ["Exchange Online", "Security & Compliance"]
        ),
        Case(
            why: "another cloud",
            token: TestToken.user(),
            target: TokenTarget(cloud: .gccHigh, identity: .userPrincipalName("admin@contoso.com")),
            claims: ["aud"],
            says: ["https://outlook.office365.us/.default"]
        ),
        Case(
            why: "another tenant",
            token: TestToken.application(tenant: TestToken.fabrikam),
            target: application,
            claims: ["tid"],
            says: [TestToken.fabrikam, "contoso.onmicrosoft.com (\(TestToken.contoso))"]
        ),
        Case(
            why: "a partner's own tenant",
            token: TestToken.user(),
            target: customer,
            claims: ["tid"],
            says: ["customer's tenant", "from the tenant \(TestToken.fabrikam)"]
        ),
        Case(
            why: "an issuer of another tenant",
            token: TestToken.user(changing: ["iss": .string("https://sts.windows.net/\(TestToken.fabrikam)/")]),
            claims: ["iss"],
            says: [TestToken.fabrikam]
        ),
        Case(
            why: "no tenant",
            token: TestToken.user(changing: ["tid": nil, "iss": nil]),
            claims: ["tid"],
            says: ["names no tenant"]
        ),
        Case(
            why: "another user",
            token: TestToken.user("adele@contoso.com"),
            claims: ["upn"],
            says: ["adele@contoso.com", "admin@contoso.com", "connect as adele@contoso.com"]
        ),
        Case(
            why: "another guest",
            token: TestToken.user(changing: ["upn": nil, "unique_name": "live.com#jo@outlook.com"]),
            claims: ["unique_name"],
            says: ["jo@outlook.com"]
        ),
        Case(
            why: "no user at all",
            token: TestToken.user(changing: ["upn": nil, "unique_name": nil]),
            claims: ["upn"],
            says: ["names no user"],
            warns: true
        ),
        Case(
            why: "an application's token with a user's name",
            token: TestToken.application(),
            claims: ["idtyp"],
            says: ["application's", "to the organization contoso.com"]
        ),
        Case(
            why: "a user's token with an organization",
            token: TestToken.user(),
            target: application,
            claims: ["idtyp"],
            says: ["user's", "connect as the user admin@contoso.com"]
        ),
        Case(
            why: "no scope that administers",
            token: TestToken.user(changing: ["scp": "User.Read Mail.Read"]),
            claims: ["scp"],
            says: ["Exchange.Manage", "User.Read Mail.Read", "Delegated permissions", "Office 365 Exchange Online"]
        ),
        Case(
            why: "no scope",
            token: TestToken.user(changing: ["scp": nil]),
            claims: ["scp"],
            says: ["Exchange.Manage"]
        ),
        Case(
            why: "no application role",
            token: TestToken.application(changing: ["roles": nil]),
            target: application,
            claims: ["roles"],
            says: ["Exchange.ManageAsApp", "Application permissions"]
        ),
        Case(
            why: "the role of the other interface",
            token: TestToken.application(changing: ["roles": ["Exchange.ManageAsAppV2"]]),
            target: application,
            claims: ["roles"],
            says: ["Exchange.ManageAsAppV2", "Admin API v2.0 alone"],
            warns: true
        ),
        Case(
            why: "no directory role",
            token: TestToken.application(changing: ["wids": ["0997a1d0-0d1d-4acb-b408-d5ca73121e90"]]),
            target: application,
            claims: ["wids"],
            says: ["role group", "Roles & admins › Exchange Administrator"],
            warns: true
        ),
        Case(
            why: "a directory role that opens nothing",
            token: TestToken.user(changing: ["wids": ["f28a1f50-f6e7-4571-818b-6a12f2af6b6c"]]),
            claims: ["wids"],
            says: ["Exchange Administrator"],
            warns: true
        ),
        Case(
            why: "expired",
            token: TestToken.user(changing: ["exp": .integer(now - 720)]),
            claims: ["exp"],
            says: ["expired at 2026-05-28 20:14:40 UTC, 12 minutes ago", "get a user's token"]
        ),
        Case(why: "expired this second", token: TestToken.user(changing: ["exp": .integer(now)]), claims: ["exp"]),
        Case(why: "no expiry", token: TestToken.user(changing: ["exp": nil]), claims: ["exp"], says: ["does not say"]),
        Case(
            why: "not yet valid, since the emulator's clock was moved",
            token: TestToken.user(audience: "https://localhost:8443", changing: ["nbf": .integer(now + 3600)]),
            target: TokenTarget(cloud: .emulator(), identity: .userPrincipalName("admin@contoso.com")),
            claims: ["nbf"],
            says: [#"exo-emulator control POST clock '{"reset": true}'"#]
        ),
        Case(
            why: "not yet valid",
            token: TestToken.user(changing: ["nbf": .integer(now + 3600)]),
            claims: ["nbf"],
            says: ["2026-05-28 21:26:40 UTC, in 1 hour", "clock"]
        ),
        Case(
            why: "everything at once",
            token: TestToken.user(
                "adele@contoso.com",
                tenant: TestToken.fabrikam,
                audience: "https://graph.microsoft.com",
                changing: ["scp": "User.Read", "exp": .integer(now - 1), "wids": [], "nbf": .integer(now + 900)]
            ),
            claims: ["aud", "tid", "upn", "scp", "wids", "exp", "nbf"]
        ),
        Case(
            why: "a name that would do harm in a terminal or shell",
            token: TestToken.user("x\u{1B}]0;evil\u{7};$(reboot)@contoso.com"),
            claims: ["upn"],
            says: ["connect as the user of the token", "x\\u{1B}]0;evil"]
        ),
    ]

    @Test(arguments: contradicting)
    func namesEveryContradiction(_ example: Case) throws {
        let found = try TokenCheck.contradictions(
            of: AccessToken(example.token),
            for: example.target,
            now: TestClock().date
        )
        #expect(found.map(\.claim) == example.claims)
        let text = found.map { "\($0)" }.joined(separator: "\n")
        for part in example.says { #expect(text.contains(part), "\(text)") }
        #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
        if example.claims.count == 1 { #expect(found.first?.severity == (example.warns ? .warn : .refuse)) }
        for part in example.token.split(separator: ".") { #expect(!text.contains(part)) }
    }
}

extension TokenCheckTests.Case {
    fileprivate init(why: String) { self.init(why: why, token: TestToken.user()) }
}
