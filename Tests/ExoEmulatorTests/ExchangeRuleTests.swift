import ExoJSON
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// What rules of mailboxes, of mail flow and of policies show.
@Suite struct ExchangeRuleTests {
    private static let clixml = ["X-ResponseFormat": "clixml"]

    @Test func aListThatSaysNothingIsNull() throws {
        let harness = try ExchangeHarness()
        try harness.done(
            "New-InboxRule",
            [
                "Mailbox": "adele", "Name": "R", "SubjectContainsWords": ["a"], "BodyContainsWords": ["b"],
                "MarkAsRead": true,
            ]
        )
        func rule() throws -> JSONValue {
            try #require(try harness.done("Get-InboxRule", ["Mailbox": "adele"]).rows.first)
        }
        let first = try rule()
        #expect(first["SubjectContainsWords"] == ["a"] && first["HasAttachment"] == false)
        for name in ["ForwardTo", "RedirectTo", "From", "ApplyCategory", "ExceptIfFrom"] {
            #expect(first[name] == .null && first["\(name)@odata.type"] == nil, "\(name)")
        }
        // What is cleared says nothing again.
        try harness.done(
            "Set-InboxRule",
            ["Mailbox": "adele", "Identity": "R", "SubjectContainsWords": .null]
        )
        #expect(try rule()["SubjectContainsWords"] == .null)
        let typed = try harness.run("Get-InboxRule", ["Mailbox": "adele"], headers: Self.clixml)
        let text = try #require(typed.rows.first?["_clixml"]?.stringValue)
        #expect(text.contains(#"<Nil N="ForwardTo" />"#) && text.contains(#"<S N="MailboxOwnerId">Adele Vance</S>"#))
        #expect(text.contains(#"<U64 N="RuleIdentity">"#))
    }

    @Test func numbersOfRulesHaveNoSign() throws {
        let harness = try ExchangeHarness()
        try harness.done("New-InboxRule", ["Mailbox": "adele", "Name": "R", "MarkAsRead": true])
        let rule = try #require(try harness.done("Get-InboxRule", ["Mailbox": "adele"]).rows.first)
        #expect(rule["RuleIdentity@data.type"] == "System.UInt64" && rule["ErrorType"] == "None")
        #expect(rule["MailboxOwnerId"] == "Adele Vance" && rule["MailboxOwnerId@data.type"] == nil)
    }

    @Test func theRuleAboutJunkIsListedToWhoAsksForHiddenOnes() throws {
        let harness = try ExchangeHarness()
        try harness.done("New-InboxRule", ["Mailbox": "adele", "Name": "R", "MarkAsRead": true])
        func rules(_ more: JSONObject = [:]) throws -> ExchangeHarness.Reply {
            var parameters: JSONObject = ["Mailbox": "adele"]
            for member in more.members { parameters[member.name] = member.value }
            return try harness.done("Get-InboxRule", parameters)
        }
        #expect(try rules().texts("Name") == ["R"])
        let all = try rules(["IncludeHidden": true])
        #expect(all.texts("Name") == ["Junk E-mail Rule", "R"])
        let junk = try #require(all.rows.first)
        #expect(junk["Priority"] == 0 && junk["Enabled"] == true && junk["ForwardTo"] == .null)
        #expect(junk["Identity"]?.stringValue == "Adele Vance\\\(junk["RuleIdentity"]?.integerValue ?? 0)")
        try harness.done("Set-MailboxJunkEmailConfiguration", ["Identity": "adele", "Enabled": false])
        #expect(try rules(["IncludeHidden": true]).rows.first?["Enabled"] == false)
        let walked = try harness.walk("Get-InboxRule", ["Mailbox": "adele", "IncludeHidden": true], pageSize: 1)
        #expect(walked.compactMap { $0["Name"]?.stringValue } == ["Junk E-mail Rule", "R"])
    }

    @Test(arguments: [
        (":\\Inbox", "Inbox"), ("adele@contoso.com:\\Deleted Items", "Deleted Items"), ("adele:\\Archive", "Archive"),
    ])
    func aRuleShowsTheNameOfItsFolder(_ identity: String, _ name: String) throws {
        let harness = try ExchangeHarness()
        try harness.done(
            "New-InboxRule",
            ["Mailbox": "adele", "Name": "R", "MoveToFolder": .string(identity), "SubjectContainsWords": ["a"]]
        )
        let rule = try #require(try harness.done("Get-InboxRule", ["Mailbox": "adele"]).rows.first)
        #expect(rule["MoveToFolder"]?.stringValue == name)
        #expect(rule["Description"]?.stringValue?.contains("move the message to folder '\(name)'") == true)
    }

    @Test func aRuleOfMailFlowWithoutConditionsBeginsWithWhatItDoes() throws {
        let harness = try ExchangeHarness()
        let made = try harness.done("New-TransportRule", ["Name": "All", "SetAuditSeverity": "High"])
        let rule = try #require(made.rows.first)
        #expect(rule["Conditions"] == .null && rule["Exceptions"] == .null && rule["SentTo"] == .null)
        #expect(
            rule["Description"] == "Take the following actions:\r\n\tSet audit severity level to 'High'\r\n"
        )
        let admin = try harness.done("Get-User", ["Identity": "admin"]).rows.first?["DisplayName"]
        #expect(rule["CreatedBy"] == admin && rule["LastModifiedBy"] == admin && admin != nil)
    }

    @Test func partsOfRulesAreCalledAsTheServiceCallsThem() throws {
        let harness = try ExchangeHarness()
        let made = try harness.done(
            "New-TransportRule",
            [
                "Name": "R", "SubjectContainsWords": ["a"], "AnyOfToHeader": ["adele@contoso.com"],
                "ExceptIfSCLOver": "5", "SetSCL": "-1", "RedirectMessageTo": ["lee@contoso.com"],
            ]
        )
        func names(_ property: String) -> Set<String> {
            let types = made.rows.first?[property]?.arrayValue ?? []
            return Set(types.compactMap { $0.stringValue?.split(separator: ".").last.map(String.init) })
        }
        #expect(names("Conditions") == ["SubjectContainsPredicate", "AnyOfToHeaderPredicate"])
        #expect(names("Exceptions") == ["SclOverPredicate"])
        #expect(names("Actions") == ["SetSclAction", "RedirectMessageAction"])
    }

    @Test func rulesThatApplyPoliciesSayWhichAndToWhom() throws {
        let harness = try ExchangeHarness()
        try harness.done("New-HostedContentFilterPolicy", ["Name": "P"])
        let made = try harness.done(
            "New-HostedContentFilterRule",
            [
                "Name": "R", "HostedContentFilterPolicy": "P", "RecipientDomainIs": ["contoso.com"],
                "ExceptIfSentTo": ["adele@contoso.com"],
            ]
        )
        let rule = try #require(made.rows.first)
        #expect(
            rule["Description"]
                == .string(
                    "If the message:\r\n\trecipient's address domain portion belongs to any of these domains: 'contoso.com'\r\n"
                        + "Take the following actions:\r\n\tApply hosted content filter policy \"P\".\r\n"
                        + "Except if the message:\r\n\tIs sent to 'adele@contoso.com'\r\n"
                )
        )
        let tasks = "Microsoft.Exchange.MessagingPolicies.Rules.Tasks"
        #expect(rule["Conditions"] == [.string("\(tasks).RecipientDomainIsPredicate")])
        #expect(rule["Exceptions"] == [.string("\(tasks).SentToPredicate")])
        #expect(rule["ImmutableId"] == rule["Guid"] && rule["ImmutableId@data.type"] == "System.Guid")
        #expect(rule["RuleVersion"] == "14.0.0.0" && rule["Comments"] == .null && rule["SentTo"] == .null)
        #expect(rule["State"] == "Enabled" && rule["Enabled"] == nil)
    }

    @Test func theBuiltInRuleAppliesBothOfItsPolicies() throws {
        let rule = try #require(try ExchangeHarness.reading().done("Get-ATPBuiltInProtectionRule").rows.first)
        let name = "Built-In Protection Policy"
        #expect(
            rule["Description"]
                == .string(
                    "Take the following actions:\r\n\tApply safe attachment policy \"\(name)\"., "
                        + "Apply safe links policy \"\(name)\".\r\n"
                )
        )
        #expect(rule["Conditions"] == .null && rule["SentTo"] == .null && rule["Priority"] == 0)
    }

    @Test func rulesAboutOutboundSpamHaveAState() throws {
        let harness = try ExchangeHarness()
        try harness.done("New-HostedOutboundSpamFilterPolicy", ["Name": "P"])
        let made = try harness.done(
            "New-HostedOutboundSpamFilterRule",
            ["Name": "R", "HostedOutboundSpamFilterPolicy": "P", "From": ["adele@contoso.com"]]
        )
        #expect(made.texts("State") == ["Enabled"] && made.rows.first?["Enabled"] == nil)
        try harness.done("Disable-HostedOutboundSpamFilterRule", ["Identity": "R"])
        #expect(try harness.done("Get-HostedOutboundSpamFilterRule").texts("State") == ["Disabled"])
        #expect(try harness.done("Get-HostedOutboundSpamFilterRule", ["State": "Enabled"]).rows.isEmpty)
    }
}
