import ExoCrypto
import ExoJSON
import FoundationEssentials
import HTTPServer
import TestSupport
import Testing

@testable import EmulatorCore
@testable import EmulatorEntra
@testable import ExoEmulator

struct EntraMetadataTests {
    @Test(arguments: ["contoso.com", "CONTOSO.COM", EntraBench.contoso])
    func namesEndpointsOfATenant(_ tenant: String) throws {
        let bench = try EntraBench()
        let reply = try bench.send("GET", "/\(tenant)//v2.0/.Well-Known/openid-configuration")
        let document = try JSONValue(parsing: reply.body)
        let base = "https://localhost:8443/\(EntraBench.contoso)"
        #expect(document["issuer"] == .string("\(base)/v2.0"))
        #expect(document["token_endpoint"] == .string("\(base)/oauth2/v2.0/token"))
    }

    @Test func leavesTheTenantOpenForOrganizations() throws {
        let bench = try EntraBench()
        let second = try bench.send("GET", "/organizations/v2.0/.well-known/openid-configuration")
        #expect(try JSONValue(parsing: second.body)["issuer"] == "https://localhost:8443/{tenantid}/v2.0")
        let first = try bench.send("GET", "/common/.well-known/openid-configuration")
        #expect(try JSONValue(parsing: first.body)["issuer"] == "https://sts.windows.net/{tenantid}/")
        let unknown = try bench.send("GET", "/nowhere.example/v2.0/.well-known/openid-configuration")
        #expect(unknown.status == 400)
        #expect(try JSONValue(parsing: unknown.body)["error"] == "invalid_tenant")
    }

    @Test(arguments: ["/common/discovery/keys", "/contoso.com/discovery/v2.0/keys"])
    func publishesKeysWithTheirCertificates(_ target: String) throws {
        let bench = try EntraBench()
        let keys = try JSONValue(parsing: try bench.send("GET", target).body)["keys"]
        let key = try #require(keys?[0])
        let text = try #require(key["x5c"]?[0]?.stringValue)
        let der = try #require(Base64.decode(text))
        let certificate = try Certificate(der: der)
        #expect(key["kid"] == .string(Base64URL.encode(try certificate.sha1Thumbprint)) && key["x5t"] == key["kid"])
        #expect(key["n"] == .string(Base64URL.encode(try certificate.publicKey.modulus)) && key["e"] == "AQAB")
    }

    @Test func makesAKeyOnceAndKeepsIt() throws {
        let folder = FileManager.default.temporaryDirectory.path + "/keys-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let documents = try (0..<2).map { _ in
            let emulator = try Emulator(.temporary(storage: .file(folder + "/store.sqlite")))
            return emulator.respond(to: ServerRequest(method: "GET", target: "/common/discovery/keys")).body
        }
        #expect(documents[0] == documents[1])
        #expect(try JSONValue(parsing: documents[0])["keys"]?.arrayValue?.count == 1)
    }

    @Test(arguments: [
        ("https://localhost:8443/common/oauth2/v2.0/authorize", true),
        ("https://login.microsoftonline.com/common/oauth2/v2.0/authorize", true),
        ("https://login.evil.example/common/oauth2/v2.0/authorize", false), ("nonsense", false),
    ])
    func knowsItsInstances(_ endpoint: String, _ isKnown: Bool) throws {
        let bench = try EntraBench()
        let query = EntraBench.encoded([("api-version", "1.1"), ("authorization_endpoint", endpoint)])
        let reply = try bench.send("GET", "/common/discovery/instance?\(query)")
        let body = try JSONValue(parsing: reply.body)
        #expect((reply.status == 200) == isKnown)
        #expect((body["metadata"] != nil) == isKnown)
        if !isKnown { #expect(body["error"] == "invalid_instance" && body["error_codes"] == [50049]) }
    }

    @Test func keepsThePortThatAClientDropsWhenItAsksAboutTheHostItAsks() throws {
        let bench = try EntraBench()
        for (endpoint, base) in [
            ("https://localhost/contoso.com/oauth2/v2.0/authorize", "https://localhost:8443"),
            ("https://127.0.0.1/contoso.com/oauth2/v2.0/authorize", "https://127.0.0.1"),
        ] {
            let query = EntraBench.encoded([("api-version", "1.1"), ("authorization_endpoint", endpoint)])
            let reply = try bench.send("GET", "/common/discovery/instance?\(query)")
            let expected = "\(base)/contoso.com/v2.0/.well-known/openid-configuration"
            #expect(try JSONValue(parsing: reply.body)["tenant_discovery_endpoint"] == .string(expected))
        }
    }

    @Test func tellsHowAUserSignsIn() throws {
        let bench = try EntraBench()
        for user in ["admin@contoso.com", "nobody%40contoso.com"] {
            let reply = try bench.send("GET", "/common/UserRealm/\(user)?api-version=1.0")
            #expect(try JSONValue(parsing: reply.body)["account_type"] == "Managed")
        }
        let reply = try bench.send("GET", "/common/userrealm/a@elsewhere.example?api-version=1.0")
        #expect(try JSONValue(parsing: reply.body)["account_type"] == "Unknown")
    }
}

struct EntraHostTests {
    @Test func repeatsTheHostNamesItWasGiven() throws {
        let endpoints = EmulatorEndpoints(hostNames: ["Exo.Test"], front: 443, regional: 8444)
        #expect(AuthorityHost(known: "exo.test", endpoints)?.origin == "https://exo.test")
        #expect(AuthorityHost(known: "EXO.test:8443", endpoints)?.origin == "https://exo.test:8443")
        #expect(AuthorityHost(known: "other.test", endpoints) == nil)
        #expect(AuthorityHost(known: "login.chinacloudapi.cn", endpoints)?.cloud?.aliases.count == 2)
    }

    @Test(arguments: [
        ("https://localhost:8443", true), ("https://localhost", true), ("https://exo.test:8444", true),
        ("https://localhost:446", true), ("https://localhost:1", false), ("https://evil.test", false),
        ("http://localhost:8443", false), ("localhost:8443", false), ("https://", false),
    ])
    func knowsItsOwnOrigins(_ origin: String, _ isOwn: Bool) {
        #expect(EmulatorEndpoints(hostNames: ["exo.test"]).isOwn(origin: origin) == isOwn)
    }

    @Test(arguments: [
        ("https://graph.microsoft.com", ResourceAPI.graph), ("https://graph.microsoft.com/", ResourceAPI.graph),
        ("https://outlook.office365.com", ResourceAPI.exchange), ("https://localhost:8443", ResourceAPI.exchange),
        ("https://exo.test/", ResourceAPI.exchange),
    ])
    func knowsAServiceUnderWhoseNameItAnswers(_ identifier: String, _ appID: String) throws {
        let bench = try EntraBench(hostNames: ["graph.microsoft.com", "outlook.office365.com", "exo.test"])
        #expect(try ResourceAPI.named(identifier, in: bench.context)?.appID == appID)
    }

    @Test func listsEveryCloudForOneOfThem() throws {
        let bench = try EntraBench()
        let endpoint = "https://login.windows.net/common/oauth2/authorize"
        let query = EntraBench.encoded([("api-version", "1.1"), ("authorization_endpoint", endpoint)])
        let body = try JSONValue(parsing: try bench.send("GET", "/common/discovery/instance?\(query)").body)
        let networks = body["metadata"]?.arrayValue?.compactMap { $0["preferred_network"]?.stringValue }
        #expect(networks?.first == "login.microsoftonline.com")
        #expect(networks?.count == 5)
    }
}
