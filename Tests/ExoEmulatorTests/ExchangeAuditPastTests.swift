import ExoJSON
import TestSupport
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange
@testable import ExoEmulator

/// What logs said of somebody stays as it was, whatever becomes of the account.
@Suite struct ExchangeAuditPastTests {
    private static let now = ServiceDate(ExchangeHarness.moment)
    private static let day = 86_400.0

    /// From so many days before the beginning of a test to so many after it.
    private static func range(_ from: Int, _ to: Int, _ more: JSONObject = [:]) -> JSONObject {
        var parameters: JSONObject = ["StartDate": now.adding(days: from).json, "EndDate": now.adding(days: to).json]
        for member in more.members { parameters[member.name] = member.value }
        return parameters
    }

    private func events(of user: String, _ harness: ExchangeHarness, _ from: Int = -9, _ to: Int = 0) throws -> [String]
    {
        let more: JSONObject = ["ResultSize": 5000, "UserIds": [.string(user)]]
        return try harness.done("Search-UnifiedAuditLog", Self.range(from, to, more)).texts("Identity")
    }

    private func traces(
        from sender: String? = nil,
        _ harness: ExchangeHarness,
        _ from: Int = -7,
        _ to: Int = 0
    ) throws -> [String] {
        var parameters = Self.range(from, to, ["PageSize": 5000])
        if let sender { parameters["SenderAddress"] = .string(sender) }
        return try harness.walk("Get-MessageTrace", parameters, pageSize: 5000).map { row in
            ["MessageTraceId", "SenderAddress", "RecipientAddress", "Status"].compactMap { row[$0]?.stringValue }
                .joined(separator: " ")
        }
    }

    private static let changes: [(cmdlet: String, parameters: JSONObject)] = [
        ("Set-Mailbox", ["MicrosoftOnlineServicesID": "adele.new@contoso.com"]),
        ("Set-Mailbox", ["WindowsEmailAddress": "adele.new@contoso.com"]),
        ("Set-Mailbox", ["Type": "Shared"]), ("Set-Mailbox", ["Type": "Room"]), ("Remove-Mailbox", [:]),
        ("Disable-Mailbox", [:]),
    ]

    private func change(_ number: Int, _ harness: ExchangeHarness) throws {
        let (cmdlet, change) = Self.changes[number]
        var parameters = change
        parameters["Identity"] = "adele"
        try harness.done(cmdlet, parameters)
    }

    @Test(arguments: changes.indices)
    func aChangeOfAnAccountLeavesThePast(_ number: Int) throws {
        let harness = try ExchangeHarness()
        harness.context.clock.advance(by: Self.day)
        let (known, sent) = (
            try events(of: "adele@contoso.com", harness), try traces(from: "adele@contoso.com", harness)
        )
        #expect(!known.isEmpty && !sent.isEmpty)
        try change(number, harness)
        harness.context.clock.advance(by: Self.day)
        #expect(try events(of: "adele@contoso.com", harness) == known)
        #expect(try traces(from: "adele@contoso.com", harness) == sent)
    }

    private static let returns: [(there: Int, back: String, parameters: JSONObject)] = [
        (3, "Set-Mailbox", ["Identity": "adele", "Type": "Regular"]),
        (4, "Undo-SoftDeletedMailbox", ["SoftDeletedObject": "adele"]),
        (5, "Enable-Mailbox", ["Identity": "adele@contoso.com"]),
    ]

    @Test(arguments: returns.indices)
    func whoComesBackDidNothingMeanwhile(_ number: Int) throws {
        let (there, back, parameters) = Self.returns[number]
        let harness = try ExchangeHarness()
        harness.context.clock.advance(by: 3 * Self.day)
        try change(there, harness)
        harness.context.clock.advance(by: 3 * Self.day)
        let (known, mail) = (try events(of: "adele@contoso.com", harness, -3, 6), try traces(harness, -3, 6))
        #expect(!known.isEmpty && mail.count > 50)
        #expect(try events(of: "adele@contoso.com", harness, 3, 6).isEmpty)
        try harness.done(back, parameters)
        #expect(try events(of: "adele@contoso.com", harness, -3, 6) == known)
        #expect(try traces(harness, -3, 6) == mail)
        harness.context.clock.advance(by: 3 * Self.day)
        #expect(try !events(of: "adele@contoso.com", harness, 6, 9).isEmpty)
        #expect(try events(of: "adele@contoso.com", harness, -3, 6) == known)
    }

    @Test func aRoomThatBecomesSomebodysHasNoPast() throws {
        let harness = try ExchangeHarness()
        let rooms = try harness.done("Get-Mailbox", ["RecipientTypeDetails": "RoomMailbox"])
        let room = try #require(rooms.texts("UserPrincipalName").first)
        let mail = try traces(harness)
        #expect(mail.count > 50)
        try harness.done("Set-Mailbox", ["Identity": .string(room), "Type": "Regular"])
        #expect(try traces(harness) == mail && events(of: room, harness).isEmpty)
        harness.context.clock.advance(by: 3 * Self.day)
        #expect(try events(of: room, harness).isEmpty && !events(of: room, harness, 0, 3).isEmpty)
    }

    @Test func whatIsDeletedForGoodIsStillInTheLogs() throws {
        let harness = try ExchangeHarness()
        let (known, sent) = (
            try events(of: "adele@contoso.com", harness), try traces(from: "adele@contoso.com", harness)
        )
        try harness.done("Remove-Mailbox", ["Identity": "adele"])
        try harness.done("Remove-Mailbox", ["Identity": "adele", "PermanentlyDelete": true])
        #expect(try harness.run("Get-Mailbox", ["Identity": "adele", "SoftDeletedMailbox": true]).rows.isEmpty)
        #expect(try events(of: "adele@contoso.com", harness) == known)
        #expect(try traces(from: "adele@contoso.com", harness) == sent)
    }

    @Test func whatIsForgottenOfAnAccountIsStillInTheLogs() throws {
        let harness = try ExchangeHarness()
        let (known, sent) = (
            try events(of: "adele@contoso.com", harness), try traces(from: "adele@contoso.com", harness)
        )
        try harness.done("Disable-Mailbox", ["Identity": "adele"])
        let account: JSONObject = ["Identity": "adele@contoso.com", "PermanentlyClearPreviousMailboxInfo": true]
        try harness.done("Set-User", account)
        #expect(try events(of: "adele@contoso.com", harness) == known)
        #expect(try traces(from: "adele@contoso.com", harness) == sent)
        try harness.done("Enable-Mailbox", ["Identity": "adele@contoso.com"])
        #expect(try events(of: "adele@contoso.com", harness) == known)
        #expect(try traces(from: "adele@contoso.com", harness) == sent)
    }

    @Test func aRoomThatIsDeletedForGoodIsNobody() throws {
        let harness = try ExchangeHarness()
        let rooms = try harness.done("Get-Mailbox", ["RecipientTypeDetails": "RoomMailbox"])
        let room = try #require(rooms.texts("Name").first)
        let mail = try traces(harness)
        try harness.done("Remove-Mailbox", ["Identity": .string(room)])
        try harness.done("Remove-Mailbox", ["Identity": .string(room), "PermanentlyDelete": true])
        #expect(try traces(harness) == mail)
    }

    @Test func whoIsGoneKeepsTheirPlaceAmongMany() throws {
        let harness = try ExchangeHarness(mailboxes: TrafficPeople.most)
        let tenant = try #require(try harness.context.directory.tenant(matching: ExchangeHarness.contoso))
        let objects = ObjectStore(store: harness.context.store, names: TenantNames(tenant))
        func people() throws -> [String] { try TrafficPeople(objects, of: tenant).people.map(\.guid) }
        let before = try people()
        #expect(before.count == TrafficPeople.most)
        try harness.done("Set-Mailbox", ["Identity": "alex", "Type": "Room"])
        #expect(try people() == before)
        try harness.done("Remove-Mailbox", ["Identity": "adele"])
        try harness.done("Remove-Mailbox", ["Identity": "adele", "PermanentlyDelete": true])
        #expect(try people() == before)
    }

    @Test func theLogOfAMailboxIsItsOwnUnderAnyName() throws {
        let harness = try ExchangeHarness()
        func log(_ mailbox: String) throws -> [String] {
            let more: JSONObject = ["Identity": .string(mailbox), "ShowDetails": true, "ResultSize": 5000]
            return try harness.done("Search-MailboxAuditLog", Self.range(-30, 0, more)).texts("Identity")
        }
        func guids() throws -> [String] {
            try harness.done("Search-MailboxAuditLog", Self.range(-30, 0)).texts("MailboxGuid").sorted()
        }
        let (adele, alex, all) = (try log("adele"), try log("alex"), try guids())
        #expect(!adele.isEmpty && !alex.isEmpty && Set(all).count == all.count)
        try harness.done("Set-Mailbox", ["Identity": "adele", "MicrosoftOnlineServicesID": "a.v@contoso.com"])
        try harness.done("Set-Mailbox", ["Identity": "alex", "MicrosoftOnlineServicesID": "adele@contoso.com"])
        #expect(try log("a.v@contoso.com") == adele)
        #expect(try log("Alex Wilber") == alex)
        #expect(try guids() == all)
    }

    @Test func whoRanACmdletIsToldByTheSameKeyUnderAnyName() throws {
        let harness = try ExchangeHarness()
        let alex = try harness.token(ofUser: "alex", roles: [DirectoryRoleID.exchangeAdministrator])
        try harness.done("Set-Mailbox", ["Identity": "adele", "CustomAttribute1": "x"], as: alex)
        func key() throws -> String? {
            let found = try harness.done("Search-UnifiedAuditLog", Self.range(-1, 0, ["UserIds": "alex@contoso.com"]))
            let records = try found.texts("AuditData").map { try JSONValue(parsing: $0) }
            return records.first { $0["Operation"] == "Set-Mailbox" }?["UserKey"]?.stringValue
        }
        let first = try #require(try key())
        #expect(!first.contains("@"))
        try harness.done("Set-Mailbox", ["Identity": "alex", "MicrosoftOnlineServicesID": "a.w@contoso.com"])
        #expect(try key() == first)
        try harness.done("Set-Mailbox", ["Identity": "van", "MicrosoftOnlineServicesID": "alex@contoso.com"])
        #expect(try key() == first)
    }

    @Test func theSwitchOfTheLogTakesAnHourAndReadsAsOffInSecurityAndCompliance() throws {
        let harness = try ExchangeHarness()
        for isOn in [false, true] {
            let parameters: JSONObject = ["UnifiedAuditLogIngestionEnabled": .bool(isOn)]
            let warnings = try harness.done("Set-AdminAuditLogConfig", parameters).warnings
            #expect(warnings.contains { $0.contains("60 minutes") } == isOn, "\(warnings)")
            let config = try harness.done("Get-AdminAuditLogConfig").rows.first
            #expect(config?["UnifiedAuditLogIngestionEnabled"] == .bool(isOn))
            let other = try harness.comply("Get-AdminAuditLogConfig").rows.first
            #expect(other?["UnifiedAuditLogIngestionEnabled"] == false && other?["Name"] == config?["Name"])
        }
    }
}
