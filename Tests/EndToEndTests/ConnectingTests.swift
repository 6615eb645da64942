import EntraTokens
import ExchangeOnline
import ExoJSON
import Synchronization
import HTTPServer
import TestSupport
import Testing

struct ConnectingTests {
    private let tenant: LocalTenant

    init() throws { tenant = try LocalTenant() }

    @Test func connectsAnApplicationAndSaysWhenItsTokenEnds() async throws {
        let token = try await tenant.token()
        let connection = try await tenant.connect(token: token)
        #expect(connection.information.tenantID == "11111111-1111-4111-8111-111111111111")
        #expect(connection.information.tokenExpiry == token.expiresOn)
    }

    @Test func refusesAnotherTenantBeforeTheTokenTravels() async throws {
        let token = try await tenant.token()
        let error = await #expect(throws: ExchangeError.self) {
            _ = try await tenant.connect(.delegatedOrganization("fabrikam.onmicrosoft.com"), token: token)
        }
        #expect(error?.code == .tokenRefused)
        #expect(!tenant.transport.requests.contains { $0.header("Authorization") != nil })
    }

    @Test func reachesTheCustomerThatDelegatesToAPartner() async throws {
        let token = try await tenant.token(tenant: "fabrikam.onmicrosoft.com")
        let connection = try await tenant.connect(.delegatedOrganization("fabrikam.onmicrosoft.com"), token: token)
        let domains = try await connection.run(Cmdlet("Get-AcceptedDomain")).rows.map {
            try $0["DomainName"]?.stringValue
        }
        #expect(domains.contains("fabrikam.com"))
        #expect(!domains.contains("contoso.com"))
    }

    @Test func refusesAUserNameForAnApplicationToken() async throws {
        let token = try await tenant.token()
        let error = await #expect(throws: ExchangeError.self) {
            _ = try await tenant.connect(.userPrincipalName("admin@contoso.com"), token: token)
        }
        #expect(error?.code == .tokenRefused)
    }

    @Test func explainsAMissingDirectoryRole() async throws {
        let token = try await tenant.token(LocalTenant.roleMissing)
        let error = await #expect(throws: ExchangeError.self) { _ = try await tenant.connect(token: token) }
        #expect(error?.code == .forbidden)
        #expect(error?.repair != nil)
    }

    @Test func refusesATokenWithoutAnyPermission() async throws {
        let token = try await tenant.token(LocalTenant.noPermission)
        let error = await #expect(throws: ExchangeError.self) { _ = try await tenant.connect(token: token) }
        #expect(error?.code == .tokenRefused)
    }

    @Test func warnsOfNothingBesideARefusal() async throws {
        let token = try await tenant.token(LocalTenant.noPermission)
        let kinds = Mutex<[ConnectionEvent.Kind]>([])
        let client = ExchangeClient(
            transport: tenant.transport,
            observer: EventHandler { event in kinds.withLock { $0.append(event.kind) } }
        )
        await #expect(throws: ExchangeError.self) {
            _ = try await client.connect(
                ConnectionRequest(
                    cloud: tenant.cloud,
                    identity: .organization("contoso.com"),
                    tokenSource: PassedTokenSource(token)
                )
            )
        }
        #expect(!kinds.withLock { $0 }.contains(.tokenWarning))
    }

    @Test func followsTheRegionalBackendWithTheTokenAndKeepsToIt() async throws {
        try tenant.control("PATCH", "settings", ["redirectsExchange": true])
        let connection = try await tenant.connect()
        #expect(connection.information.connectionURI.hasSuffix(":8444"))
        let before = tenant.transport.requests.count
        let rows = try await connection.run(Cmdlet("Get-OrganizationConfig")).rows
        #expect(rows.count == 1)
        #expect(tenant.transport.requests[before...].allSatisfy { $0.listener == "regional" })
    }

    @Test func startsAtTheRegionalBackendThatWasRemembered() async throws {
        try tenant.control("PATCH", "settings", ["redirectsExchange": true])
        let token = try await tenant.token()
        let first = try await tenant.connect(token: token).information
        let later = try await ExchangeClient(transport: tenant.transport).connect(
            ConnectionRequest(
                cloud: tenant.cloud,
                identity: .organization("contoso.com"),
                tokenSource: PassedTokenSource(token),
                remembered: .init(tenantID: first.tenantID, connectionURI: first.connectionURI),
                verifiesAccess: false
            )
        )
        #expect(try await later.run(Cmdlet("Get-OrganizationConfig")).rows.count == 1)
    }

    @Test func connectsToSecurityAndComplianceWithATokenOfItsOwn() async throws {
        let token = try tenant.issuedToken([
            "user": "admin@contoso.com", "resource": "https://ps.compliance.protection.outlook.com",
        ])
        let connection = try await ExchangeClient(transport: tenant.transport).connect(
            ConnectionRequest(
                cloud: tenant.cloud,
                service: .compliance,
                identity: .userPrincipalName("admin@contoso.com"),
                tokenSource: PassedTokenSource(token)
            )
        )
        let labels = try await connection.run(Cmdlet("Get-Label")).rows.map { try $0["Name"]?.stringValue }
        #expect(labels.contains("Public"))
    }

    @Test func keepsAHundredConnectionsApart() async throws {
        let contoso = try await tenant.token()
        let fabrikam = try await tenant.token(tenant: "fabrikam.com")
        let connections = try await withThrowingTaskGroup(of: ExchangeConnection.self) { group in
            for number in 0..<100 {
                group.addTask {
                    number % 2 == 0
                        ? try await tenant.connect(.organization("contoso.com"), token: contoso)
                        : try await tenant.connect(.organization("fabrikam.com"), token: fabrikam)
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        for connection in connections {
            let rows = try await connection.run(Cmdlet("Get-AcceptedDomain")).rows
            let isContoso = connection.information.tenantID.hasPrefix("1111")
            #expect(try rows.contains { try $0["DomainName"] == .string(isContoso ? "contoso.com" : "fabrikam.com") })
            #expect(try !rows.contains { try $0["DomainName"] == .string(isContoso ? "fabrikam.com" : "contoso.com") })
        }
    }
}
