import ExchangeOnline
import Testing

/// What a program writes that imports this library alone.
struct OneImportTests {
    private struct Mailbox: Decodable, Sendable {
        var displayName: String
        var primarySmtpAddress: String
        var prohibitSendQuota: ByteCount?
    }

    private func connect(_ tenant: LocalTenant) async throws -> ExchangeConnection {
        let client = ExchangeClient(transport: tenant.transport)
        let token = try await tenant.token()
        return try await client.connect(
            ConnectionRequest(
                cloud: .emulator(),
                identity: .organization("contoso.onmicrosoft.com"),
                tokenSource: PassedTokenSource(token)
            )
        )
    }

    @Test func connectsRunsListsAndDecodes() async throws {
        let connection = try await connect(LocalTenant())
        #expect(connection.information.tenantID.isEmpty == false)
        try await connection.run(
            "Set-Mailbox",
            [
                "Identity": "adele@contoso.com", "EmailAddresses": .change(add: ["smtp:second.adele@contoso.com"]),
                "ProhibitSendQuota": .size(.gigabytes(10)), "IssueWarningQuota": .size(.gigabytes(9)),
            ]
        )
        var addresses: [String] = []
        for try await row in connection.rows(of: "Get-Mailbox", ["ResultSize": "Unlimited"]) {
            let object: JSONObject = try row.object
            addresses += object["EmailAddresses"]?.arrayValue?.compactMap(\.stringValue) ?? []
        }
        #expect(addresses.contains("smtp:second.adele@contoso.com"))
        var found: [Mailbox] = []
        let wanted: CmdletParameters = ["Identity": "adele@contoso.com"]
        for try await mailbox in connection.rows(of: "Get-Mailbox", wanted, as: Mailbox.self) { found.append(mailbox) }
        #expect(found.map(\.primarySmtpAddress) == ["adele@contoso.com"])
        #expect(found.first?.prohibitSendQuota == .gigabytes(10))
    }

    @Test func setsAPasswordThatThenSignsIn() async throws {
        let tenant = try LocalTenant()
        let connection = try await connect(tenant)
        let password = "Zw!tschern-4711-é"
        try await connection.run("Set-Mailbox", ["Identity": "adele@contoso.com", "Password": .secret(password)])
        let form: [UInt8] = Array(
            ("grant_type=password&client_id=fb78d390-0c51-40cd-8e17-fdbfab77341b&username=adele@contoso.com"
                + "&password=Zw%21tschern-4711-%C3%A9&scope=https://outlook.office365.com/.default").utf8
        )
        let transport: any HTTPTransport = tenant.transport
        let reply = try await transport.send(
            HTTPRequest(
                "POST",
                "https://localhost:8443/organizations/oauth2/v2.0/token",
                headers: ["Content-Type": "application/x-www-form-urlencoded"],
                body: form
            )
        )
        let answer = try JSONValue(parsing: try await reply.body.collect(upTo: 100_000))
        #expect(reply.status == 200, "\(answer["error_description"]?.stringValue ?? "")")
    }

    @Test func namesWhatIsWrongBeforeSending() async throws {
        let connection = try await connect(LocalTenant())
        let error = await #expect(throws: ExchangeError.self) {
            try await connection.run("Set-Mailbox", ["Identiti": "adele"])
        }
        #expect(error?.code == .invalidRequest)
        #expect(error?.message.contains("-Identity") == true)
    }
}
