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
}
