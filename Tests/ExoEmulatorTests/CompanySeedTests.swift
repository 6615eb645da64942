import ExoJSON
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange
@testable import ExoEmulator

struct CompanySeedTests {
    private func company(_ seed: CompanySeed) throws -> ExchangeHarness {
        let harness = try ExchangeHarness()
        try harness.context.store.add(GeneratedSeed(company: seed), now: ExchangeHarness.moment)
        return harness
    }

    private func everything(_ harness: ExchangeHarness) throws -> [String] {
        try harness.context.store.read { connection in
            try connection.rows(
                """
                SELECT properties || name || guid FROM exchange_object UNION ALL SELECT id || display_name FROM user \
                UNION ALL SELECT group_id || member_id FROM group_member UNION ALL SELECT user_id || manager_id \
                FROM user_manager ORDER BY 1
                """
            ) { try $0.text() }
        }
    }

    @Test func theSameNumberGivesTheSameCompany() throws {
        let seed = CompanySeed(mailboxes: 400, groups: 12, number: 7)
        let first = try company(seed)
        let second = try company(seed)
        let all = try everything(first)
        #expect(try everything(second) == all)
        // Again, nothing is added.
        try second.context.store.add(GeneratedSeed(company: seed), now: ExchangeHarness.moment)
        #expect(try everything(second) == all)
        // Another one comes beside it.
        try second.context.store.add(
            GeneratedSeed(company: CompanySeed(mailboxes: 100, groups: 5, number: 8)),
            now: ExchangeHarness.moment
        )
        #expect(try everything(second).count > all.count + 200)
        #expect(try second.context.store.integrityFaults().isEmpty)
    }

    @Test func theCompanyIsBelievable() throws {
        let harness = try company(CompanySeed(mailboxes: 600, groups: 24))
        let rows = try harness.walk("Get-Mailbox", ["ResultSize": "Unlimited"], pageSize: 1000)
        let kinds = Dictionary(grouping: rows) { $0["RecipientTypeDetails"]?.stringValue ?? "" }.mapValues(\.count)
        #expect(kinds["UserMailbox", default: 0] > 450)
        #expect(kinds["SharedMailbox", default: 0] > 20)
        #expect(kinds["RoomMailbox", default: 0] > 8)
        #expect(kinds["EquipmentMailbox", default: 0] > 5)
        let names = rows.compactMap { $0["DisplayName"]?.stringValue }
        #expect(Set(names).count == names.count)
        // Most people are the only ones of their name, and have no number.
        let people = rows.filter { $0["RecipientTypeDetails"] == "UserMailbox" }
        let plain = people.filter { $0["DisplayName"]?.stringValue?.contains(where: \.isNumber) == false }
        #expect(plain.count * 2 > people.count, "\(plain.count) of \(people.count)")
        #expect(plain.contains { $0["PrimarySmtpAddress"]?.stringValue?.contains(where: \.isNumber) == false })
        #expect(names.contains { $0.unicodeScalars.contains { $0.value > 0x4E00 } })
        #expect(names.contains { $0.hasPrefix("Müller-Lüdenscheidt") || $0.contains("ü") })
        let user = try #require(rows.last { $0["RecipientTypeDetails"] == "UserMailbox" })
        let identity = try #require(user["UserPrincipalName"])
        let shown = try #require(try harness.run("Get-User", ["Identity": identity]).rows.first)
        #expect(shown["Manager"]?.stringValue != nil)
        #expect(shown["Department"]?.stringValue?.isEmpty == false)
        let shared = try #require(rows.last { $0["RecipientTypeDetails"] == "SharedMailbox" })
        let rights = try harness.run("Get-MailboxPermission", ["Identity": try #require(shared["Alias"])])
        #expect(rights.texts("User").contains { $0.hasSuffix("@contoso.com") })
        let groups = try harness.run("Get-DistributionGroup", ["ResultSize": "Unlimited"])
        #expect(groups.rows.count > 8)
        let group = try #require(groups.rows.last?["Alias"])
        #expect(try harness.run("Get-DistributionGroupMember", ["Identity": group]).rows.count > 1)
    }

    @Test func whatAGroupBroughtAlongMayStayWithoutIt() throws {
        let seed = CompanySeed(mailboxes: 60, groups: 20)
        let harness = try company(seed)
        let all = try everything(harness)
        let groups = try harness.done("Get-UnifiedGroup", ["ResultSize": "Unlimited"]).rows.filter { group in
            ["10", "20"].contains { group["Alias"]?.stringValue?.hasSuffix($0) ?? false }
        }
        let ids = groups.compactMap { $0["ExternalDirectoryObjectId"]?.stringValue }
        #expect(ids.count == 2)
        for id in ids {
            #expect(try harness.graph("DELETE", "groups/\(id)").status == 204)
        }
        // Deleted groups can be had back; of those that are gone with all that Exchange had, what they brought stayed.
        let without = try everything(harness).count
        try harness.context.store.add(GeneratedSeed(company: seed), now: ExchangeHarness.moment)
        #expect(try everything(harness).count == without && without < all.count)
        let tenant = try #require(try harness.context.directory.tenant(matching: ExchangeHarness.contoso))
        let objects = ObjectStore(store: harness.context.store, names: TenantNames(tenant))
        for group in try objects.all(of: .recipient, states: [.softDeleted])
        where ids.contains(group.memberID) {
            try objects.remove(group)
        }
        try harness.context.store.add(GeneratedSeed(company: seed), now: ExchangeHarness.moment)
        #expect(try everything(harness).count == all.count)
    }
}
