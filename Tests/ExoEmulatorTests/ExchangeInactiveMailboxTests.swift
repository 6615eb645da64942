import ExoJSON
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// Mailboxes whose owners are gone: how they are recovered, how they cease to be inactive, and the room of what is held.
struct ExchangeInactiveMailboxTests {
    private let harness: ExchangeHarness

    init() throws { harness = try ExchangeHarness() }

    private func mailbox(_ identity: String, _ more: JSONObject = [:]) throws -> JSONValue {
        var parameters = more
        parameters["Identity"] = .string(identity)
        return try #require(try harness.done("Get-Mailbox", parameters).rows.first)
    }

    private func recover(_ identity: String, as name: String) throws -> ExchangeHarness.Reply {
        try harness.run(
            "New-Mailbox",
            [
                "InactiveMailbox": .string(identity), "Name": .string(name),
                "MicrosoftOnlineServicesID": .string("\(name)@contoso.com"),
                "Password": .string(try harness.sealed("Long enough 1!")),
            ]
        )
    }

    private func comply(_ cmdlet: String, _ parameters: JSONObject) throws {
        let reply = try harness.comply(cmdlet, parameters)
        #expect(reply.status == 200, "\(cmdlet): \(reply.errorText)")
    }

    private func retain(_ name: JSONValue, _ places: JSONValue) throws {
        try comply("New-RetentionCompliancePolicy", ["Name": name, "ExchangeLocation": places])
        let rule: JSONObject = ["Name": .string("\(name.text()) rule"), "Policy": name, "RetentionDuration": "365"]
        try comply("New-RetentionComplianceRule", rule)
    }

    @Test func aRecoveredMailboxLosesItsLitigationHoldAndHasTime() throws {
        try harness.done("Set-Mailbox", ["Identity": "van", "LitigationHoldEnabled": true])
        try harness.done("Remove-Mailbox", ["Identity": "van"])
        let early = try recover("van", as: "early")
        #expect(early.status == 400 && early.errorText.contains("restore its user account"), "\(early.errorText)")
        #expect(try mailbox("van", ["InactiveMailboxOnly": true])["ExternalDirectoryObjectId"] != "")
        harness.context.clock.advance(by: 31 * 86_400)
        #expect(try mailbox("van", ["InactiveMailboxOnly": true])["ExternalDirectoryObjectId"] == "")
        let made = try recover("van", as: "again")
        #expect(made.status == 200, "\(made.errorText)")
        let row = try mailbox("again")
        #expect(row["LitigationHoldEnabled"] == false && row["LitigationHoldOwner"] == "")
        #expect(row["RetainDeletedItemsFor"] == "30.00:00:00" && row["RetentionHoldEnabled"] == true)
        func date(_ name: String) throws -> ServiceDate {
            try #require(row[name]?.stringValue.flatMap { ServiceDate(parsing: $0) })
        }
        let start = try date("StartDateForRetentionHold")
        #expect(try start.seconds(until: date("EndDateForRetentionHold")) == 30 * 86_400)
        harness.context.clock.advance(by: 31 * 86_400)
        #expect(try mailbox("again")["RetentionHoldEnabled"] == false)
    }

    @Test func aRecoveredMailboxLeavesPoliciesThatAreNotLocked() throws {
        try retain("Open", ["van@contoso.com"])
        try retain("Locked", ["van@contoso.com", "alex@contoso.com"])
        try comply("Set-RetentionCompliancePolicy", ["Identity": "Locked", "RestrictiveRetention": true])
        let marks = try mailbox("alex")["InPlaceHolds"]
        #expect(marks?.arrayValue?.count == 1)
        try harness.done("Remove-Mailbox", ["Identity": "van"])
        harness.context.clock.advance(by: 31 * 86_400)
        let made = try recover("van", as: "again")
        #expect(made.status == 200, "\(made.errorText)")
        let row = try mailbox("again")
        #expect(row["InPlaceHolds"] == marks && row["LitigationHoldEnabled"] == true)
        #expect(row["RecoverableItemsQuota"]?.stringValue?.hasPrefix("100 GB") == true)
        func places(_ policy: JSONValue) throws -> [String] {
            let found = try harness.comply("Get-RetentionCompliancePolicy", ["Identity": policy]).rows.first
            return found?["ExchangeLocation"]?.arrayValue?.compactMap { ($0["Name"] ?? $0).stringValue } ?? []
        }
        #expect(try places("Open").isEmpty)
        #expect(try Set(places("Locked")) == ["again@contoso.com", "alex@contoso.com"])
    }

    @Test func anArchiveThatGrowsByItselfIsNotRecovered() throws {
        try harness.done("Enable-Mailbox", ["Identity": "van", "Archive": true])
        try harness.done("Enable-Mailbox", ["Identity": "van", "AutoExpandingArchive": true])
        try harness.done("Set-Mailbox", ["Identity": "van", "LitigationHoldEnabled": true])
        try harness.done("Remove-Mailbox", ["Identity": "van"])
        harness.context.clock.advance(by: 31 * 86_400)
        let refused = try recover("van", as: "again")
        #expect(refused.status == 400 && refused.errorText.contains("auto-expanding"), "\(refused.errorText)")
        let parameters: JSONObject = ["SourceMailbox": "van", "TargetMailbox": "adele", "AllowLegacyDNMismatch": true]
        let restored = try harness.run("New-MailboxRestoreRequest", parameters)
        #expect(restored.status == 400 && restored.errorText.contains("auto-expanding"), "\(restored.errorText)")
    }

    @Test func whatWasInactiveIsKeptForHalfAYear() throws {
        #expect(try mailbox("ingrid", ["InactiveMailboxOnly": true])["WasInactiveMailbox"] == false)
        let ending: JSONObject = ["Identity": "ingrid", "InactiveMailbox": true, "LitigationHoldEnabled": false]
        harness.context.clock.advance(by: 40 * 86_400)
        try harness.done("Set-Mailbox", ending)
        let row = try mailbox("ingrid", ["SoftDeletedMailbox": true])
        #expect(row["IsInactiveMailbox"] == false && row["WasInactiveMailbox"] == true)
        let retired = try #require(row["InactiveMailboxRetireTime"]?.stringValue.flatMap { ServiceDate(parsing: $0) })
        #expect(retired.seconds(until: ServiceDate(harness.context.clock.now)) == 0)
        harness.context.clock.advance(by: 182 * 86_400)
        #expect(try mailbox("ingrid", ["SoftDeletedMailbox": true])["Alias"] == "ingrid")
        harness.context.clock.advance(by: 2 * 86_400)
        #expect(try harness.run("Get-Mailbox", ["Identity": "ingrid", "SoftDeletedMailbox": true]).status == 404)
    }

    @Test func whatIsHeldHasMoreRoom() throws {
        func quotas(_ identity: String) throws -> [String?] {
            let row = try mailbox(identity)
            return ["RecoverableItemsQuota", "RecoverableItemsWarningQuota"].map { name in
                row[name]?.stringValue.map { String($0.prefix { $0 != "(" }) }
            }
        }
        #expect(try quotas("patti") == ["100 GB ", "90 GB "])
        try retain("Everybody", ["All"])
        #expect(try quotas("adele") == ["30 GB ", "20 GB "])
        try retain("Some", ["adele@contoso.com"])
        #expect(try quotas("adele") == ["100 GB ", "90 GB "])
        try comply("New-ComplianceCase", ["Name": "Case"])
        try comply(
            "New-CaseHoldPolicy",
            ["Name": "Hold", "Case": "Case", "ExchangeLocation": "alex@contoso.com", "Enabled": true]
        )
        try comply("New-CaseHoldRule", ["Name": "Rule", "Policy": "Hold"])
        #expect(try quotas("alex") == ["100 GB ", "90 GB "])
        for (alias, room) in [("adele", ["110 GB ", "100 GB "]), ("van", ["30 GB ", "20 GB "])] {
            try harness.done("Enable-Mailbox", ["Identity": .string(alias), "Archive": true])
            try harness.done("Enable-Mailbox", ["Identity": .string(alias), "AutoExpandingArchive": true])
            #expect(try quotas(alias) == room)
        }
    }

    @Test func anApplicationThatHoldsAMailboxIsNamed() throws {
        let held = try harness.run("Set-Mailbox", ["Identity": "van", "LitigationHoldEnabled": true], as: "app")
        #expect(held.status == 200, "\(held.errorText)")
        #expect(try mailbox("van")["LitigationHoldOwner"]?.text().isEmpty == false)
    }
}
