import EntraTokens
import ExchangeOnline
import ExoJSON
import ExoTransport
import HTTPServer
import TestSupport
import Testing

/// Both services of a tenant side by side, the guard rails and the change log, at the emulator.
struct BothServicesTests {
    private let tenant: LocalTenant

    init() throws { tenant = try LocalTenant() }

    private var client: ExchangeClient { ExchangeClient(transport: tenant.transport) }

    /// An administrator whose sign-in gets tokens for either service, as does a refresh token.
    private func request(
        _ identity: ConnectionIdentity = .userPrincipalName("admin@contoso.com")
    ) throws -> ConnectionRequest {
        let name = identity.tenantName.hasPrefix("fabrikam") ? "admin@fabrikam.com" : "admin@contoso.com"
        let tenant = tenant
        return ConnectionRequest(
            cloud: tenant.cloud,
            identity: identity,
            tokenSource: CallbackTokenSource { wanted in
                let resource = try #require(wanted.scopes.first).replacing("/.default", with: "")
                return try tenant.issuedToken(["user": .string(name), "resource": .string(resource)])
            }
        )
    }

    /// The calls of cmdlets so far.
    private var calls: [ServerRequest] { tenant.transport.requests.filter { $0.target.contains("/InvokeCommand") } }

    @Test func bothServicesAnswerOneValue() async throws {
        let both = try TenantConnection(request(), by: client)
        #expect(tenant.transport.requests.isEmpty)
        let mailboxes = try await both.run("Get-Mailbox").rows
        let labels = try await both.run("Get-Label").rows.map { try $0["Name"]?.stringValue }
        #expect(!mailboxes.isEmpty)
        #expect(labels.contains("Public"))
        let groups = try await both.run("Get-RoleGroup", service: .compliance).rows
        #expect(!groups.isEmpty)
        #expect(both.information.map(\.tenantID) == [TestToken.contoso, TestToken.contoso])
        let tokens = Set(calls.map { $0.header("Authorization") })
        #expect(tokens.count == 2, "each service has a token of its own")
        both.exchange.close()
        let error = await #expect(throws: ExchangeError.self) { try await both.run("Get-Mailbox") }
        #expect(error?.code == .closed)
        #expect(try await both.run("Get-Label").rows.count == labels.count)
    }

    @Test func theRegionOfTheComplianceServiceIsFoundAndKept() async throws {
        try tenant.control("PATCH", "settings", ["redirectsExchange": true])
        var request = try request()
        request.service = .compliance
        let connection = try await client.connect(request)
        try await connection.run("Get-Label")
        #expect(connection.information.connectionURI.hasSuffix(":8444"))
    }

    @Test func eachServiceAnswersAtAHostAndARegionOfItsOwn() async throws {
        try tenant.control("PATCH", "settings", ["redirectsExchange": true])
        var request = try request()
        request.cloud.exchange.base = "https://outlook.office365.com"
        request.cloud.exchange.serviceDomains = ["outlook.office365.com", "localhost"]
        request.cloud.compliance = Cloud.commercial.compliance
        let both = try TenantConnection(request, by: client)
        try await both.run("Get-OrganizationConfig")
        try await both.run("Get-Label")
        let addresses = both.information.map(\.connectionURI)
        #expect(addresses[0] == "https://localhost:8444")
        #expect(addresses[1].hasSuffix(".ps.compliance.protection.outlook.com"))
        let hosts = Set(calls.compactMap { $0.header("Host") })
        #expect(hosts.count == 4, "two front doors and two regions: \(hosts)")
    }

    @Test func aDelegatedOrganizationIsProvenByOneRequest() async throws {
        let connection = try await client.connect(request(.delegatedOrganization("fabrikam.onmicrosoft.com")))
        #expect(calls.count == 1)
        let sent = tenant.transport.requests.filter { $0.target.lowercased().contains("/adminapi/") }
        #expect(sent.count == 1, "no request besides")
        let domains = try await connection.run("Get-AcceptedDomain").rows.map { try $0["DomainName"]?.stringValue }
        #expect(domains.contains("fabrikam.com"))
        var other = try request(.delegatedOrganization("fabrikam.com"))
        other.service = .compliance
        #expect(try await client.connect(other).information.tenantID == TestToken.fabrikam)
    }

    @Test func nothingIsChangedThroughAReadOnlyConnection() async throws {
        var request = try request()
        request.guardRails = GuardRails(isReadOnly: true)
        let connection = try client.connection(request)
        let error = await #expect(throws: ExchangeError.self) {
            try await connection.run("Set-Mailbox", ["Identity": "adele@contoso.com", "CustomAttribute1": "x"])
        }
        #expect(error?.code == .guarded)
        #expect(tenant.transport.requests.isEmpty)
        let mailbox = try await connection.run("Get-Mailbox", ["Identity": "adele@contoso.com"]).rows.first
        #expect(try mailbox?["CustomAttribute1"]?.stringValue != "x")
    }

    @Test func aChangeLogAgreesWithTheService() async throws {
        let folder = try TemporaryFolder()
        var request = try request()
        request.changeLog = ChangeLog(path: "\(folder.path)/log")
        let connection = try client.connection(request)
        for number in 0..<3 {
            try await connection.run(
                "Set-Mailbox",
                ["Identity": "adele@contoso.com", "CustomAttribute1": .text("n\(number)")]
            )
        }
        await #expect(throws: ExchangeError.self) {
            try await connection.run("Set-Mailbox", ["Identity": "nobody@contoso.com", "CustomAttribute1": "x"])
        }
        let report = try ChangeLogReport(ofLog: "\(folder.path)/log")
        #expect(report.isIntact)
        #expect(report.changes == 4)
        #expect(report.unfinished.isEmpty)
        let text = String(decoding: try #require(folder.bytes(of: "log")), as: UTF8.self)
        let runs = Set(calls.compactMap { $0.header("client-request-id") })
        #expect(runs.allSatisfy(text.contains))
        #expect(text.contains("admin@contoso.com"))
    }
}
