import ExoJSON
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Information barriers: policies between segments, what keeps them, and whom they are for.
struct ComplianceBarrierTests {
    private let harness: ExchangeHarness

    init() throws { harness = try ExchangeHarness() }

    private func set(_ parameters: JSONObject) throws {
        var all = parameters
        all["Identity"] = "Research-Sales"
        let reply = try harness.comply("Set-InformationBarrierPolicy", all)
        #expect(reply.status == 200, "\(reply.errorText)")
    }

    private func status(_ parameters: JSONObject) throws -> ExchangeHarness.Reply {
        let reply = try harness.comply("Get-InformationBarrierRecipientStatus", parameters)
        #expect(reply.status == 200, "\(reply.errorText)")
        return reply
    }

    @Test func whatIsAllowedTakesThePlaceOfWhatIsBlocked() throws {
        func policy() throws -> JSONValue? {
            try harness.comply("Get-InformationBarrierPolicy", ["Identity": "Research-Sales"]).rows.first
        }
        #expect(try policy()?["SegmentsBlocked"] == ["Sales"])
        try set(["SegmentsAllowed": ["Sales"]])
        #expect(try policy()?["SegmentsAllowed"] == ["Sales"] && policy()?["SegmentsBlocked"]?.arrayValue?.first == nil)
        try set(["SegmentsBlocked": ["Sales"]])
        #expect(try policy()?["SegmentsBlocked"] == ["Sales"] && policy()?["SegmentsAllowed"]?.arrayValue?.first == nil)
        try set(["Comment": "Both stay"])
        #expect(try policy()?["SegmentsBlocked"] == ["Sales"])
    }

    @Test func listsGrowAndShrinkByTables() throws {
        func lists() throws -> [JSONValue] {
            let row = try harness.comply("Get-InformationBarrierPolicy", ["Identity": "Research-Sales"]).rows.first
            return ["SegmentsBlocked", "SegmentsAllowed"].map { .array(row?[$0]?.arrayValue ?? []) }
        }
        let made = try harness.comply(
            "New-OrganizationSegment",
            ["Name": "HR", "UserGroupFilter": "Department -eq 'HR'"]
        )
        #expect(made.status == 200, "\(made.errorText)")
        try set(["SegmentsBlocked": ["Add": "HR"]])
        #expect(try lists() == [["Sales", "HR"], []])
        // A pattern names none of them.
        try set(["SegmentsBlocked": ["Remove": ["*", "S*"]]])
        #expect(try lists() == [["Sales", "HR"], []])
        try set(["SegmentsBlocked": ["Remove": ["sales"]]])
        #expect(try lists() == [["HR"], []])
        try set(["SegmentsBlocked": []])
        #expect(try lists() == [["HR"], []])
        try set(["SegmentsAllowed": ["Add": ["Sales"]]])
        #expect(try lists() == [[], ["Sales"]])
        let unknown = try harness.comply(
            "Set-InformationBarrierPolicy",
            ["Identity": "Research-Sales", "SegmentsAllowed": ["Add": ["Nobody"]]]
        )
        #expect(unknown.status == 404)
        try set(["SegmentsAllowed": ["Remove": ["Nobody"]]])
        #expect(try lists() == [[], ["Sales"]])
    }

    @Test func whatIsInForceStays() throws {
        try set(["State": "Active"])
        let active = try harness.comply("Remove-InformationBarrierPolicy", ["Identity": "Research-Sales"])
        #expect(active.status == 400 && active.errorText.contains("because it's active"), "\(active.errorText)")
        for segment in ["Research", "Sales"] {
            let used = try harness.comply("Remove-OrganizationSegment", ["Identity": .string(segment)])
            #expect(used.status == 400 && used.errorText.contains("\"Research-Sales\" uses it"), "\(used.errorText)")
        }
        try set(["State": "Inactive"])
        #expect(try harness.comply("Remove-InformationBarrierPolicy", ["Identity": "Research-Sales"]).status == 200)
        #expect(try harness.comply("Remove-OrganizationSegment", ["Identity": "Sales"]).status == 200)
    }

    @Test func recipientsTellWhatKeepsThemApart() throws {
        try harness.done("Set-User", ["Identity": "adele", "Department": "Research"])
        try harness.done("Set-User", ["Identity": "alex", "Department": "Sales"])
        let both: JSONObject = ["Identity": "adele", "Identity2": "alex"]
        try set(["State": "Active"])
        // It has not been applied yet.
        let before = try status(both)
        #expect(before.texts("ExoPolicyId") == ["", ""] && before.texts("Department") == ["Research", "Sales"])
        #expect(before.rows.map { $0["Segments"] } == [["Research"], ["Sales"]])
        #expect(before.warnings.last?.hasPrefix("No information barrier policy") == true, "\(before.warnings)")
        #expect(try harness.comply("Start-InformationBarrierPoliciesApplication").status == 200)
        harness.context.clock.freeze(at: ExchangeHarness.moment.addingTimeInterval(61))
        let after = try status(both)
        let policy = try #require(after.texts("ExoPolicyId").first)
        #expect(after.texts("ExoPolicyId") == [policy, ""] && after.warnings.count == 3)
        #expect(after.warnings.last?.contains("\"Research-Sales\" keeps") == true, "\(after.warnings)")
        let found = try harness.comply("Get-InformationBarrierPolicy", ["ExoPolicyId": .string(policy)])
        #expect(found.texts("Name") == ["Research-Sales"], "\(found.errorText)")
        #expect(try status(["Identity": "adele"]).rows.count == 1)
        let unknown = try harness.comply("Get-InformationBarrierRecipientStatus", ["Identity": "nobody"])
        #expect(unknown.status == 404)
    }

    @Test func aSegmentHasOnePolicyThatIsApplied() throws {
        try harness.done("Set-User", ["Identity": "adele", "Department": "Research"])
        try set(["State": "Active"])
        let second: JSONObject = [
            "Name": "Second", "AssignedSegment": "Research", "SegmentsBlocked": ["Sales"], "State": "Active",
        ]
        #expect(try harness.comply("New-InformationBarrierPolicy", second).status == 200)
        var moment = ExchangeHarness.moment
        func outcome() throws -> [String] {
            #expect(try harness.comply("Start-InformationBarrierPoliciesApplication").status == 200)
            moment += 61
            harness.context.clock.freeze(at: moment)
            return try harness.comply("Get-InformationBarrierPoliciesApplicationStatus").texts("Status")
        }
        #expect(try outcome() == ["Failed"])
        #expect(try status(["Identity": "adele"]).texts("ExoPolicyId") == [""])
        let inactive: JSONObject = ["Identity": "Second", "State": "Inactive"]
        #expect(try harness.comply("Set-InformationBarrierPolicy", inactive).status == 200)
        #expect(try outcome() == ["Completed"])
        #expect(try status(["Identity": "adele"]).texts("ExoPolicyId") != [""])
    }

    @Test func aSegmentTellsWhoMadeItAndHowSitesNameIt() throws {
        let made = try harness.comply(
            "New-OrganizationSegment",
            ["Name": "HR", "UserGroupFilter": "Department -eq 'HR'"]
        )
        let row = try #require(made.rows.first, "\(made.errorText)")
        #expect(row["CreatedBy"] == "admin@contoso.com" && row["LastModifiedBy"] == "admin@contoso.com")
        #expect(row["ExoSegmentId"] == row["Guid"] && row["Type"]?.stringValue?.isEmpty == false)
        #expect(try harness.comply("Get-OrganizationSegment", ["Identity": "HR"]).texts("CreatedBy").first != "")
    }

    private func filter(_ segment: String, _ filter: String) throws {
        let reply = try harness.comply(
            "Set-OrganizationSegment",
            ["Identity": .string(segment), "UserGroupFilter": .string(filter)]
        )
        #expect(reply.status == 200, "\(reply.errorText)")
    }

    @Test func segmentsAreOfGroupsAndOfAttributesByTheNamesOfTheDirectory() throws {
        try harness.done("New-DistributionGroup", ["Name": "Engineering Department", "Members": ["adele@contoso.com"]])
        let group = try harness.done("Get-DistributionGroup", ["Identity": "Engineering Department"])
        let address = try #require(group.texts("PrimarySmtpAddress").first)
        try harness.done("Set-Mailbox", ["Identity": "alex", "CustomAttribute1": "DayTrader"])
        try filter("Sales", "ExtensionAttribute1 -eq 'DayTrader'")
        let both: JSONObject = ["Identity": "adele", "Identity2": "alex"]
        for name in ["Engineering Department", address] {
            try filter("Research", "MemberOf -eq '\(name)' -and PhysicalDeliveryOfficeName -ne 'Nowhere'")
            #expect(try status(both).rows.map { $0["Segments"] } == [["Research"], ["Sales"]], "\(name)")
        }
        try filter("Research", "MemberOf -ne '\(address)'")
        #expect(try status(both).rows.map { $0["Segments"]?.arrayValue ?? [] } == [[], ["Research", "Sales"]])
        // What recipients here do not have is told, and not taken for nobody's.
        for property in ["Location", "Description"] {
            try filter("Research", "Department -eq 'HR' -or \(property) -ne 'Local'")
            let told = try harness.comply("Get-InformationBarrierRecipientStatus", ["Identity": "adele"])
            #expect(told.status == 501 && told.errorText.contains(property), "\(told.errorText)")
        }
    }

    @Test(arguments: ["Department -eq", "Location -eq 'Local' -and", "Department -similar 'HR'", "Department -eq HR"])
    func whatIsNoFilterIsRefusedAtOnce(_ text: String) throws {
        let filter = JSONValue.string(text)
        for (cmdlet, parameters) in [
            ("New-OrganizationSegment", ["Name": "Bad", "UserGroupFilter": filter]),
            ("Set-OrganizationSegment", ["Identity": "Sales", "UserGroupFilter": filter]),
            (
                "New-InformationBarrierPolicy",
                ["Name": "P", "AssignedSegment": "Sales", "SegmentAllowedFilter": filter]
            ),
            ("Set-InformationBarrierPolicy", ["Identity": "Research-Sales", "SegmentAllowedFilter": filter]),
        ] as [(String, JSONObject)] {
            let reply = try harness.comply(cmdlet, parameters)
            #expect(reply.status == 400 && reply.errorText.contains("Filter"), "\(cmdlet): \(reply.errorText)")
        }
        #expect(try status(["Identity": "adele"]).rows.count == 1)
    }

    @Test func aFilterOfWhoIsAllowedKeepsTheOthersApart() throws {
        try harness.done("Set-User", ["Identity": "adele", "Department": "Research"])
        var moment = ExchangeHarness.moment
        for (filter, words) in [
            ("Department -eq 'HR'", "\"Research-Sales\" keeps"),
            ("Department -ne 'HR'", "No information barrier policy"),
        ] {
            try set(["SegmentAllowedFilter": .string(filter), "State": "Active"])
            #expect(try harness.comply("Start-InformationBarrierPoliciesApplication").status == 200)
            moment += 61
            harness.context.clock.freeze(at: moment)
            let found = try status(["Identity": "adele", "Identity2": "alex"])
            #expect(found.warnings.last?.contains(words) == true, "\(filter): \(found.warnings)")
        }
    }
}
