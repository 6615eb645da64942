import ExoJSON
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange
@testable import ExoEmulator

/// Searches of mailboxes from before they were retired: their holds are found by their marks, and end.
@Suite struct ExchangeInPlaceHoldTests {
    private let harness: ExchangeHarness
    /// The mark of the company's first such hold, and who has it.
    private let mark: String
    private let mailbox: JSONValue

    init() throws {
        harness = try ExchangeHarness()
        try harness.context.store.add(
            GeneratedSeed(company: CompanySeed(mailboxes: 60, groups: 2)),
            now: ExchangeHarness.moment
        )
        let held = try harness.done("Get-Mailbox", ["Filter": "InPlaceHolds -ne $null", "ResultSize": "Unlimited"]).rows
        func marks(_ row: JSONValue) -> [String] { row["InPlaceHolds"]?.arrayValue?.compactMap(\.stringValue) ?? [] }
        // Marks of policies and of cases have prefixes.
        func isInPlace(_ mark: String) -> Bool { mark.count == 32 }
        mailbox = try #require(held.first { marks($0).contains(where: isInPlace) })
        mark = try #require(marks(mailbox).first(where: isInPlace))
    }

    private func search() throws -> JSONValue {
        let reply = try harness.done("Get-MailboxSearch", ["InPlaceHoldIdentity": .string(mark)])
        #expect(reply.warnings.contains { $0.contains("are being retired") })
        return try #require(reply.rows.first)
    }

    private func set(_ name: String, _ value: JSONValue) throws -> ExchangeHarness.Reply {
        try harness.run("Set-MailboxSearch", ["Identity": search()["Name"] ?? "", .init(name): value])
    }

    private func holds() throws -> JSONValue? {
        let identity: JSONObject = ["Identity": mailbox["Guid"] ?? "", "IncludeInactiveMailbox": true]
        return try harness.done("Get-Mailbox", identity).rows.first?["InPlaceHolds"]
    }

    @Test func aHoldIsFoundByItsMark() throws {
        let search = try search()
        #expect(search["InPlaceHoldEnabled"] == true && search["InPlaceHoldIdentity"] == .string(mark))
        #expect(search["Sources"] == [mailbox["LegacyExchangeDN"] ?? ""])
        #expect(search["SourceMailboxes"] == [mailbox["Name"] ?? ""] && search["NumberMailboxesToSearch"] == 1)
        let named = try harness.done("Get-MailboxSearch", ["Identity": search["Name"] ?? ""])
        #expect(named.rows.first?["InPlaceHoldIdentity"] == .string(mark))
        #expect(named.rows.first?["Sources"] == search["Sources"])
        let listed = try harness.done("Get-MailboxSearch").rows.first { $0["Name"] == search["Name"] }
        #expect(listed?["NumberMailboxesToSearch"] == 1)
        // The service tells of sources where a search is named.
        #expect(listed?["Sources"] == [] && listed?["SourceMailboxes"] == [])
        #expect(try harness.run("Get-MailboxSearch", ["InPlaceHoldIdentity": "nobody's"]).status == 404)
    }

    @Test func aRecoveredMailboxIsNoSourceAnyMore() throws {
        let identity = try #require(mailbox["Guid"])
        try harness.done("Remove-Mailbox", ["Identity": identity])
        harness.context.clock.advance(by: 31 * 86_400)
        try harness.done(
            "New-Mailbox",
            [
                "InactiveMailbox": identity, "Name": "Heir", "MicrosoftOnlineServicesID": "heir@contoso.com",
                "Password": .string(try harness.sealed("Long enough 1!")),
            ]
        )
        #expect(try search()["Sources"] == [])
        let heir = try harness.done("Get-Mailbox", ["Identity": "heir@contoso.com"]).rows.first
        #expect(heir?["InPlaceHolds"]?.arrayValue?.contains(.string(mark)) == false)
    }

    @Test func aHoldThatIsTurnedOffLeavesItsMailboxesAndGoes() throws {
        let name = try search()["Name"] ?? ""
        let early = try harness.run("Remove-MailboxSearch", ["Identity": name])
        #expect(early.status == 400 && early.errorText.contains("at least one mailbox on In-Place Hold"))
        let asked: JSONObject = ["Identity": name, "InPlaceHoldEnabled": false, "WhatIf": true]
        try harness.done("Set-MailboxSearch", asked)
        #expect(try holds() == [.string(mark)])
        #expect(try set("InPlaceHoldEnabled", false).status == 200)
        #expect(try search()["InPlaceHoldEnabled"] == false && holds() == [])
        let left = try harness.done("Get-Mailbox", ["Identity": mailbox["Guid"] ?? ""]).rows.first
        #expect(left?["DelayHoldApplied"] == true)
        #expect(try set("InPlaceHoldEnabled", true).status == 400)
        try harness.done("Remove-MailboxSearch", ["Identity": name])
        #expect(try harness.run("Get-MailboxSearch", ["Identity": name]).status == 404)
    }

    @Test func whoMayChangeAllSourcesMayChangeAHold() throws {
        let name = try #require(search()["Name"])
        let adele = try harness.token(ofUser: "adele")
        let source = try #require(mailbox["Name"]?.stringValue).replacing("'", with: "''")
        for (scope, filter, more): (JSONValue, String, JSONObject) in [
            ("Finance", "Department -eq 'Finance'", [:]), ("Leaders", "Alias -eq 'patti'", ["Exclusive": true]),
        ] {
            var parameters = more
            parameters["Name"] = scope
            parameters["RecipientRestrictionFilter"] = .string(filter)
            try harness.done("New-ManagementScope", parameters)
        }
        try harness.done(
            "New-ManagementRoleAssignment",
            ["User": "adele", "Role": "Legal Hold", "CustomRecipientWriteScope": "Finance"]
        )
        func keep(_ isOn: JSONValue, as caller: String) throws -> ExchangeHarness.Reply {
            try harness.run("Set-MailboxSearch", ["Identity": name, "InPlaceHoldEnabled": isOn], as: caller)
        }
        func narrow(_ filter: String) throws {
            try harness.done(
                "Set-ManagementScope",
                ["Identity": "Finance", "RecipientRestrictionFilter": .string(filter)]
            )
        }
        // A source that is not in use any more counts too.
        try harness.done("Remove-Mailbox", ["Identity": mailbox["ExchangeGuid"] ?? ""])
        try narrow("Name -eq 'nobody'")
        let refused = try keep(false, as: adele)
        #expect(refused.status == 400 && refused.errorText.contains("write scope"), "\(refused.errorText)")
        #expect(try search()["InPlaceHoldEnabled"] == true)
        try narrow("Name -eq '\(source)'")
        let changed = try keep(false, as: adele)
        #expect(changed.status == 200, "\(changed.errorText)")
        // An exclusive scope of others bounds everybody, and forbids nothing here.
        let removed = try harness.run("Remove-MailboxSearch", ["Identity": name])
        #expect(removed.status == 200, "\(removed.errorText)")
    }

    @Test func mailboxesLeaveAHoldAndNoneCome() throws {
        let source = try #require(search()["Sources"]?[0])
        let came = try set("SourceMailboxes", [source, "adele@contoso.com"])
        #expect(came.status == 400 && came.errorText.contains("retired"))
        #expect(try set("ItemHoldPeriod", "365").status == 400)
        #expect(try holds() == [.string(mark)])
        let removed: JSONValue = ["@odata.type": "#Exchange.GenericHashTable", "Remove": source]
        #expect(try set("SourceMailboxes", removed).status == 200)
        #expect(try search()["Sources"] == [] && holds() == [])
    }

    @Test func anInactiveMailboxThatNothingElseHoldsIsADeletedOne() throws {
        let guid: JSONObject = ["Identity": mailbox["ExchangeGuid"] ?? ""]
        for (name, value): (String, JSONValue) in [("LitigationHoldEnabled", false), ("RemoveDelayHoldApplied", true)] {
            try harness.done("Set-Mailbox", ["Identity": mailbox["ExchangeGuid"] ?? "", .init(name): value])
        }
        try harness.done("Remove-Mailbox", guid)
        func isThere(_ parameter: JSONObject.Member) throws -> Bool {
            var asked = guid
            asked[parameter.name] = parameter.value
            return try harness.run("Get-Mailbox", asked).status == 200
        }
        let inactive = JSONObject.Member(name: "InactiveMailboxOnly", value: true)
        #expect(try isThere(inactive))
        #expect(try set("InPlaceHoldEnabled", false).status == 200)
        #expect(try !isThere(inactive))
        #expect(try isThere(JSONObject.Member(name: "SoftDeletedMailbox", value: true)))
    }

    @Test func noneIsMadeOrRun() throws {
        let made = try harness.run("New-MailboxSearch", ["Name": "New", "SourceMailboxes": "adele@contoso.com"])
        #expect(made.status == 400 && made.errorText.contains("no longer be able to create"))
        let role: JSONObject = ["Name": "Searchers", "Roles": ["Mailbox Search"], "Members": ["admin"]]
        try harness.done("New-RoleGroup", role)
        for cmdlet in ["Start-MailboxSearch", "Stop-MailboxSearch"] {
            let run = try harness.run(cmdlet, ["Identity": search()["Name"] ?? ""])
            #expect(run.status == 400 && run.errorText.contains(cmdlet), "\(run.errorText)")
            #expect(try harness.run(cmdlet, ["Identity": "nothing"]).status == 404)
        }
    }
}
