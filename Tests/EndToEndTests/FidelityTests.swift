import ExchangeOnline
import ExoJSON
import TestSupport
import Testing

/// The same rows as JSON and as CLIXML, Admin API v2.0, and secrets in files, against the emulator.
struct FidelityTests {
    private let tenant: LocalTenant

    init() throws { tenant = try LocalTenant() }

    @Test func bothFormsHaveTheSameRowsAndOneHasTypes() async throws {
        let connection = try await tenant.connect(pageSize: 7)
        let plain = try await connection.run(Cmdlet("Get-Mailbox", resultSize: .unlimited)).objects
        let full = try await connection.run(Cmdlet("Get-Mailbox", resultSize: .unlimited, fidelity: .clixml))
        #expect(try full.objects.map { $0["PrimarySmtpAddress"] } == plain.map { $0["PrimarySmtpAddress"] })
        #expect(plain.count > 20)
        let annotated = try #require(try full.rows.first?.annotatedObject)
        #expect(annotated.names.contains { $0.hasSuffix("@data.type") })
        #expect(annotated["Guid@data.type"] == "System.Guid")
        let first = try #require(try full.objects.first)
        #expect(first["EmailAddresses"]?.arrayValue == plain.first?["EmailAddresses"]?.arrayValue)
    }

    @Test func aTokenForTheSmallInterfaceRunsWhatThatHas() async throws {
        let token = try tenant.issuedToken([
            "user": "admin@contoso.com", "claims": ["scp": "Exchange.ManageV2"],
        ])
        let connection = try await tenant.connect(.userPrincipalName("admin@contoso.com"), token: token)
        let outcome = try await connection.run("Get-Mailbox", ["Identity": "adele@contoso.com"])
        #expect(try outcome.objects.first?["PrimarySmtpAddress"] == "adele@contoso.com")
        let rows = try await connection.run("Get-AcceptedDomain").rows
        #expect(!rows.isEmpty)
        let error = await #expect(throws: ExchangeError.self) { try await connection.run("Get-TransportRule") }
        #expect(error?.code == .forbidden && error?.attempts == 0)
    }
}
