import ExoJSON
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// Holds that cases and policies put on mailboxes: how they end, how mailboxes stand out of them, and which of them stay.
struct ComplianceHoldTests {
    private let harness: ExchangeHarness

    init() throws { harness = try ExchangeHarness() }

    private func mailbox(_ identity: String) throws -> JSONValue {
        try #require(try harness.run("Get-Mailbox", ["Identity": .string(identity)]).rows.first)
    }

    private func holds(_ identity: String) throws -> [String] {
        try mailbox(identity)["InPlaceHolds"]?.arrayValue?.compactMap(\.stringValue) ?? []
    }

    private func comply(_ cmdlet: String, _ parameters: JSONObject) throws -> ExchangeHarness.Reply {
        let reply = try harness.comply(cmdlet, parameters)
        #expect(reply.status == 200, "\(cmdlet): \(reply.errorText)")
        return reply
    }

    /// Makes a policy for everybody, or for some, and answers its GUID without hyphens.
    private func retain(_ name: String, _ places: [JSONValue] = ["All"]) throws -> String {
        let policy = try comply(
            "New-RetentionCompliancePolicy",
            ["Name": .string(name), "ExchangeLocation": .array(places)]
        )
        _ = try comply(
            "New-RetentionComplianceRule",
            ["Name": .string("\(name) rule"), "Policy": .string(name), "RetentionDuration": "365"]
        )
        return try #require(policy.texts("Guid").first).filter { $0 != "-" }
    }

    @Test func aClosedCaseHoldsNothing() throws {
        _ = try comply("New-ComplianceCase", ["Name": "Litigation"])
        _ = try comply(
            "New-CaseHoldPolicy",
            ["Name": "Hold1", "Case": "Litigation", "ExchangeLocation": "adele@contoso.com", "Enabled": true]
        )
        _ = try comply("New-CaseHoldRule", ["Name": "Rule1", "Policy": "Hold1"])
        #expect(try holds("adele").count == 1)
        func isOn() throws -> JSONValue? {
            try comply("Get-CaseHoldPolicy", ["Identity": "Hold1"]).rows.first?["Enabled"]
        }
        _ = try comply("Set-ComplianceCase", ["Identity": "Litigation", "Close": true])
        #expect(try isOn() == false)
        #expect(try holds("adele").isEmpty && mailbox("adele")["DelayHoldApplied"] == true)
        _ = try comply("Set-ComplianceCase", ["Identity": "Litigation", "Reopen": true])
        #expect(try isOn() == false && holds("adele").isEmpty)
        _ = try comply("Set-CaseHoldPolicy", ["Identity": "Hold1", "Enabled": true])
        #expect(try holds("adele").count == 1)
    }

    @Test func aCaseIsClosedWithAllOfItsHolds() throws {
        _ = try comply("New-ComplianceCase", ["Name": "Litigation"])
        for (hold, places): (JSONValue, JSONValue) in [
            ("Hold1", ["adele@contoso.com", "van@contoso.com"]), ("Hold2", ["adele@contoso.com"]),
        ] {
            _ = try comply(
                "New-CaseHoldPolicy",
                ["Name": hold, "Case": "Litigation", "ExchangeLocation": places, "Enabled": true]
            )
            let rule = JSONValue.string("\(hold.stringValue ?? "") rule")
            _ = try comply("New-CaseHoldRule", ["Name": rule, "Policy": hold])
        }
        let key = try retain("Some", ["alex@contoso.com"])
        #expect(try holds("adele").count == 2 && holds("van").count == 1)
        try harness.done("Remove-Mailbox", ["Identity": "van"])
        let inactive: JSONObject = ["Identity": "van", "InactiveMailboxOnly": true]
        #expect(try harness.done("Get-Mailbox", inactive).rows.count == 1)
        _ = try comply("Set-ComplianceCase", ["Identity": "Litigation", "Close": true])
        #expect(try holds("adele").isEmpty && mailbox("adele")["DelayHoldApplied"] == true)
        // Nothing holds the removed one now, and others keep what is no case's.
        #expect(try harness.done("Get-Mailbox", ["SoftDeletedMailbox": true]).texts("Alias").contains("van"))
        #expect(try holds("alex") == ["mbx\(key):2"])
    }

    @Test func aHoldOfAllMailboxesIsLeftByExclusion() throws {
        let key = try retain("Everybody")
        let place: JSONObject = ["ExchangeLocation": "adele@contoso.com", "HoldId": .string("mbx\(key):2")]
        var remove = place
        remove["Action"] = "RemoveHold"
        remove["Force"] = true
        let refused = try harness.comply("Invoke-HoldRemovalAction", remove)
        let way = "Set-RetentionCompliancePolicy with the AddExchangeLocationException parameter"
        #expect(refused.status == 400 && refused.errorText.contains(way), "\(refused.errorText)")
        // Set-Mailbox takes only inactive mailboxes out.
        try harness.done("Remove-Mailbox", ["Identity": "adele@contoso.com", "Confirm": false])
        let inactive = try harness.comply("Invoke-HoldRemovalAction", remove)
        #expect(inactive.status == 400 && inactive.errorText.contains("ExcludeFromOrgHolds"), "\(inactive.errorText)")
        remove["HoldId"] = "mbx0:2"
        #expect(try harness.comply("Invoke-HoldRemovalAction", remove).status == 404)
    }

    @Test func aCaseThatIsActiveIsRemovedOnceItHasNoHolds() throws {
        _ = try comply("New-ComplianceCase", ["Name": "Case"])
        _ = try comply("New-CaseHoldPolicy", ["Name": "Off", "Case": "Case", "Enabled": false])
        #expect(try harness.comply("Remove-ComplianceCase", ["Identity": "Case"]).status == 400)
        _ = try comply("Remove-CaseHoldPolicy", ["Identity": "Off"])
        _ = try comply("Remove-ComplianceCase", ["Identity": "Case"])
        #expect(try harness.comply("Get-ComplianceCase", ["Identity": "Case"]).status == 404)
    }

    @Test func aMailboxStandsOutOfAHoldByTheGUIDOfItsPolicy() throws {
        let key = try retain("Everybody")
        let guid = try #require(
            try comply("Get-RetentionCompliancePolicy", ["Identity": "Everybody"]).texts("Guid").first
        )
        // Which keeps them when they stand out of the first.
        _ = try retain("Some", ["adele@contoso.com", "alex@contoso.com", "van@contoso.com"])
        for (alias, named) in [("adele", key), ("alex", guid), ("van", "mbx\(key):2")] {
            let exclusion: JSONObject = ["Identity": .string(alias), "ExcludeFromOrgHolds": [.string(named)]]
            let refused = try harness.run("Set-Mailbox", exclusion)
            #expect(refused.status == 400 && refused.errorText.contains("inactive"), "\(refused.errorText)")
            try harness.done("Remove-Mailbox", ["Identity": .string(alias)])
            try harness.done("Set-Mailbox", exclusion)
            let left = try harness.done("Get-Mailbox", ["Identity": .string(alias), "InactiveMailboxOnly": true])
            let holds = left.rows.first?["InPlaceHolds"]?.arrayValue ?? []
            #expect(holds.contains(.string("-mbx\(key)")), "\(named)")
        }
    }

    @Test func inactiveMailboxesAreTakenOutOfHoldsWithoutASwitch() throws {
        let key = try retain("Everybody")
        func inactive() throws -> [String] {
            try harness.run("Get-Mailbox", ["InactiveMailboxOnly": true]).texts("Alias")
        }
        for (alias, parameter, value): (String, String, JSONValue) in [
            ("van", "ExcludeFromAllOrgHolds", true), ("alex", "ExcludeFromOrgHolds", [.string(key)]),
            ("adele", "ExcludeFromAllHolds", true),
        ] {
            let guid = try #require(try mailbox(alias)["ExchangeGuid"])
            try harness.done("Remove-Mailbox", ["Identity": .string(alias)])
            #expect(try inactive().contains(alias))
            #expect(try harness.run("Set-Mailbox", ["Identity": guid, "CustomAttribute1": "x"]).status == 404)
            try harness.done("Set-Mailbox", ["Identity": guid, .init(parameter): value])
            #expect(try !inactive().contains(alias), "\(parameter)")
        }
    }

    @Test func scopesHaveInactiveMailboxesUnlessTheirQueriesSayOtherwise() throws {
        _ = try retain("Everybody")
        try harness.done("Remove-Mailbox", ["Identity": "van"])
        for (name, query, isThere, others) in [
            ("All", "Alias -like '*'", true, true), ("In", "(IsInactiveMailbox -eq \"False\")", false, true),
            ("Out", "(IsInactiveMailbox -eq \"True\") -and Alias -like '*'", true, false),
        ] {
            _ = try comply(
                "New-AdaptiveScope",
                ["Name": .string(name), "LocationType": "User", "RawQuery": .string(query)]
            )
            let members = try comply("Get-AdaptiveScopeMembers", ["Identity": .string(name)]).texts("Alias")
            #expect(members.contains("van") == isThere && members.contains("adele") == others, "\(name): \(members)")
        }
    }

    @Test func theAssistantWorksOnWhateverALockedPolicyIsFor() throws {
        _ = try retain("Locked", ["adele@contoso.com"])
        let off: JSONObject = ["Identity": "adele", "ElcProcessingDisabled": true]
        try harness.done("Set-Mailbox", off)
        try harness.done("Set-Mailbox", ["Identity": "adele", "ElcProcessingDisabled": false])
        _ = try comply("Set-RetentionCompliancePolicy", ["Identity": "Locked", "RestrictiveRetention": true])
        let refused = try harness.run("Set-Mailbox", off)
        #expect(refused.status == 400 && refused.errorText.contains("preservation lock"), "\(refused.errorText)")
        try harness.done("Set-Mailbox", ["Identity": "adele", "ElcProcessingDisabled": false])
        try harness.done("Set-Mailbox", ["Identity": "alex", "ElcProcessingDisabled": true])
    }

    @Test func aPolicyWithAdaptiveScopesShowsThemAndIsNotLocked() throws {
        let policy = try comply(
            "New-RetentionCompliancePolicy",
            ["Name": "Adaptive", "AdaptiveScopeLocation": "Sales people"]
        )
        #expect(policy.rows.first?["AdaptiveScopeLocation"] == ["Sales people"])
        let locked = try harness.comply(
            "Set-RetentionCompliancePolicy",
            ["Identity": "Adaptive", "RestrictiveRetention": true]
        )
        #expect(locked.status == 400 && locked.errorText.contains("adaptive scopes"), "\(locked.errorText)")
        let row = try comply("Get-RetentionCompliancePolicy", ["Identity": "Adaptive"]).rows.first
        #expect(row?["RestrictiveRetention"] != true)
    }
}
