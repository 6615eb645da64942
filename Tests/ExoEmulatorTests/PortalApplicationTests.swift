import ExoCrypto
import ExoJSON
import FoundationEssentials
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorEntra
@testable import EmulatorExchange
@testable import EmulatorPortal
@testable import ExoEmulator

struct PortalApplicationTests {
    private static let manage = "ab4f2b77-0b06-4fc1-a9de-02113fc2ab7c"
    private static let manageAsApp = "dc50a0fb-09a3-484d-be87-e023b12c6440"
    private static let key = Result { try RSAPrivateKey.generate(bits: 2048) }

    private let bench: PortalBench

    init() throws { bench = try PortalBench() }

    private func register(_ name: String = "Exchange Online CLI") throws -> ApplicationRecord {
        let page = try bench.open("/portal/apps/new")
        let done = try bench.submit(
            "register",
            of: page,
            [
                ("name", name), ("audience", "AzureADMyOrg"), ("kind", "publicClient"),
                ("redirect", "http://localhost"),
            ]
        )
        #expect(done.status == 200)
        return try #require(
            try bench.directory.applications(of: Seed.contosoID).first { $0.displayName == name }
        )
    }

    private func add(_ permission: String, _ kind: PermissionKind, to appID: String) throws {
        let path = "/portal/apps/\(appID)/permissions/add/\(FirstParty.exchange)?kind=\(kind.rawValue)"
        let page = try bench.submit("add", of: try bench.open(path), [("permission", permission)])
        #expect(page.status == 200)
    }

    private func consent(to appID: String) throws -> ServerResponse {
        try bench.submit("grant", of: try bench.open("/portal/apps/\(appID)/permissions/consent"))
    }

    @Test func registersAnAppThatSignsInAndGetsAToken() throws {
        _ = try bench.signIn()
        let application = try register()
        let overview = try bench.open("/portal/apps/\(application.appID)").text
        for text in [
            application.appID, application.objectID, Seed.contosoID, "My organization only", "1 public client",
        ] {
            #expect(overview.contains(text))
        }
        #expect(try bench.open("/portal/apps?view=owned").text.contains("Exchange Online CLI"))
        try add(Self.manage, .scope, to: application.appID)
        let before = try bench.open("/portal/apps/\(application.appID)/permissions").text
        #expect(before.contains("Exchange.Manage") && before.contains("User.Read"))
        #expect(before.contains("Not granted for Contoso") && !before.contains("mark good"))
        let after = try consent(to: application.appID)
        #expect(after.status == 200)
        #expect(after.text.contains("Granted for Contoso") && !after.text.contains("Not granted"))

        let changes = ["client_id": application.appID, "scope": EntraBench.exchangeDefault]
        let signedIn = try bench.send("GET", EntraBench.authorizeTarget(changes, tenant: Seed.contosoID))
        let code = try #require(signedIn.locationFields["code"])
        let reply = try bench.entra.token(
            [
                ("client_id", application.appID), ("grant_type", "authorization_code"), ("code", code),
                ("redirect_uri", EntraBench.redirect), ("scope", EntraBench.exchangeDefault),
            ],
            tenant: Seed.contosoID
        )
        let claims = try EntraBench.claims(reply.body["access_token"]?.stringValue)
        #expect(claims["scp"]?.stringValue?.contains("Exchange.Manage") == true)
        #expect(claims["appid"]?.stringValue == application.appID)
    }

    @Test func saysThatAServiceIsTurnedOffInsteadOfGrantingIt() throws {
        _ = try bench.signIn()
        let application = try register()
        try add(Self.manage, .scope, to: application.appID)
        var exchange = try #require(try bench.directory.servicePrincipal(FirstParty.exchange, in: Seed.contosoID))
        exchange.accountEnabled = false
        try bench.directory.save(exchange)
        let reply = try consent(to: application.appID)
        #expect(reply.status == 400)
        #expect(reply.text.contains("that your organization &#39;Contoso&#39; has not subscribed to or enabled."))
        #expect(try bench.directory.delegatedGrants(of: application.appID, in: Seed.contosoID).isEmpty)
    }

    @Test func givesAnAppWithASecretExchangeAdministratorAndAToken() throws {
        _ = try bench.signIn()
        let application = try register("Automation")
        try add(Self.manageAsApp, .role, to: application.appID)
        #expect(try consent(to: application.appID).status == 200)
        let path = "/portal/apps/\(application.appID)/credentials"
        let shown = try bench.submit("add", of: try bench.open(path), [("description", "ci"), ("expires", "180")])
        let secret = try #require(PortalBench.copied(in: shown).first { $0.contains("8Q~") })
        #expect(try !bench.open(path).text.contains(secret))
        let role = try bench.open("/portal/roles/\(DirectoryRoleID.exchangeAdministrator)")
        #expect(try bench.submit("add", of: role, [("principal", application.appID)]).text.contains("Automation"))
        let reply = try bench.entra.token([
            ("client_id", application.appID), ("client_secret", secret), ("grant_type", "client_credentials"),
            ("scope", EntraBench.exchangeDefault),
        ])
        let claims = try EntraBench.claims(reply.body["access_token"]?.stringValue)
        #expect(claims["roles"]?.arrayValue?.compactMap(\.stringValue) == ["Exchange.ManageAsApp"])
        #expect(
            claims["wids"]?.arrayValue?.compactMap(\.stringValue).contains(DirectoryRoleID.exchangeAdministrator)
                == true
        )
    }

    @Test func showsASecretOnceEvenToTheSameAddress() throws {
        _ = try bench.signIn()
        let path = "/portal/apps/\(EntraBench.confidentialClient)/credentials"
        let reply = try bench.submit("add", of: try bench.open(path), [("expires", "90")], follows: false)
        #expect(reply.status == 303)
        let target = try #require(reply.header("Location"))
        #expect(!target.contains("8Q~"))
        #expect(try bench.open(target).text.contains("8Q~"))
        #expect(try PortalBench.copied(in: bench.open(target)).isEmpty)
    }

    @Test(arguments: [true, false])
    func takesACertificateAsFileAndAsText(_ isFile: Bool) throws {
        _ = try bench.signIn()
        let now = bench.context.clock.now
        let certificate = try Certificate.selfSigned(
            commonName: "exo-automation",
            key: try Self.key.get(),
            notBefore: now.addingTimeInterval(-60),
            notAfter: now.addingTimeInterval(86_400)
        )
        let path = "/portal/apps/\(EntraBench.confidentialClient)/credentials/certificates"
        let page = try bench.open(path)
        let done: ServerResponse
        if isFile {
            let form = try PortalBench.form("add", of: page)
            let parts = form.fields.map { "--b\r\nContent-Disposition: form-data; name=\"\($0.0)\"\r\n\r\n\($0.1)\r\n" }
            let file = """
                --b\r\nContent-Disposition: form-data; name="file"; filename="a.pem"\r\n\
                Content-Type: application/x-pem-file\r\n\r\n\(certificate.pem)\r\n--b--\r\n
                """
            done = try bench.follow(
                try bench.send("POST", path, body: parts.joined() + file, type: "multipart/form-data; boundary=b")
            )
        } else {
            done = try bench.submit("add", of: page, [("text", certificate.pem)])
        }
        #expect(done.text.contains(Hex.encode(try certificate.sha1Thumbprint).uppercased()))
        let stored = try bench.directory.keyCredentials(of: EntraBench.confidentialClient)
        #expect(stored.map(\.certificate) == [Base64.encode(certificate.der)])
    }

    @Test(arguments: ["", "not a certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"])
    func refusesWhatIsNoCertificate(_ text: String) throws {
        _ = try bench.signIn()
        let path = "/portal/apps/\(EntraBench.confidentialClient)/credentials/certificates"
        let reply = try bench.submit("add", of: try bench.open(path), [("text", text)])
        #expect(reply.status == 400)
        #expect(reply.text.contains("class=\"problem\""))
    }

    @Test(arguments: [
        ("http://example.com/auth", "web"), ("notauri", "web"), ("https://example.com/#x", "spa"),
        ("https://example.com/*", "web"), ("javascript:alert(1)", "publicClient"), ("msal://auth", "web"),
    ])
    func saysWhatIsWrongWithARedirectAndKeepsIt(_ uri: String, _ kind: String) throws {
        _ = try bench.signIn()
        let path = "/portal/apps/\(EntraBench.publicClient)/authentication"
        let reply = try bench.submit("addURI", of: try bench.open(path), [("kind", kind), ("uri", uri)])
        #expect(reply.status == 400)
        #expect(reply.text.contains("addURI-problem"))
        #expect(reply.text.contains("value=\"\(uri.replacing("\"", with: "&quot;"))\""))
    }

    @Test func changesTheAuthenticationSettings() throws {
        _ = try bench.signIn()
        let path = "/portal/apps/\(EntraBench.publicClient)/authentication"
        _ = try bench.submit(
            "settings",
            of: try bench.open(path),
            [("audience", "AzureADMyOrg"), ("implicit", "id"), ("public", "no")]
        )
        let record = try #require(try bench.directory.application(EntraBench.publicClient))
        #expect(record.signInAudience == "AzureADMyOrg" && record.issuesIDTokens)
        #expect(!record.issuesAccessTokens && !record.isFallbackPublicClient)
        let uri = "https://example.com/auth"
        _ = try bench.submit("addURI", of: try bench.open(path), [("kind", "web"), ("uri", uri)])
        #expect(try bench.directory.redirectURIs(of: EntraBench.publicClient).contains { $0.uri == uri })
    }

    @Test func takesBackAPermissionAndItsConsent() throws {
        _ = try bench.signIn()
        let path = "/portal/apps/\(EntraBench.confidentialClient)/permissions"
        let page = try bench.open(path)
        #expect(page.text.contains("Granted for Contoso"))
        let after = try bench.submit("revoke", of: page)
        #expect(after.text.contains("Not granted for Contoso"))
        let principal = try #require(
            try bench.directory.servicePrincipal(EntraBench.confidentialClient, in: Seed.contosoID)
        )
        #expect(
            try bench.directory.appRoles(of: principal.objectID, on: FirstParty.exchange, in: Seed.contosoID).isEmpty
        )
        _ = try bench.submit("remove", of: after)
        #expect(try bench.directory.requiredPermissions(of: EntraBench.confidentialClient).isEmpty)
    }

    @Test func offersAnAPIAndItsRoles() throws {
        _ = try bench.signIn()
        let application = try register("API")
        let path = "/portal/apps/\(application.appID)"
        let early = try bench.submit(
            "addScope",
            of: try bench.open("\(path)/api"),
            [("value", "Files.Read"), ("name", "Read"), ("explanation", "Reads"), ("who", "user")]
        )
        #expect(early.status == 400)
        #expect(early.text.contains("value=\"Files.Read\""))
        _ = try bench.submit("addURI", of: try bench.open("\(path)/api"), [("uri", "api://\(application.appID)")])
        let page = try bench.submit(
            "addScope",
            of: try bench.open("\(path)/api"),
            [("value", "Files.Read"), ("name", "Read"), ("explanation", "Reads"), ("who", "user")]
        )
        #expect(page.text.contains("Files.Read") && page.text.contains("Admins and users"))
        _ = try bench.submit(
            "add",
            of: try bench.open("\(path)/roles"),
            [("value", "Writer"), ("name", "Writer"), ("explanation", "Writes"), ("members", "User")]
        )
        #expect(try bench.directory.exposedPermissions(of: application.appID).map(\.value) == ["Writer", "Files.Read"])
        let own = try bench.open("/portal/apps/\(EntraBench.publicClient)/permissions/add?view=own").text
        #expect(own.contains(application.appID))
        let gone = try bench.submit("disable", of: try bench.open("\(path)/roles"))
        _ = try bench.submit("delete", of: gone)
        #expect(try bench.directory.exposedPermissions(of: application.appID).map(\.value) == ["Files.Read"])
    }

    @Test func showsTheManifestWithoutSecrets() throws {
        let page = try bench.signIn(at: "/portal/apps/\(EntraBench.confidentialClient)/manifest").text
        #expect(page.contains("&quot;appId&quot;: &quot;\(EntraBench.confidentialClient)&quot;"))
        let secret = try #require(try bench.directory.secrets(of: EntraBench.confidentialClient).first)
        #expect(!page.contains(secret.hash))
    }

    @Test func deletesAnApp() throws {
        _ = try bench.signIn()
        let application = try register("Gone")
        _ = try bench.submit("delete", of: try bench.open("/portal/apps/\(application.appID)/delete"))
        #expect(try bench.directory.application(application.appID) == nil)
        #expect(try bench.send("GET", "/portal/apps/\(application.appID)").status == 404)
    }
}
