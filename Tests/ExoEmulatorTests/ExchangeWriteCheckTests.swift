import ExoJSON
import Testing

@testable import EmulatorExchange

/// What the service takes from nobody though each parameter is of its type, and what it takes in more than one form.
@Suite struct ExchangeWriteCheckTests {
    private static let application: JSONValue = ["3dbc2ae1-7198-45ed-9f9f-d86ba3ec35b5"]

    private static let refused: [(cmdlet: String, parameters: JSONObject, says: String)] = [
        (
            "Set-DistributionGroup",
            [
                "Identity": "sales.team", "PrimarySmtpAddress": "p1@contoso.com",
                "EmailAddresses": ["SMTP:p2@contoso.com"],
            ], "in the same command"
        ),
        (
            "New-TenantAllowBlockListItems",
            ["ListType": "Sender", "Allow": true, "NoExpiration": true, "Entries": ["x.example"]], "without expiration"
        ),
        (
            "New-TenantAllowBlockListItems",
            ["ListType": "Url", "Allow": true, "NoExpiration": true, "Entries": ["x.example"]], "without expiration"
        ),
        (
            "New-TenantAllowBlockListItems", ["ListType": "Url", "Block": true, "Entries": ["http://x.example/"]],
            "isn't valid"
        ),
        (
            "New-TenantAllowBlockListItems",
            [
                "ListType": "Sender", "Block": true, "Entries": ["x.example"],
                "ExpirationDate": "2020-01-01T00:00:00Z",
            ], "in the future"
        ),
        (
            "New-ApplicationAccessPolicy",
            ["AppId": application, "PolicyScopeGroupId": "sales.team", "AccessRight": "DenyAccess"],
            "security principal"
        ),
        (
            "New-ApplicationAccessPolicy",
            ["AppId": ["garbage"], "PolicyScopeGroupId": "adele", "AccessRight": "DenyAccess"], "garbage"
        ),
        ("Set-User", ["Identity": "adele", "DisplayName": .null], "can't be null or empty"),
        ("Set-DistributionGroup", ["Identity": "sales.team", "DisplayName": ""], "can't be null or empty"),
        ("Set-Mailbox", ["Identity": "adele", "Alias": "a..b"], "isn't a valid alias"),
        ("Set-Mailbox", ["Identity": "adele", "Alias": ".a"], "isn't a valid alias"),
        ("Set-Mailbox", ["Identity": "adele", "Alias": "a."], "isn't a valid alias"),
        ("New-RemoteDomain", ["Name": "R", "DomainName": "not a domain"], "Cannot convert value"),
        ("New-InboundConnector", ["Name": "I", "SenderDomains": ["not a domain"]], "isn't valid"),
        (
            "New-OutboundConnector", ["Name": "O", "UseMXRecord": false, "SmartHosts": ["bad host!"]], "isn't valid"
        ),
        (
            "New-SweepRule",
            ["Mailbox": "adele", "Name": "S", "Provider": "Exchange16", "KeepLatest": 1, "KeepForDays": 10],
            "in the same command"
        ),
        ("New-SweepRule", ["Mailbox": "adele", "Name": "S", "Provider": "Exchange16"], "must contain"),
    ]

    @Test(arguments: refused.indices)
    func refuses(_ place: Int) throws {
        let (cmdlet, parameters, says) = Self.refused[place]
        let reply = try ExchangeHarness().run(cmdlet, parameters)
        #expect(reply.status == 400 && reply.errorText.contains(says), "\(cmdlet): \(reply.status) \(reply.errorText)")
    }

    private static let taken: [(cmdlet: String, parameters: JSONObject)] = [
        (
            "Set-DistributionGroup",
            ["Identity": "sales.team", "PrimarySmtpAddress": .null, "EmailAddresses": ["SMTP:p2@contoso.com"]]
        ),
        (
            "New-TenantAllowBlockListItems",
            ["ListType": "Sender", "Block": true, "NoExpiration": true, "Entries": ["x.example"]]
        ),
        (
            "New-TenantAllowBlockListItems",
            [
                "ListType": "Url", "ListSubType": "AdvancedDelivery", "Allow": true, "NoExpiration": true,
                "Entries": ["*.x.example"],
            ]
        ),
        (
            "New-ApplicationAccessPolicy",
            ["AppId": application, "PolicyScopeGroupId": "adele", "AccessRight": "DenyAccess"]
        ),
        ("Set-Mailbox", ["Identity": "adele", "Alias": "a.b.c"]),
        ("New-RemoteDomain", ["Name": "R", "DomainName": "*.fabrikam.com"]),
        ("New-InboundConnector", ["Name": "I", "SenderDomains": ["smtp:*.fabrikam.com;1", "example.org", "*"]]),
        (
            "New-OutboundConnector",
            ["Name": "O", "UseMXRecord": false, "SmartHosts": ["mail.fabrikam.com", "192.0.2.1", "[192.0.2.2]"]]
        ),
        ("New-SweepRule", ["Mailbox": "adele", "Name": "S", "Provider": "Exchange16", "KeepForDays": 10]),
    ]

    @Test(arguments: taken.indices)
    func takes(_ place: Int) throws {
        let (cmdlet, parameters) = Self.taken[place]
        try ExchangeHarness().done(cmdlet, parameters)
    }

    @Test(arguments: ["partner.kim", "sales.team"])
    func onlyPeopleBelongToAGroupOfMicrosoft365(_ name: String) throws {
        let harness = try ExchangeHarness()
        try harness.done("New-UnifiedGroup", ["DisplayName": "Walkers", "Alias": "walkers", "Members": ["vendor.ada"]])
        let added = try harness.run(
            "Add-UnifiedGroupLinks",
            ["Identity": "walkers", "LinkType": "Members", "Links": [.string(name)]]
        )
        #expect(added.status == 400 && added.errorText.contains("isn't a mailbox user"), "\(added.errorText)")
        let made = try harness.run(
            "New-UnifiedGroup",
            ["DisplayName": "Runners", "Alias": "runners", "Members": [.string(name)]]
        )
        #expect(made.status == 400, "\(made.errorText)")
        let empty = try harness.run("Set-UnifiedGroup", ["Identity": "walkers", "DisplayName": ""])
        #expect(empty.status == 400, "\(empty.errorText)")
    }

    @Test func nobodyLeavesASecurityGroupAlone() throws {
        let harness = try ExchangeHarness()
        try harness.done("New-DistributionGroup", ["Name": "Guards", "Type": "Security"])
        let open: JSONObject = [
            "Identity": "Guards", "MemberDepartRestriction": "Open", "BypassSecurityGroupManagerCheck": true,
        ]
        let reply = try harness.run("Set-DistributionGroup", open)
        #expect(reply.status == 400 && reply.errorText.contains("MemberDepartRestriction"), "\(reply.errorText)")
        try harness.done("Set-DistributionGroup", ["Identity": "sales.team", "MemberDepartRestriction": "Closed"])
        try harness.done("Set-DistributionGroup", ["Identity": "sales.team", "MemberDepartRestriction": "Open"])
    }

    @Test func aSweepRuleKeepsTheLatestOrSomeDays() throws {
        let harness = try ExchangeHarness()
        let rule: JSONObject = ["Mailbox": "adele", "Name": "S", "Provider": "Exchange16", "KeepLatest": 1]
        try harness.done("New-SweepRule", rule)
        try harness.done("Set-SweepRule", ["Mailbox": "adele", "Identity": "S", "KeepForDays": 10])
        let row = try #require(try harness.done("Get-SweepRule", ["Mailbox": "adele"]).rows.first)
        #expect(row["KeepForDays"] == 10 && row["KeepLatest"] != 1, "\(row.text())")
        try harness.done("Set-SweepRule", ["Mailbox": "adele", "Identity": "S", "Enabled": false])
        let neither: JSONObject = ["Mailbox": "adele", "Identity": "S", "KeepForDays": .null]
        let refused = try harness.run("Set-SweepRule", neither)
        #expect(refused.status == 400 && refused.errorText.contains("must contain"), "\(refused.errorText)")
    }

    @Test func flagsAreOneTextOrAList() throws {
        let harness = try ExchangeHarness()
        for days: JSONValue in ["Monday, Friday", ["Monday", "Friday"]] {
            try harness.done("Set-MailboxCalendarConfiguration", ["Identity": "adele", "WorkDays": "Weekdays"])
            try harness.done("Set-MailboxCalendarConfiguration", ["Identity": "adele", "WorkDays": days])
            let shown = try harness.done("Get-MailboxCalendarConfiguration", ["Identity": "adele"]).texts("WorkDays")
            #expect(shown == ["Monday, Friday"])
        }
        let made = try harness.done(
            "New-DynamicDistributionGroup",
            ["Name": "Both", "IncludedRecipients": ["MailboxUsers", "MailContacts"]]
        )
        #expect(made.texts("IncludedRecipients") == ["MailboxUsers, MailContacts"])
        let names = try harness.done("Get-DynamicDistributionGroupMember", ["Identity": "Both"]).texts("Alias")
        #expect(names.contains("adele") && names.contains("partner.kim") && !names.contains("sales.team"))
    }

    @Test func aTipIsOneOfItsTranslations() throws {
        let harness = try ExchangeHarness()
        try harness.done("New-DynamicDistributionGroup", ["Name": "Lab", "IncludedRecipients": "MailboxUsers"])
        for (noun, name) in [("Mailbox", "adele"), ("DynamicDistributionGroup", "Lab")] {
            func set(_ parameters: JSONObject) throws {
                var parameters = parameters
                parameters["Identity"] = .string(name)
                try harness.done("Set-\(noun)", parameters)
            }
            func shown() throws -> (tip: String, translations: [String]) {
                let row = try #require(try harness.done("Get-\(noun)", ["Identity": .string(name)]).rows.first)
                let translations = row["MailTipTranslations"]?.arrayValue?.compactMap(\.stringValue) ?? []
                return (row["MailTip"]?.stringValue ?? "", translations)
            }
            try set(["MailTip": "Careful"])
            try set(["MailTipTranslations": ["ES: Cuidado"]])
            let both = try shown()
            #expect(both.tip.contains("\r\nCareful\r\n") && both.translations.count == 2, "\(noun): \(both)")
            #expect(
                both.translations.last?.hasPrefix("ES:<html>") == true
                    && both.translations.last?.contains("Cuidado") == true
            )
            try set(["MailTipTranslations": .null])
            let none = try shown()
            #expect(none.tip.isEmpty && none.translations.isEmpty, "\(noun): \(none)")
        }
    }

    @Test func aListOfFlagsIsReadOneByOneAndAnEmptyOneSaysNothing() throws {
        let harness = try ExchangeHarness()
        func shown(_ property: String) throws -> JSONValue? {
            try harness.done("Get-DynamicDistributionGroup", ["Identity": "Lab"]).rows.first?[property]
        }
        func set(_ kinds: JSONValue) throws -> ExchangeHarness.Reply {
            try harness.run("Set-DynamicDistributionGroup", ["Identity": "Lab", "IncludedRecipients": kinds])
        }
        try harness.done("New-DynamicDistributionGroup", ["Name": "Lab", "RecipientFilter": "Department -eq 'Lab'"])
        let filter = try shown("RecipientFilter")
        #expect(try set([]).status == 200)
        let conditions: JSONObject = ["Identity": "Lab", "ConditionalDepartment": []]
        #expect(try harness.run("Set-DynamicDistributionGroup", conditions).status == 200)
        #expect(try shown("RecipientFilter") == filter && shown("RecipientFilterType") == "Custom")
        for wrong: JSONValue in [[true], [["MailUsers"]], [.null], ["Nobody"]] {
            let reply = try set(wrong)
            #expect(reply.status == 400 && reply.errorText.contains("WellKnownRecipientType"), "\(reply.errorText)")
        }
        #expect(try shown("RecipientFilterType") == "Custom")
        try harness.done(
            "Set-DynamicDistributionGroup",
            ["Identity": "Lab", "IncludedRecipients": ["MailUsers", "MailContacts"]]
        )
        #expect(try shown("IncludedRecipients") == "MailUsers, MailContacts")
    }

    @Test func aListOfNamesMayBeNothing() throws {
        let harness = try ExchangeHarness()
        try harness.done("Remove-Mailbox", ["Identity": "van"])
        try harness.done(
            "New-MailboxRestoreRequest",
            ["SourceMailbox": "van", "TargetMailbox": "adele", "AllowLegacyDNMismatch": true]
        )
        for nothing: JSONValue in [.null, ["@odata.type": "#Exchange.GenericHashTable"]] {
            try harness.done(
                "Set-MailboxRestoreRequest",
                ["Identity": "adele\\MailboxRestore", "SkipMerging": nothing]
            )
        }
    }

    @Test func theNewestTipIsTheTip() throws {
        let harness = try ExchangeHarness()
        for given: JSONValue in [
            ["@odata.type": "#Exchange.GenericHashTable", "Add": "default: New"], ["DE: Neu", "default: Newer"],
        ] {
            try harness.done("Set-Mailbox", ["Identity": "adele", "MailTip": "Old"])
            try harness.done("Set-Mailbox", ["Identity": "adele", "MailTipTranslations": given])
            let row = try #require(try harness.done("Get-Mailbox", ["Identity": "adele"]).rows.first)
            let tip = try #require(row["MailTip"]?.stringValue)
            #expect(tip.contains("\r\nNew") && tip.hasPrefix("<html>"), "\(tip)")
            let translations = row["MailTipTranslations"]?.arrayValue?.compactMap(\.stringValue) ?? []
            #expect(translations.filter { $0.hasPrefix("default:") } == ["default:\(tip)"])
        }
    }
}
