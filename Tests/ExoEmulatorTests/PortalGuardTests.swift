import ExoCrypto
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorEntra
@testable import EmulatorExchange
@testable import EmulatorPortal
@testable import ExoEmulator

struct PortalGuardTests {
    private let bench: PortalBench

    init() throws { bench = try PortalBench() }

    private static let rename = "/portal/apps/\(EntraBench.publicClient)"

    private func name() throws -> String? { try bench.directory.application(EntraBench.publicClient)?.displayName }

    @Test(arguments: [
        ("token", "", [] as [(String, String)]), ("token", "AAAA", []), ("", "", [("Origin", "https://evil.example")]),
        ("", "", [("Origin", "null")]), ("", "", [("Sec-Fetch-Site", "cross-site")]),
        ("", "", [("Sec-Fetch-Site", "same-site")]), ("", "", [("Origin", "http://localhost:8443")]),
    ])
    func refusesAFormThatIsNotItsOwn(_ field: String, _ value: String, _ headers: [(String, String)]) throws {
        _ = try bench.signIn()
        let before = try name()
        let page = try bench.open(Self.rename)
        let reply = try bench.submit(
            "rename",
            of: page,
            [("name", "Stolen")],
            changes: field.isEmpty ? [:] : [field: value],
            headers: headers
        )
        #expect(reply.status == 403)
        #expect(try name() == before)
    }

    @Test func takesAFormFromItsOwnOrigin() throws {
        _ = try bench.signIn()
        let headers = [("Origin", PortalBench.origin), ("Sec-Fetch-Site", "same-origin")]
        _ = try bench.submit("rename", of: try bench.open(Self.rename), [("name", "New")], headers: headers)
        #expect(try name() == "New")
    }

    @Test func takesNoTokenOfAnotherSession() throws {
        let other = try PortalBench()
        _ = try other.signIn()
        let form = try PortalBench.form("rename", of: try other.open(Self.rename))
        _ = try bench.signIn()
        let reply = try bench.send("POST", Self.rename, body: PortalBench.encoded(form.fields + [("name", "Stolen")]))
        #expect(reply.status == 403)
    }

    @Test func changesNothingByOpeningAPage() throws {
        _ = try bench.signIn()
        let before = try name()
        _ = try bench.send("GET", "\(Self.rename)?form=rename&name=Stolen")
        #expect(try name() == before)
        #expect(try bench.send("DELETE", Self.rename).status == 405)
    }

    @Test(arguments: [
        ("/portal/apps/new", "Application Administrator"), ("/portal/users/new", "User Administrator"),
        ("/portal/policies/new", "Conditional Access Administrator"), ("/portal/signins", "Reports Reader"),
        ("/portal/apps/\(EntraBench.publicClient)/permissions/consent", "Privileged Role Administrator"),
        ("/portal/apps/\(EntraBench.publicClient)/delete", "Cloud Application Administrator"),
    ])
    func saysWhichRoleIsMissing(_ path: String, _ role: String) throws {
        let page = try bench.signIn("adele@contoso.com", at: path)
        #expect(page.status == 403)
        #expect(page.text.contains("You do not have access") && page.text.contains(role))
    }

    @Test(arguments: [
        ("apps/\(EntraBench.publicClient)", "rename"), ("apps/\(EntraBench.publicClient)/authentication", "settings"),
        ("apps/\(EntraBench.publicClient)/credentials", "add"), ("apps/\(EntraBench.publicClient)/owners", "add"),
        ("apps/\(EntraBench.publicClient)/credentials/certificates", "add"),
        ("apps/\(EntraBench.publicClient)/credentials/federated", "add"),
        ("apps/\(EntraBench.publicClient)/permissions", "remove"), ("apps/\(EntraBench.publicClient)/api", "addURI"),
        ("apps/\(EntraBench.publicClient)/roles", "add"), ("roles/\(DirectoryRoleID.exchangeAdministrator)", "add"),
    ])
    func refusesAChangeWithoutTheRole(_ path: String, _ form: String) throws {
        let page = try bench.signIn("reader@contoso.com", at: "/portal/\(path)")
        #expect(page.status == 200)
        #expect(page.text.contains("You can only read this page"))
        let token =
            try PortalBench.form(nil, of: page).fields.first { $0.0 == "token" }?.1
            ?? PortalBench.form("signout", of: page).fields.first?.1
        let fields = [
            ("token", try #require(token)), ("form", form), ("name", "Stolen"), ("value", "Stolen"), ("uri", "api://x"),
            ("explanation", "x"), ("members", "User"), ("expires", "90"), ("principal", "reader@contoso.com"),
            ("owner", "reader@contoso.com"), ("audience", "AzureADMyOrg"), ("issuer", "https://x"), ("subject", "x"),
            ("text", "x"), ("resource", FirstParty.exchange), ("permission", "x"),
        ]
        #expect(try bench.send("POST", "/portal/\(path)", body: PortalBench.encoded(fields)).status == 403)
    }

    @Test func letsAnOwnerChangeTheOwnApp() throws {
        let adele = try #require(try bench.directory.user("adele@contoso.com"))
        let application = try #require(try bench.directory.application(EntraBench.publicClient))
        try bench.directory.add(OwnerRecord(objectID: application.objectID, ownerID: adele.id))
        let page = try bench.signIn("adele@contoso.com", at: Self.rename)
        _ = try bench.submit("rename", of: page, [("name", "Adele’s")])
        #expect(try name() == "Adele’s")
        #expect(try bench.send("GET", "\(Self.rename)/permissions/consent").status == 403)
    }

    @Test func keepsHelpdeskFromChangingAdministrators() throws {
        let (admin, adele) = (
            try #require(try bench.directory.user("admin@contoso.com")),
            try #require(try bench.directory.user("adele@contoso.com"))
        )
        let page = try bench.signIn("helpdesk@contoso.com", at: "/portal/users/\(adele.id)")
        let token = try #require(try PortalBench.form("reset", of: page).fields.first { $0.0 == "token" }?.1)
        let body = PortalBench.encoded([("token", token), ("form", "reset")])
        #expect(try bench.send("POST", "/portal/users/\(admin.id)", body: body).status == 403)
        #expect(try bench.directory.user(id: admin.id)?.passwordHash == admin.passwordHash)
        #expect(try bench.send("GET", "/portal/users/\(admin.id)").text.contains("Privileged Authentication"))
        #expect(try !bench.send("GET", "/portal/users/\(admin.id)").text.contains(Seed.oneTimePasswordSecret))
        #expect(try bench.submit("reset", of: page).status == 200)
        #expect(try bench.directory.user(id: adele.id)?.passwordHash != adele.passwordHash)
    }

    @Test func survivesWhateverAFormHolds() throws {
        let start = try bench.signIn()
        let token = try #require(try PortalBench.form(nil, of: start).fields.first { $0.0 == "token" }?.1)
        let adele = try #require(try bench.directory.user("adele@contoso.com"))
        let group = try #require(try bench.directory.groups(of: Seed.contosoID).first)
        let principal = try #require(try bench.directory.servicePrincipal(EntraBench.publicClient, in: Seed.contosoID))
        let app = "apps/\(EntraBench.publicClient)"
        let paths = [
            "", "users", "users/new", "users/\(adele.id)", "groups/\(group.id)", "roles",
            "roles/\(DirectoryRoleID.globalReader)", "policies", "policies/new", "partners", "signins", "apps",
            "apps/new",
            app,
            "\(app)/authentication", "\(app)/credentials", "\(app)/credentials/certificates",
            "\(app)/credentials/federated", "\(app)/permissions", "\(app)/permissions/add",
            "\(app)/permissions/add/\(FirstParty.graph)", "\(app)/permissions/consent", "\(app)/api", "\(app)/roles",
            "\(app)/owners", "enterprise", "enterprise/\(principal.objectID)",
            "enterprise/\(principal.objectID)/properties", "enterprise/\(principal.objectID)/assignments",
            "enterprise/\(principal.objectID)/permissions", "enterprise/\(principal.objectID)/signins",
        ]
        let forms = [
            "", "add", "remove", "addURI", "removeURI", "settings", "rename", "revoke", "revokeUser", "addScope",
            "enable",
            "disable", "reset", "unlock", "block", "create", "register", "save", "grant", "state", "\u{0}", "<x>",
        ]
        let values = ["", "\u{0}", "'\"<>&", String(repeating: "ä", count: 700), "%00%ff", "-1", "All", adele.id]
        let fields = [
            "name", "value", "uri", "kind", "audience", "expires", "end", "text", "principal", "role", "resource",
            "permission", "display", "domain", "password", "users", "apps", "grant", "state", "include", "issuer",
            "subject", "id", "key", "members", "explanation", "owner", "enabled", "required",
        ]
        var place = 0
        for path in paths {
            for form in forms {
                place += 1
                let typed = fields.enumerated().map { ($0.element, values[(place + $0.offset) % values.count]) }
                let body = PortalBench.encoded([("token", token), ("form", form)] + typed)
                let reply = try bench.send("POST", "/portal/\(path)", body: body)
                #expect(reply.status < 500, "\(path) \(form) \(reply.status)")
            }
            for (body, type) in [
                ("%%%=%&&=", "application/x-www-form-urlencoded"), ("--b\r\n", "multipart/form-data; boundary=b"),
                ("", "text/plain"), (String(repeating: "a=b&", count: 100_000), "application/x-www-form-urlencoded"),
            ] {
                let reply = try bench.send("POST", "/portal/\(path)", body: body, type: type)
                #expect((400..<500).contains(reply.status) || reply.status == 303, "\(path) \(reply.status)")
            }
        }
        #expect(try bench.send("GET", "/portal/users/\(adele.id)").status == 200)
    }
}
