import ExoJSON
import Testing

@testable import EmulatorExchange

/// Get-Group, which has role groups beside those of recipients.
@Suite struct ExchangeGroupReaderTests {
    @Test func roleGroupsAreGroups() throws {
        let harness = try ExchangeHarness()
        try harness.done("New-RoleGroup", ["Name": "Night Shift", "Members": ["adele"]])
        let roles = Set(try harness.done("Get-RoleGroup").texts("Name"))
        let all = try harness.done("Get-Group", ["ResultSize": "Unlimited"])
        #expect(roles.contains("Night Shift") && roles.isSubset(of: all.texts("Name")))
        #expect(all.texts("Name").contains("Marketing"))
        let few = try harness.walk("Get-Group", ["ResultSize": "Unlimited"], pageSize: 7)
        #expect(few == all.rows)
        let one = try #require(try harness.done("Get-Group", ["Identity": "Night Shift"]).rows.first)
        #expect(one["RecipientTypeDetails"] == "RoleGroup" && one["Members"] == ["Adele Vance"])
        #expect(try harness.done("Get-Group", ["Anr": "Night"]).texts("Name") == ["Night Shift"])
        let lists = try harness.done("Get-Group", ["RecipientTypeDetails": "MailUniversalDistributionGroup"])
        #expect(roles.isDisjoint(with: lists.texts("Name")) && !lists.rows.isEmpty)
        let sorted = try harness.done("Get-Group", ["SortBy": "Name", "ResultSize": "Unlimited"]).texts("Name")
        #expect(Set(sorted) == Set(all.texts("Name")) && sorted == sorted.sorted { $0.lowercased() < $1.lowercased() })
        let pattern = try harness.done("Get-Group", ["Identity": "*ma*"]).texts("Name")
        #expect(pattern.contains("Marketing") && pattern.contains("Organization Management"))
        #expect(try harness.run("Get-Group", ["Identity": "Nobody"]).status == 404)
    }

    @Test func groupsAreInTheOrderOfAPropertyThatIsNoText() throws {
        let harness = try ExchangeHarness.reading()
        let sorted = try harness.done("Get-Group", ["SortBy": "EmailAddresses", "ResultSize": "Unlimited"]).rows
        let keys = sorted.map { $0["EmailAddresses"]?.text().lowercased() ?? "" }
        #expect(keys == keys.sorted() && Set(keys).count > 2)
    }

    @Test func aDescriptionIsAListAmongGroups() throws {
        let harness = try ExchangeHarness()
        try harness.done("New-RoleGroup", ["Name": "Night Shift", "Description": "Nights"])
        let one = try harness.done("Get-Group", ["Identity": "Night Shift"]).rows.first
        #expect(one?["Description"] == ["Nights"])
    }

    @Test func eachHostHasRoleGroupsOfItsOwn() throws {
        let harness = try ExchangeHarness()
        try harness.done("New-RoleGroup", ["Name": "Night Shift"])
        let group: JSONObject = ["Name": "Auditors", "Members": ["adele"]]
        #expect(try harness.comply("New-RoleGroup", group).status == 200)
        let found = try harness.comply("Get-Group", ["Identity": "Auditors"])
        #expect(found.rows.first?["Members"] == ["Adele Vance"], "\(found.errorText)")
        #expect(found.rows.first?["RecipientTypeDetails"] == "RoleGroup")
        let all = try harness.comply("Get-Group", ["ResultSize": "Unlimited"]).texts("Name")
        #expect(try Set(harness.comply("Get-RoleGroup").texts("Name")).isSubset(of: all))
        #expect(!all.contains("Night Shift") && all.contains("Marketing"))
        #expect(try harness.run("Get-Group", ["Identity": "Auditors"]).status == 404)
    }
}
