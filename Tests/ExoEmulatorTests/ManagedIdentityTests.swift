import ExoJSON
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorEntra
@testable import ExoEmulator

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

final class ManagedIdentityTests {
    private let bench: EntraBench
    private var folder: IdentityFolder { bench.emulator.identityFolder }
    private let home: String
    private static let machine = "/metadata/identity/oauth2/token?api-version=2018-02-01"
    private static let app = "/msi/token?api-version=2019-08-01"
    private static let arc = "/metadata/identity/oauth2/token?api-version=2020-06-01"
    private static let exchange = "&resource=https%3A%2F%2Foutlook.office365.com%2F"
    private static let metadata = [("Metadata", "true")]

    init() throws {
        home = FileManager.default.temporaryDirectory.path + "/identity-\(UUID().uuidString)"
        bench = try EntraBench(home: home)
    }

    deinit { try? FileManager.default.removeItem(atPath: home) }

    private func send(
        _ target: String,
        _ headers: [(String, String)] = metadata,
        method: String = "GET",
        form: [(String, String)]? = nil
    ) throws -> (status: Int, body: JSONObject, reply: ServerResponse) {
        var fields = headers.map { ServerRequest.Field($0.0, $0.1) }
        if form != nil { fields.append(.init("Content-Type", "application/x-www-form-urlencoded")) }
        let request = ServerRequest(
            method: method,
            target: target,
            headers: fields,
            body: form.map { Array(EntraBench.encoded($0).utf8) } ?? [],
            listener: ManagedIdentityService.listener
        )
        let reply = bench.emulator.respond(to: request)
        return (reply.status, (try? JSONValue(parsing: reply.body).objectValue) ?? [:], reply)
    }

    private func caller(_ body: JSONObject) throws -> CallerIdentity {
        let token = try #require(body["access_token"]?.stringValue)
        return try AccessTokenVerifier(bench.context).verify(authorization: "Bearer \(token)")
    }

    @Test func givesAMachineItsTokenForADay() throws {
        let reply = try send(Self.machine + Self.exchange)
        #expect(reply.status == 200)
        #expect(reply.body["expires_in"] == "86399")
        #expect(reply.body["resource"] == "https://outlook.office365.com/")
        #expect(reply.body["client_id"]?.stringValue == Seed.identityID(1))
        #expect(reply.body.members.allSatisfy { $0.value.stringValue != nil })
        let caller = try caller(reply.body)
        #expect(caller.isApplication)
        #expect(caller.appRoles == ["Exchange.ManageAsApp"])
        #expect(caller.directoryRoles.contains(DirectoryRoleID.exchangeAdministrator))
        let claims = try EntraBench.claims(reply.body["access_token"]?.stringValue)
        #expect(claims["appidacr"] == "2")
        #expect(claims["aud"] == "https://outlook.office365.com/")
        #expect(claims["xms_mirid"]?.stringValue == InstanceMetadata.machineResource)
        #expect(claims["exp"]?.integerValue == 1_790_086_400)
        let entry = try #require(bench.context.signInLog.entries(limit: 1).first)
        #expect(entry.endpoint == .managedIdentity)
        #expect(entry.outcome == .succeeded)
        #expect(entry.clientName == "exo-vm")
    }

    @Test(arguments: [
        "client_id=\(Seed.identityID(2).uppercased())",
        "object_id=\(SeedIdentifier.make("servicePrincipal", Seed.contosoID, Seed.identityID(2)))",
        "msi_res_id=\(PercentCoding.encoded(Seed.contosoIdentities[1].resourceID ?? ""))",
        "mi_res_id=\(PercentCoding.encoded((Seed.contosoIdentities[1].resourceID ?? "").uppercased()))",
    ])
    func findsAUserAssignedIdentity(_ selector: String) throws {
        let reply = try send("\(Self.machine)\(Self.exchange)&\(selector)")
        #expect(reply.status == 200)
        #expect(reply.body["client_id"]?.stringValue == Seed.identityID(2))
    }

    @Test(arguments: [
        ("https://outlook.office365.com/.default", "https://outlook.office365.com"),
        ("https://outlook.office365.com//.default", "https://outlook.office365.com/"),
        ("00000002-0000-0ff1-ce00-000000000000", "00000002-0000-0ff1-ce00-000000000000"),
    ])
    func takesAScopeForAResource(_ resource: String, _ audience: String) throws {
        let reply = try send("\(Self.machine)&resource=\(PercentCoding.encoded(resource))")
        #expect(try EntraBench.claims(reply.body["access_token"]?.stringValue)["aud"]?.stringValue == audience)
    }

    struct Refusal: Sendable {
        let target: String
        var headers = metadata
        var status = 400
        let error: String
        var description: String?
    }

    @Test(arguments: [
        Refusal(target: machine + exchange, headers: [], error: "bad_request_102"),
        Refusal(target: machine + exchange, headers: [("Metadata", "True")], error: "bad_request_102"),
        Refusal(
            target: machine + exchange,
            headers: metadata + [("X-Forwarded-For", "203.0.113.1")],
            error: "invalid_request"
        ),
        Refusal(target: "/metadata/identity/oauth2/token?resource=x", error: "invalid_request"),
        Refusal(target: "/metadata/identity/oauth2/token?api-version=2017-01-01&resource=x", error: "invalid_request"),
        Refusal(target: machine, error: "invalid_request"),
        Refusal(target: machine + "&resource=", error: "invalid_request"),
        Refusal(target: machine + exchange + exchange, error: "invalid_request"),
        Refusal(
            target: machine + "&resource=" + String(repeating: "x", count: 3000),
            error: "invalid_request"
        ),
        Refusal(
            target: machine + exchange + "&client_id=00000000-0000-0000-0000-00000000ffff",
            error: "invalid_request",
            description: "Identity not found"
        ),
        Refusal(target: machine + exchange + "&client_id=%00%FF'%22", error: "invalid_request"),
        Refusal(target: machine + exchange + "&client_id=a&object_id=b", error: "invalid_request"),
        Refusal(target: machine + "&resource=https%3A%2F%2Fno.example", error: "invalid_resource"),
    ])
    func refusesAMachine(_ item: Refusal) throws {
        let reply = try send(item.target, item.headers)
        #expect(reply.status == item.status)
        #expect(reply.body["error"]?.stringValue == item.error)
        #expect(reply.body["access_token"] == nil)
        if let text = item.description { #expect(reply.body["error_description"]?.stringValue == text) }
    }

    @Test func refusesADisabledAndADeletedIdentity() throws {
        let directory = bench.context.directory
        var identity = try directory.managedIdentity(.unnamed)
        identity.accountEnabled = false
        try directory.save(identity)
        let disabled = try send(Self.machine + Self.exchange)
        #expect(disabled.status == 400)
        #expect(disabled.body["error"] == "unauthorized_client")
        #expect(bench.context.signInLog.entries(limit: 1).first?.code == 7_000_112)
        let other = try directory.managedIdentity(.clientID(Seed.identityID(2)))
        try directory.change("DELETE FROM service_principal WHERE object_id = ?", [other.objectID])
        let deleted = try send(Self.machine + Self.exchange + "&client_id=\(Seed.identityID(2))")
        #expect(deleted.body["error_description"] == "Identity not found")
        let entry = bench.context.signInLog.entries(limit: 1).first
        #expect(entry?.outcome == .failed)
        #expect(entry?.text == "Identity not found")
    }

    @Test func asksForTheNameOfOneOfSeveralIdentities() throws {
        let directory = bench.context.directory
        try directory.change("DELETE FROM service_principal WHERE app_id = ?", [Seed.identityID(1)])
        #expect(try send(Self.machine + Self.exchange).body["client_id"]?.stringValue == Seed.identityID(2))
        var third = try directory.managedIdentity(.unnamed)
        third.objectID = "33333333-3333-4333-8333-333333333333"
        third.appID = "33333333-3333-4333-8333-333333333334"
        third.resourceID = (third.resourceID ?? "") + "-2"
        try directory.insert(third)
        let reply = try send(Self.machine + Self.exchange)
        #expect(reply.status == 400)
        #expect(reply.body["error_description"]?.stringValue?.contains("Multiple user assigned") == true)
    }

    @Test func tellsAMachineWhereItStands() throws {
        let compute = try send("/metadata/instance/compute?api-version=2021-02-01")
        #expect(compute.body["location"] == "westeurope")
        let text = try send("/metadata/instance/compute/location?api-version=2021-02-01&format=text")
        #expect(text.reply.text == "westeurope")
        #expect(try send("/metadata/instance/compute").status == 400)
        #expect(try send("/metadata/instance/compute?api-version=2021-02-01", []).status == 400)
        #expect(try send("/metadata/instance/compute/nothing?api-version=2021-02-01").status == 404)
    }

    @Test func givesAppServiceATokenForItsHeader() throws {
        let reply = try send(Self.app + Self.exchange, [("X-IDENTITY-HEADER", try folder.header())])
        #expect(reply.status == 200)
        #expect(reply.body["expires_on"] == "1790086400")
        #expect(reply.body["resource"] == "https://outlook.office365.com/")
        #expect(try caller(reply.body).applicationID == Seed.identityID(1))
        let older = try send(
            "/msi/token?api-version=2017-09-01\(Self.exchange)&clientid=\(Seed.identityID(2))",
            [("secret", try folder.header())]
        )
        #expect(older.body["client_id"]?.stringValue == Seed.identityID(2))
    }

    @Test(
        arguments: [
            (app + exchange, "", 401, "X-IDENTITY-HEADER"), (app + exchange, "wrong", 401, "X-IDENTITY-HEADER"),
            ("/msi/token?resource=x", nil, 400, "api-version"),
            ("/msi/token?api-version=2020-01-01&resource=x", nil, 400, "api-version"),
            (app, nil, 400, "resource"),
            (app + exchange + "&client_id=nobody", nil, 400, "No User Assigned or Delegated Managed Identity"),
            (app + "&resource=https%3A%2F%2Fno.example", nil, 400, "AADSTS500011"),
        ] as [(String, String?, Int, String)]
    )
    func refusesAppService(_ target: String, _ header: String?, _ status: Int, _ named: String) throws {
        let reply = try send(target, [("X-IDENTITY-HEADER", try header ?? folder.header())])
        #expect(reply.status == status)
        #expect(reply.body["statusCode"]?.integerValue == Int64(status))
        #expect(reply.body["message"]?.stringValue?.contains(named) == true)
        #expect(reply.body["correlationId"]?.stringValue?.count == 36)
    }

    @Test func keepsItsSecretsToTheOwner() throws {
        _ = try folder.header()
        let key = try folder.makeArcKey()
        for file in [home + "/identity-header", key] {
            let attributes = try FileManager.default.attributesOfItem(atPath: file)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
        #expect(try IdentityFolder(home: home).header() == folder.header())
    }

    @Test func asksArcsClientForAFileOnce() throws {
        let challenge = try send(Self.arc + Self.exchange)
        #expect(challenge.status == 401)
        let header = try #require(challenge.reply.header("WWW-Authenticate"))
        #expect(header.hasPrefix("Basic realm="))
        let file = String(header.dropFirst("Basic realm=".count))
        #expect(file.hasSuffix(".key"))
        let secret = String(decoding: try #require(PrivateFile.read(file)), as: UTF8.self)
        let answer = Self.metadata + [("Authorization", "Basic \(secret)")]
        let reply = try send(Self.arc + Self.exchange, answer)
        #expect(reply.status == 200)
        #expect(try caller(reply.body).applicationID == Seed.identityID(1))
        #expect(try send(Self.arc + Self.exchange, answer).status == 401)
        #expect(!FileManager.default.fileExists(atPath: file))
    }

    @Test func refusesArcsClientWithoutTheFile() throws {
        for secret in ["", "Basic ", "Basic x", "Bearer x", "Basic " + String(repeating: "x", count: 9000)] {
            #expect(try send(Self.arc + Self.exchange, Self.metadata + [("Authorization", secret)]).status == 401)
        }
        #expect(try send(Self.arc + Self.exchange, []).status == 400)
        for _ in 0..<40 { _ = try send(Self.arc + Self.exchange) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: home + "/arc").count <= 16)
        folder.removeArcKeys()
        #expect(try FileManager.default.contentsOfDirectory(atPath: home + "/arc").isEmpty)
    }

    @Test func tellsArcsClientWhichIdentityItGot() throws {
        let secret = String(decoding: try #require(PrivateFile.read(try folder.makeArcKey())), as: UTF8.self)
        let resource = Seed.contosoIdentities[1].resourceID ?? ""
        let reply = try send(
            "\(Self.arc)\(Self.exchange)&msi_res_id=\(PercentCoding.encoded(resource))",
            Self.metadata + [("Authorization", "Basic \(secret)")]
        )
        #expect(reply.body["client_id"]?.stringValue == Seed.identityID(2))
        #expect(reply.body["msi_res_id"]?.stringValue == resource)
    }

    @Test(arguments: [true, false])
    func givesCloudShellTheTokenOfThePerson(_ isForm: Bool) throws {
        let resource = "https://outlook.office365.com/"
        let reply =
            try isForm
            ? send("/oauth2/token", method: "POST", form: [("resource", resource)])
            : send("/oauth2/token?resource=\(PercentCoding.encoded(resource))&api-version=2018-02-01")
        #expect(reply.status == 200)
        #expect(reply.body["resource"]?.stringValue == resource)
        let caller = try caller(reply.body)
        #expect(caller.userPrincipalName == "admin@contoso.com")
        #expect(caller.scopes.contains("AdminApi.AccessAsUser.All"))
        bench.context.settings.change { $0.cloudShellUser = "adele@contoso.com" }
        let other = try send("/oauth2/token?resource=\(PercentCoding.encoded(resource))")
        #expect(try self.caller(other.body).userPrincipalName == "adele@contoso.com")
    }

    @Test(arguments: [
        ("https://no.example/", "admin@contoso.com", true, "AudienceNotSupported"),
        ("", "admin@contoso.com", true, "AudienceNotSupported"),
        ("https://outlook.office365.com/", "nobody@contoso.com", true, "Unauthorized"),
        ("https://outlook.office365.com/", "former@contoso.com", true, "invalid_grant"),
        ("https://outlook.office365.com/", "admin@contoso.com", false, "BadRequest"),
    ])
    func refusesCloudShell(_ resource: String, _ user: String, _ hasHeader: Bool, _ code: String) throws {
        bench.context.settings.change { $0.cloudShellUser = user }
        let reply = try send(
            "/oauth2/token",
            hasHeader ? Self.metadata : [],
            method: "POST",
            form: [("resource", resource)]
        )
        #expect(reply.status == 400)
        #expect(reply.body["error"]?["code"]?.stringValue == code)
    }

    @Test(arguments: [
        ("localhost:5000", 200), ("127.0.0.1", 200), ("169.254.169.254", 200), ("[::1]:80", 200),
        ("attacker.example", 403), ("localhost.attacker.example:5000", 403), ("", 403),
    ])
    func answersUnderItsOwnNamesAlone(_ host: String, _ status: Int) throws {
        #expect(try send(Self.machine + Self.exchange, Self.metadata + [("Host", host)]).status == status)
    }

    @Test func answersOnItsOwnListenerAlone() throws {
        let emulator = try Emulator(EmulatorConfiguration(home: home))
        func status(_ target: String, _ listener: String) -> Int {
            emulator.respond(
                to: ServerRequest(
                    method: "GET",
                    target: target,
                    headers: [.init("Metadata", "true")],
                    listener: listener
                )
            ).status
        }
        #expect(status(Self.machine + Self.exchange, "identity") == 200)
        #expect(status(Self.machine + Self.exchange, "front") != 200)
        #expect(status("/_emulator/settings", "front") == 200)
        #expect(status("/_emulator/settings", "identity") == 404)
        #expect(status("/common/v2.0/.well-known/openid-configuration", "identity") == 404)
    }

    @Test func listensOverPlainHTTPWhenAsked() async throws {
        let off = try Emulator(EmulatorConfiguration(home: home, frontPort: 0, regionalPort: 0))
        try off.start()
        #expect(off.identityURL == nil)
        await off.stop()
        let emulator = try Emulator(
            EmulatorConfiguration(home: home, frontPort: 0, regionalPort: 0, identityPort: 0)
        )
        try emulator.start()
        #expect(emulator.identityURL?.hasPrefix("http://localhost:") == true)
        #expect(PrivateFile.read(home + "/identity-header")?.count == 64)
        await emulator.stop()
    }
}
