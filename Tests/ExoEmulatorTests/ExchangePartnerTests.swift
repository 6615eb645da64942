import ExoJSON
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import ExoEmulator

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A partner's user at a customer: as long as the relationship holds, and with its roles.
@Suite struct ExchangePartnerTests {
    private static let fabrikam = "22222222-2222-4222-8222-222222222222"

    private func change(_ harness: ExchangeHarness, _ method: String, _ relationship: JSONValue) throws {
        let reply = harness.emulator.respond(
            to: ServerRequest(
                method: method,
                target: "/_emulator/relationships",
                headers: [.init("Content-Type", "application/json")],
                body: relationship.serialized()
            )
        )
        #expect(reply.status == 200, "\(reply.text)")
    }

    private func relationship(_ roles: [String]?, expiresOn: String? = nil) -> JSONValue {
        var members: JSONObject = [
            "customer": "fabrikam.com", "partner": "contoso.com", "principal": "exchange.admin@contoso.com",
        ]
        if let roles { members["roles"] = .array(roles.map { .string($0) }) }
        if let expiresOn { members["expiresOn"] = .string(expiresOn) }
        return .object(members)
    }

    private func run(_ harness: ExchangeHarness, _ cmdlet: String, _ token: String) throws -> ExchangeHarness.Reply {
        try harness.send(
            "POST",
            "/adminapi/beta/\(Self.fabrikam)/InvokeCommand",
            as: token,
            headers: [
                "X-AnchorMailbox": "UPN:SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}@fabrikam.onmicrosoft.com"
            ],
            body: ["CmdletInput": ["CmdletName": .string(cmdlet), "Parameters": [:]]]
        )
    }

    private func token(_ harness: ExchangeHarness) throws -> String {
        try harness.issued(["user": "exchange.admin@contoso.com", "tenant": "fabrikam.com"])
    }

    @Test func reachesTheCustomerWithTheRolesOfTheRelationship() throws {
        let harness = try ExchangeHarness()
        try change(harness, "PUT", relationship([DirectoryRoleID.globalReader]))
        let reader = try token(harness)
        let read = try run(harness, "Get-Mailbox", reader)
        #expect(read.texts("PrimarySmtpAddress").contains("olivia@fabrikam.com"), "\(read.errorText)")
        #expect(try run(harness, "Set-Mailbox", reader).status == 403)
        // Nothing here is the partner's own.
        #expect(try !harness.exported(as: reader, tenant: Self.fabrikam).contains("New-InboxRule"))
        try change(harness, "PUT", relationship([DirectoryRoleID.exchangeAdministrator]))
        #expect(try run(harness, "Get-TransportRule", try token(harness)).status == 200)
        // What a token was issued with does not outlast the relationship it came from.
        #expect(try run(harness, "Get-Mailbox", reader).status == 403)
        // At home the roles are those of the own directory.
        #expect(try harness.run("Get-Mailbox", as: reader).status == 401)
    }

    @Test func isLeftOutOnceTheRelationshipEnded() throws {
        let harness = try ExchangeHarness()
        try change(harness, "PUT", relationship([DirectoryRoleID.exchangeAdministrator]))
        let token = try token(harness)
        #expect(try run(harness, "Get-Mailbox", token).status == 200)
        try change(harness, "DELETE", relationship(nil))
        #expect(try run(harness, "Get-Mailbox", token).status == 401)
    }

    @Test func isLeftOutOnceTheRelationshipExpired() throws {
        let harness = try ExchangeHarness()
        let expiry = ExchangeHarness.moment.addingTimeInterval(600).ISO8601Format()
        try change(harness, "PUT", relationship([DirectoryRoleID.exchangeAdministrator], expiresOn: expiry))
        let token = try token(harness)
        #expect(try run(harness, "Get-Mailbox", token).status == 200)
        harness.context.clock.advance(by: 900)
        #expect(try run(harness, "Get-Mailbox", token).status == 401)
    }
}
