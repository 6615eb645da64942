import ExoJSON
import TestSupport
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange
@testable import ExoEmulator

/// What logs said of somebody stays as it was, whatever becomes of the account.
@Suite struct ExchangeAuditPastTests {
    private static let now = ServiceDate(ExchangeHarness.moment)
    private static let range: JSONObject = ["StartDate": now.adding(days: -9).json, "EndDate": now.json]

    private func events(of user: String, _ harness: ExchangeHarness) throws -> [String] {
        var parameters = Self.range
        parameters["ResultSize"] = 5000
        parameters["UserIds"] = .array([.string(user)])
        return try harness.run("Search-UnifiedAuditLog", parameters).texts("Identity")
    }

    private func traces(from sender: String, _ harness: ExchangeHarness) throws -> [String] {
        var parameters = Self.range
        parameters["PageSize"] = 5000
        parameters["SenderAddress"] = .string(sender)
        return try harness.walk("Get-MessageTrace", parameters, pageSize: 5000).compactMap {
            $0["MessageTraceId"]?.stringValue
        }
    }

    private static let changes: [(cmdlet: String, parameters: JSONObject)] = [
        ("Set-Mailbox", ["MicrosoftOnlineServicesID": "adele.new@contoso.com"]),
        ("Set-Mailbox", ["WindowsEmailAddress": "adele.new@contoso.com"]),
        ("Set-Mailbox", ["Type": "Shared"]), ("Set-Mailbox", ["Type": "Room"]), ("Remove-Mailbox", [:]),
    ]

    @Test(arguments: changes.indices)
    func aChangeOfAnAccountLeavesThePast(_ number: Int) throws {
        let (cmdlet, change) = Self.changes[number]
        let harness = try ExchangeHarness()
        let (known, sent) = (
            try events(of: "adele@contoso.com", harness), try traces(from: "adele@contoso.com", harness)
        )
        #expect(!known.isEmpty && !sent.isEmpty)
        var parameters = change
        parameters["Identity"] = "adele"
        let done = try harness.run(cmdlet, parameters)
        #expect(done.status == 200, "\(done.errorText)")
        #expect(Set(try events(of: "adele@contoso.com", harness)).isSuperset(of: known))
        #expect(try traces(from: "adele@contoso.com", harness) == sent)
    }

    @Test func whatIsDeletedForGoodIsStillInTheLogs() throws {
        let harness = try ExchangeHarness()
        let (known, sent) = (
            try events(of: "adele@contoso.com", harness), try traces(from: "adele@contoso.com", harness)
        )
        #expect(try harness.run("Remove-Mailbox", ["Identity": "adele"]).status == 200)
        let gone = try harness.run("Remove-Mailbox", ["Identity": "adele", "PermanentlyDelete": true])
        #expect(gone.status == 200, "\(gone.errorText)")
        #expect(try harness.run("Get-Mailbox", ["Identity": "adele", "SoftDeletedMailbox": true]).rows.isEmpty)
        #expect(Set(try events(of: "adele@contoso.com", harness)).isSuperset(of: known))
        #expect(try traces(from: "adele@contoso.com", harness) == sent)
    }

    @Test func kindsOfRecordsThatTheServiceHasAreAccepted() throws {
        let harness = try ExchangeHarness.reading()
        for kind in ["AttackSimAdmin", "TeamCopilotInteraction", "HostedRpa", "OWAAuth", "27"] {
            var parameters = Self.range
            parameters["RecordType"] = .string(kind)
            #expect(try harness.run("Search-UnifiedAuditLog", parameters).status == 200, "\(kind)")
        }
    }
}
