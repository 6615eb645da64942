import ExoCrypto
import ExoJSON
import FoundationEssentials
import Testing

@testable import EmulatorAdministration
@testable import EmulatorCore
@testable import ExoEmulator

struct AdministrationTests {
    private let bench: EntraBench
    private let contoso: Administration
    private let fabrikam: Administration

    init() throws {
        bench = try EntraBench()
        contoso = try Self.administration(of: "contoso.com", bench)
        fabrikam = try Self.administration(of: "fabrikam.com", bench)
    }

    private static func administration(of domain: String, _ bench: EntraBench) throws -> Administration {
        Administration(
            directory: bench.context.directory,
            tenant: try #require(try bench.context.directory.tenant(matching: domain)),
            now: bench.context.clock.now,
            actorID: try bench.context.directory.user("admin@\(domain)")?.id
        )
    }

    private var registrations: AppRegistrations { AppRegistrations(administration: contoso) }

    private func makeApplication(_ change: (inout AppRegistration) -> Void = { _ in }) throws -> AppRegistration {
        var draft = AppRegistration(displayName: "Tool", by: contoso)
        change(&draft)
        try registrations.create(draft)
        return draft
    }

    @Test func makesTheCreatorTheOwner() throws {
        let app = try makeApplication()
        #expect(try Owners(administration: contoso).list(of: app.objectID).map(\.id) == [contoso.actorID])
        #expect(try registrations.load(app.objectID) == app)
        #expect(try registrations.load(appID: app.appID.uppercased()) == app)
    }

    struct URICase: Sendable, CustomTestStringConvertible {
        var kind = RedirectURIKind.publicClient
        var uri: String
        var isAllowed: Bool
        var testDescription: String { "\(kind) \(uri.prefix(60))" }
    }

    @Test(arguments: [
        URICase(uri: "http://localhost", isAllowed: true),
        URICase(uri: "http://localhost:8400/callback", isAllowed: true),
        URICase(uri: "http://127.0.0.1", isAllowed: true),
        URICase(uri: "http://[::1]", isAllowed: false),
        URICase(uri: "http://app.example", isAllowed: false),
        URICase(uri: "https://app.example/a?b=c", isAllowed: true),
        URICase(uri: "https://app.example/#part", isAllowed: false),
        URICase(uri: "https://*.app.example", isAllowed: false),
        URICase(uri: "https://app.example/" + String(repeating: "a", count: 237), isAllowed: false),
        URICase(uri: "https://app.example/" + String(repeating: "a", count: 236), isAllowed: true),
        URICase(uri: "myapp://auth", isAllowed: true),
        URICase(uri: "urn:ietf:wg:oauth:2.0:oob", isAllowed: true),
        URICase(kind: .web, uri: "myapp://auth", isAllowed: false),
        URICase(kind: .spa, uri: "myapp://auth", isAllowed: false),
        URICase(kind: .web, uri: "http://localhost:5000", isAllowed: true),
        URICase(uri: "javascript:alert(1)", isAllowed: false),
        URICase(uri: "relative/path", isAllowed: false),
        URICase(uri: "", isAllowed: false),
    ])
    func checksRedirectURIs(_ test: URICase) throws {
        let make = { try makeApplication { $0.setRedirectURIs([test.uri], test.kind) } }
        if test.isAllowed {
            #expect(try bench.context.directory.redirectURIs(of: make().appID).map(\.uri) == [test.uri])
        } else {
            #expect(throws: AdministrationError.self) { try make() }
        }
    }

    @Test func refusesARedirectURIOnTwoPlatforms() throws {
        #expect(throws: AdministrationError.self) {
            try makeApplication {
                $0.setRedirectURIs(["https://app.example"], .web)
                $0.setRedirectURIs(["https://app.example"], .spa)
            }
        }
    }

    @Test func refusesTooManyRedirectURIs() throws {
        _ = try makeApplication { $0.setRedirectURIs((0..<256).map { "https://app.example/\($0)" }, .web) }
        #expect(throws: AdministrationError.self) {
            try makeApplication { $0.setRedirectURIs((0..<257).map { "https://app.example/\($0)" }, .web) }
        }
    }

    @Test func keepsIdentifierURIsUniqueAndOnOwnDomains() throws {
        _ = try makeApplication { $0.identifierURIs = ["api://tool", "https://tool.contoso.com"] }
        for uri in [
            "api://tool", "API://TOOL", "https://fabrikam.com/x", "https://graph.microsoft.com", "no uri", "api://x/",
        ] {
            #expect(throws: AdministrationError.self, "\(uri)") { try makeApplication { $0.identifierURIs = [uri] } }
        }
    }

    @Test func checksTheAudienceAndTheTokenVersion() throws {
        #expect(throws: AdministrationError.self) { try makeApplication { $0.record.signInAudience = "Everybody" } }
        #expect(throws: AdministrationError.self) {
            try makeApplication { $0.record.signInAudience = "PersonalMicrosoftAccount" }
        }
        _ = try makeApplication {
            $0.record.signInAudience = "PersonalMicrosoftAccount"
            $0.record.accessTokenVersion = 2
        }
        #expect(throws: AdministrationError.self) { try makeApplication { $0.record.displayName = "" } }
    }

    @Test func demandsThatAPermissionIsDisabledBeforeItGoes() throws {
        var app = try makeApplication()
        let scope = ExposedPermissionRecord(
            resourceAppID: app.appID,
            kind: .scope,
            permissionID: Administration.newID(),
            value: "Tool.Use",
            displayName: "Use the tool"
        )
        app.exposedPermissions = [scope]
        try registrations.update(app)
        app.exposedPermissions = []
        let refusal = #expect(throws: AdministrationError.self) { try registrations.update(app) }
        #expect(refusal?.code == "CannotDeleteOrUpdateEnabledEntitlement")
        app.exposedPermissions = [scope]
        app.exposedPermissions[0].isEnabled = false
        try registrations.update(app)
        app.exposedPermissions = []
        try registrations.update(app)
        #expect(try registrations.load(app.objectID).exposedPermissions.isEmpty)
    }

    @Test func findsNothingOfAnotherTenant() throws {
        let app = try makeApplication()
        let principal = try ServicePrincipals(administration: contoso).create(appID: app.appID)
        let user = try #require(contoso.actorID)
        #expect(throws: AdministrationError.notFound(app.objectID)) { try fabrikam.application(app.objectID) }
        #expect(throws: AdministrationError.notFound(principal.objectID)) {
            try fabrikam.servicePrincipal(principal.objectID)
        }
        #expect(throws: AdministrationError.notFound(user)) { try fabrikam.user(user) }
        #expect(throws: AdministrationError.notFound("admin@contoso.com")) { try fabrikam.user("admin@contoso.com") }
        #expect(throws: AdministrationError.self) { try AppRegistrations(administration: fabrikam).update(app) }
        #expect(throws: AdministrationError.self) {
            try ServicePrincipals(administration: fabrikam).create(appID: app.appID)
        }
        #expect(throws: AdministrationError.self) {
            try RoleAssignments(administration: fabrikam).assign(DirectoryRoleID.globalReader, to: user)
        }
    }

    @Test func makesASecretThatSignsIn() throws {
        let app = try makeApplication()
        let principal = try ServicePrincipals(administration: contoso).create(appID: app.appID)
        let holder = CredentialHolder(app.record)
        let secret = try ClientSecrets(administration: contoso).add(to: holder, displayName: "first")
        #expect(secret.text.utf8.count == 40 && secret.text.hasPrefix(secret.record.hint))
        #expect(!"\(secret)".contains(secret.text) && !String(reflecting: secret).contains(secret.text))
        let exchange = try #require(
            try bench.context.directory.servicePrincipal(FirstParty.exchange, in: contoso.tenantID)
        )
        try AppRoleGrants(administration: contoso).assign(
            "dc50a0fb-09a3-484d-be87-e023b12c6440",
            to: principal.objectID,
            on: exchange.objectID
        )
        let form = [
            ("client_id", app.appID), ("client_secret", secret.text), ("grant_type", "client_credentials"),
            ("scope", EntraBench.exchangeDefault),
        ]
        let reply = try bench.token(form)
        #expect(try EntraBench.claims(reply.body["access_token"]?.stringValue)["roles"] == ["Exchange.ManageAsApp"])
        try ClientSecrets(administration: contoso).remove(secret.record.keyID, from: holder)
        #expect(try bench.token(form).status == 401)
        #expect(throws: AdministrationError.self) {
            try ClientSecrets(administration: contoso).add(to: holder, end: contoso.now)
        }
    }

    @Test func readsCertificatesInEveryFormAndNoKeys() throws {
        let key = try RSAPrivateKey.generate(bits: 2048)
        let certificate = try Self.certificate(key, until: contoso.now.addingTimeInterval(86_400))
        let app = try makeApplication()
        let holder = CredentialHolder(app.record)
        let certificates = Certificates(administration: contoso)
        let record = try certificates.add(.init(key: certificate.der), to: holder)
        #expect(record.sha1Thumbprint == Base64URL.encode(try certificate.sha1Thumbprint))
        #expect(record.displayName == "CN=tool")
        #expect(throws: AdministrationError.self) { try certificates.add(.init(key: certificate.der), to: holder) }
        try certificates.replace(with: [.init(key: Array(certificate.pem.utf8))], of: holder)
        let replaced = try certificates.list(of: holder)
        #expect(
            replaced.map(\.sha256Thumbprint) == [record.sha256Thumbprint] && replaced.map(\.keyID) != [record.keyID]
        )
        try certificates.replace(with: [.init(keyID: replaced[0].keyID, displayName: "kept")], of: holder)
        #expect(try certificates.list(of: holder).map(\.displayName) == ["kept"])
        try certificates.replace(with: [], of: holder)
        #expect(try certificates.list(of: holder).isEmpty)
    }

    @Test(arguments: ["private key", "expired", "short", "elliptic", "text", "nothing"])
    func refusesCertificatesThatProveNothing(_ fault: String) throws {
        let bytes: [UInt8]
        switch fault {
        case "private key": bytes = Array(try RSAPrivateKey.generate(bits: 2048).pem.utf8)
        case "expired":
            bytes = try Self.certificate(RSAPrivateKey.generate(bits: 2048), until: contoso.now).der
        case "short": bytes = Array(Self.shortCertificate.utf8)
        case "elliptic": bytes = Array(Self.ellipticCertificate.utf8)
        case "text": bytes = Array("certificate".utf8)
        default: bytes = []
        }
        let holder = CredentialHolder(try makeApplication().record)
        #expect(throws: AdministrationError.self) {
            try Certificates(administration: contoso).add(.init(key: bytes), to: holder)
        }
    }

    /// Of an RSA key of 1024 bits, base 64.
    private static let shortCertificate = """
        MIIB/jCCAWegAwIBAgIUELojzT8KOVWzubcfR2Eo9VlXOVowDQYJKoZIhvcNAQELBQAwEDEOMAwGA1UEAwwFc2hvcnQwIBcNMjYx\
        MTI1MDIwMjA0WhgPMjEwOTAxMTQwMjAyMDRaMBAxDjAMBgNVBAMMBXNob3J0MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDI\
        ek9NzvmxDskIsFUbvprvhu2DZYdJ+jEYg2ktqCLzdxmQbP2QGLOl5tVCnadu6vu9RTXqW470IPbHySlSODvjk7SLgJkf3pIZiUyl\
        smGQb8iHq2t3GL0lNReY6tHUOJjd9/h4dwgX24pBkhQahXFxCDEnx2RQjQ0hk8fEfxXAtQIDAQABo1MwUTAdBgNVHQ4EFgQUnEHz\
        dC/rDySKHAe0v82Vs1YbMUMwHwYDVR0jBBgwFoAUnEHzdC/rDySKHAe0v82Vs1YbMUMwDwYDVR0TAQH/BAUwAwEB/zANBgkqhkiG\
        9w0BAQsFAAOBgQAFLk75337lOomJbnITCwmRzGcfK8DgHenKqWOx/1WvPgh5qncQbBSYHG+8kIEL3SKXUqM+iKOAX+KQ62UGXjjN\
        7erGKVH2cy2ZVw+ZcoeJMwA5hNq2y+4l6c9g6q46csbgcw57mlrwP3DyuEN9OnOm+qNRJWXUbVimahkuuIGf0g==
        """

    /// Of a key on the curve P-256, base 64.
    private static let ellipticCertificate = """
        MIIBcjCCARegAwIBAgIUP4TZmKnVMMEz+gX/h3+0lbtdrP0wCgYIKoZIzj0EAwIwDTELMAkGA1UEAwwCZWMwIBcNMjYxMTI1MDIw\
        MjA0WhgPMjEwOTAxMTQwMjAyMDRaMA0xCzAJBgNVBAMMAmVjMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEHTstnM/jWkA85dEO\
        tgq166vUrCOi0qz1ErQx/5HzTlYYPfdpdejLmiw4lpeKFe27tfnN/AkM+ZXMgAi27VqU0qNTMFEwHQYDVR0OBBYEFNXyE+JOTJwA\
        5iKp2T265JBUFuuOMB8GA1UdIwQYMBaAFNXyE+JOTJwA5iKp2T265JBUFuuOMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwID\
        SQAwRgIhAKzgr04GGTwwmpbBt3pkUCElOEMRdSKjc0YclNIo87lwAiEAkXqAzRF0or9PQzazfqROkY5RNOAkcDl5U72QiOvMh5A=
        """

    private static func certificate(_ key: RSAPrivateKey, until end: Date) throws -> Certificate {
        try .selfSigned(commonName: "tool", key: key, notBefore: end.addingTimeInterval(-172_800), notAfter: end)
    }

    @Test func checksFederatedCredentials() throws {
        let app = try makeApplication()
        let credentials = FederatedCredentials(administration: contoso)
        func credential(_ name: String, subject: String = "repo:a", issuer: String = "https://issuer.example") throws {
            try credentials.save(
                FederatedCredentialRecord(
                    id: Administration.newID(),
                    appID: app.appID,
                    name: name,
                    issuer: issuer,
                    subject: subject,
                    audiences: ["api://AzureADTokenExchange"]
                )
            )
        }
        try credential("first")
        for (name, subject, issuer) in [
            ("first", "repo:b", "https://issuer.example"), ("second", "repo:a", "https://issuer.example"),
            ("no", "repo:b", "https://issuer.example"), ("a name", "repo:b", "https://issuer.example"),
            ("third", "", "https://issuer.example"), ("third", "repo:b", "http://issuer.example"),
        ] {
            #expect(throws: AdministrationError.self, "\(name) \(subject) \(issuer)") {
                try credential(name, subject: subject, issuer: issuer)
            }
        }
        for number in 1..<20 { try credential("name\(number)", subject: "repo:\(number)") }
        #expect(throws: AdministrationError.self) { try credential("name20", subject: "repo:20") }
    }

    @Test func deletesAndRestoresAnAppWithAllItHas() throws {
        let app = try makeApplication {
            $0.setRedirectURIs(["http://localhost"], .publicClient)
            $0.identifierURIs = ["api://restored"]
        }
        let principal = try ServicePrincipals(administration: contoso).create(appID: app.appID)
        _ = try ClientSecrets(administration: contoso).add(to: CredentialHolder(app.record))
        let graph = try #require(try bench.context.directory.servicePrincipal(FirstParty.graph, in: contoso.tenantID))
        try DelegatedGrants(administration: contoso).create(
            clientID: principal.objectID,
            resourceID: graph.objectID,
            principalID: nil,
            scope: " User.Read  openid User.Read"
        )
        try registrations.delete(app.objectID)
        #expect(throws: AdministrationError.self) { try registrations.load(app.objectID) }
        #expect(try bench.context.directory.delegatedGrants(of: app.appID, in: contoso.tenantID).isEmpty)
        let deleted = DeletedObjects(administration: contoso)
        #expect(try Set(deleted.list().map(\.kind)) == ["application", "servicePrincipal"])
        #expect(throws: AdministrationError.self) {
            try DeletedObjects(administration: fabrikam).restore(app.objectID)
        }
        try deleted.restore(app.objectID)
        #expect(try registrations.load(app.objectID) == app)
        #expect(try bench.context.directory.secrets(of: app.appID).count == 1)
        #expect(try contoso.servicePrincipal(principal.objectID) == principal)
        #expect(
            try bench.context.directory.delegatedGrants(of: app.appID, in: contoso.tenantID).map(\.scope) == [
                "User.Read openid"
            ]
        )
        #expect(try deleted.list().isEmpty)
    }

    @Test func countsAssignmentThroughTheDefaultRoleAndThroughGroups() throws {
        let app = try makeApplication()
        let principal = try ServicePrincipals(administration: contoso).create(appID: app.appID)
        let grants = AppRoleGrants(administration: contoso)
        let directory = bench.context.directory
        let grady = try contoso.user("grady@contoso.com")
        let adele = try contoso.user("adele@contoso.com")
        let group = try #require(try directory.groups(of: contoso.tenantID).first { $0.mailNickname == "it.ops" })
        try grants.assign(AppRoleAssignmentRecord.defaultRoleID, to: group.id, on: principal.objectID)
        #expect(try directory.isAssigned(grady.id, to: app.appID, in: contoso.tenantID))
        #expect(try !directory.isAssigned(adele.id, to: app.appID, in: contoso.tenantID))
        #expect(try directory.appRoles(of: group.id, on: app.appID, in: contoso.tenantID).isEmpty)
        #expect(throws: AdministrationError.self) {
            try grants.assign(AppRoleAssignmentRecord.defaultRoleID, to: group.id, on: principal.objectID)
        }
        #expect(throws: AdministrationError.self) {
            try grants.assign(Administration.newID(), to: adele.id, on: principal.objectID)
        }
    }

    @Test func checksNewUsers() throws {
        let users = Users(administration: contoso)
        func create(_ name: String, password: String = "Emulator-1234") throws -> UserRecord {
            try users.create(
                users.draft(userPrincipalName: name, displayName: "New", mailNickname: "new"),
                password: password
            )
        }
        let user = try create("new.user@contoso.com")
        #expect(user.mustChangePassword && user.passwordHash != nil)
        for (name, password) in [
            ("new.user@contoso.com", "Emulator-1234"), ("a@fabrikam.com", "Emulator-1234"), ("a", "Emulator-1234"),
            ("b b@contoso.com", "Emulator-1234"), ("c@contoso.com", "short-1"), ("d@contoso.com", "onlyletters"),
        ] {
            #expect(throws: AdministrationError.self, "\(name)") { try create(name, password: password) }
        }
        try users.changePassword(ofUser: user.id, from: "Emulator-1234", to: "Emulator-5678")
        #expect(throws: AdministrationError.self) {
            try users.changePassword(ofUser: user.id, from: "Emulator-1234", to: "Emulator-9999")
        }
        try users.delete(user.id)
        #expect(throws: AdministrationError.self) { try contoso.user(user.id) }
        try DeletedObjects(administration: contoso).restore(user.id)
        #expect(try contoso.user(user.id).userPrincipalName == "new.user@contoso.com")
    }

    @Test func keepsTheLastGlobalAdministrator() throws {
        let admin = try #require(fabrikam.actorID)
        let assignments = RoleAssignments(administration: fabrikam)
        let role = RoleAssignment(
            tenantID: fabrikam.tenantID,
            principalID: admin,
            roleTemplateID: DirectoryRoleID.globalAdministrator
        )
        #expect(throws: AdministrationError.self) { try assignments.remove(role) }
        #expect(throws: AdministrationError.self) { try Users(administration: fabrikam).delete(admin) }
        #expect(throws: AdministrationError.self) { try assignments.assign(role.roleTemplateID, to: admin) }
        #expect(throws: AdministrationError.self) { try assignments.assign(Administration.newID(), to: admin) }
    }

    @Test func findsGroupsThroughGroups() throws {
        let adele = try contoso.user("adele@contoso.com")
        let groups = Groups(administration: contoso)
        let outer = try groups.create(groups.draft(displayName: "Outer", mailNickname: "outer", kind: .security))
        let vpn = try #require(
            try groups.groups(containing: adele.id, transitively: false).first { $0.kind == .security }
        )
        try groups.add(vpn.id, to: outer.id)
        try groups.add(outer.id, to: vpn.id)
        #expect(try !groups.groups(containing: adele.id, transitively: false).contains(outer))
        #expect(try groups.groups(containing: adele.id, transitively: true).contains(outer))
        #expect(throws: AdministrationError.self) { try groups.add(vpn.id, to: outer.id) }
        #expect(throws: AdministrationError.self) { try groups.add(vpn.id, to: vpn.id) }
    }
}
