import ExoJSON
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorEntra
@testable import ExoEmulator

struct ResourceManagerTests {
    private let bench: EntraBench
    private static let audience = "https://management.core.windows.net//.default"

    init() throws { bench = try EntraBench() }

    private func send(
        _ target: String,
        token: String? = nil,
        method: String = "GET"
    ) throws -> (status: Int, body: JSONValue, reply: ServerResponse) {
        var headers = [ServerRequest.Field("Host", "localhost:8443")]
        if let token { headers.append(.init("Authorization", "Bearer \(token)")) }
        let request = ServerRequest(method: method, target: target, headers: headers)
        let reply = bench.emulator.respond(to: request)
        return (reply.status, try JSONValue(parsing: reply.body), reply)
    }

    @Test func describesTheCloudInEachForm() throws {
        let flat = try send("/metadata/endpoints?api-version=2015-01-01").body
        #expect(flat["authentication"]?["loginEndpoint"] == "https://localhost:8443/")
        #expect(flat["graphEndpoint"] != nil)
        let list = try send("/metadata/endpoints?api-version=2019-05-01").body
        #expect(list[0]?["name"] == "ExoEmulator")
        let cloud = try send("//metadata/endpoints?api-version=2022-09-01").body
        #expect(cloud["resourceManager"] == "https://localhost:8443/")
        #expect(cloud["authentication"]?["loginEndpoint"] == "https://localhost:8443")
        #expect(cloud["authentication"]?["audiences"]?[0] == "https://management.core.windows.net/")
        #expect(cloud["suffixes"]?.objectValue != nil)
    }

    @Test(arguments: [
        ("/metadata/endpoints", "MissingApiVersionParameter"), ("/tenants", "MissingApiVersionParameter"),
        ("/metadata/endpoints?api-version=x", "InvalidApiVersionParameter"),
        ("/metadata/endpoints?api-version=2022-9-1", "InvalidApiVersionParameter"),
        ("/tenants?api-version=9999999999999999999999999", "InvalidApiVersionParameter"),
    ])
    func asksForAVersion(_ target: String, _ code: String) throws {
        let reply = try send(target)
        #expect(reply.status == 400)
        #expect(reply.body["error"]?["code"]?.stringValue == code)
    }

    @Test func listsTenantsAndNoSubscription() throws {
        let token = try bench.applicationToken(scope: Self.audience)
        let tenants = try send("/tenants?api-version=2022-12-01", token: token)
        #expect(tenants.status == 200)
        #expect(tenants.body["value"]?.arrayValue?.count == 1)
        #expect(tenants.body["value"]?[0]?["tenantId"]?.stringValue == EntraBench.contoso)
        #expect(tenants.body["value"]?[0]?["defaultDomain"] == "contoso.com")
        let subscriptions = try send("/subscriptions?api-version=2022-12-01", token: token)
        #expect(subscriptions.body["value"]?.arrayValue?.isEmpty == true)
        let one = try send("/subscriptions/00000000-0000-0000-0000-000000000001?api-version=2022-12-01", token: token)
        #expect(one.status == 404)
        #expect(one.body["error"]?["code"] == "SubscriptionNotFound")
        let deeper = try send("/subscriptions/x/resourceGroups?api-version=2022-12-01", token: token)
        #expect(deeper.status == 501)
        #expect(try send("/tenants?api-version=2022-12-01", token: token, method: "DELETE").status == 405)
    }

    @Test func showsAPartnersUserTheCustomers() throws {
        let request = ServerRequest(
            method: "POST",
            target: "/_emulator/tokens",
            headers: [.init("Content-Type", "application/json")],
            body: Array(
                #"{"user":"admin@contoso.com","client":"04b07795-8ddb-461a-bbee-02f9e1bf7b46","resource":"https://management.core.windows.net/"}"#
                    .utf8
            )
        )
        let reply = bench.emulator.respond(to: request)
        let token = try #require(try JSONValue(parsing: reply.body)["access_token"]?.stringValue)
        let tenants = try send("/tenants?api-version=2022-12-01", token: token).body["value"]?.arrayValue ?? []
        #expect(tenants.compactMap { $0["tenantId"]?.stringValue } == [EntraBench.contoso, EntraBench.fabrikam])
    }

    @Test func refusesOtherTokens() throws {
        let none = try send("/tenants?api-version=2022-12-01")
        #expect(none.status == 401)
        #expect(none.body["error"]?["code"] == "AuthenticationFailed")
        #expect(none.reply.header("WWW-Authenticate")?.contains("authorization_uri=") == true)
        let exchange = try send("/tenants?api-version=2022-12-01", token: bench.applicationToken())
        #expect(exchange.status == 401)
        #expect(exchange.body["error"]?["code"] == "InvalidAuthenticationTokenAudience")
        let token = try bench.applicationToken(scope: Self.audience)
        #expect(try send("/tenants?api-version=2022-12-01", token: token + "x").status == 401)
        bench.context.clock.advance(by: 100_000)
        let late = try send("/tenants?api-version=2022-12-01", token: token)
        #expect(late.body["error"]?["code"] == "ExpiredAuthenticationToken")
    }

    @Test func leavesOtherPathsAlone() {
        for target in ["/", "/metadata", "/metadata/instance", "/tenant", "/v1.0/subscriptions"] {
            let reply = bench.emulator.respond(to: ServerRequest(method: "GET", target: target))
            #expect(reply.header("x-ms-correlation-request-id") == nil)
        }
    }
}
