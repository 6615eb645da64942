import ExoJSON
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// What the pages of cmdlets say that the service does not take.
@Suite struct ExchangePageRefusalTests {
    private static let connector: JSONObject = ["Name": "In", "SenderDomains": ["*"]]

    private static func connector(_ more: JSONObject) -> JSONObject {
        var all = connector
        for member in more.members { all[member.name] = member.value }
        return all
    }

    private static func search(_ more: JSONObject) -> JSONObject {
        var all: JSONObject = [
            "ReportTitle": "R", "ReportType": "MessageTrace", "StartDate": "2026-09-10", "EndDate": "2026-09-12",
        ]
        for member in more.members { all[member.name] = member.value }
        return all
    }

    private static func domains(_ count: Int) -> JSONValue {
        .array((0..<count).map { .string("d\($0).example") })
    }

    private static let refused: [(cmdlet: String, parameters: JSONObject, says: String)] = [
        (
            "New-HostedContentFilterRule",
            ["Name": "R", "HostedContentFilterPolicy": "Default", "RecipientDomainIs": ["contoso.com"]],
            "default policy"
        ),
        (
            "New-HostedOutboundSpamFilterRule",
            ["Name": "R", "HostedOutboundSpamFilterPolicy": "Default", "From": ["adele"]], "default policy"
        ),
        ("New-InboundConnector", connector(["SenderIPAddresses": ["2001:db8::1"]]), "2001:db8::1"),
        (
            "New-InboundConnector", connector(["ConnectorType": "Partner", "TreatMessagesAsInternal": true]),
            "TreatMessagesAsInternal"
        ),
        (
            "New-InboundConnector",
            connector([
                "ConnectorType": "OnPremises", "TreatMessagesAsInternal": true, "CloudServicesMailEnabled": true,
            ]),
            "TreatMessagesAsInternal"
        ),
        ("Set-HostedContentFilterPolicy", ["Identity": "Default", "LanguageBlockList": ["QQ"]], "QQ"),
        ("New-HostedContentFilterPolicy", ["Name": "P", "RegionBlockList": ["XX"]], "RegionBlockList"),
        ("New-HostedContentFilterPolicy", ["Name": "P", "RegionBlockList": ["Germany"]], "RegionBlockList"),
        ("New-HostedContentFilterPolicy", ["Name": "X:11"], "X:11"),
        ("New-JournalRule", ["Name": "J", "JournalEmailAddress": "adele"], "adele"),
        (
            "New-EmailAddressPolicy",
            [
                "Name": "V", "IncludeUnifiedGroupRecipients": true,
                "EnabledEmailAddressTemplates": ["SMTP:%m@contoso.com"],
            ], "%m@contoso.com"
        ),
        (
            "New-EmailAddressPolicy",
            [
                "Name": "V", "IncludeUnifiedGroupRecipients": true,
                "EnabledEmailAddressTemplates": ["smtp:@contoso.com"],
            ], "SMTP"
        ),
        ("Set-ExternalInOutlook", ["AllowList": ["not valid"]], "not valid"),
        ("Set-ExternalInOutlook", ["AllowList": domains(201)], "200"),
        (
            "New-DynamicDistributionGroup", ["Name": "D", "RecipientFilter": "Department -like '*Sales'"],
            "first character"
        ),
        (
            "New-DynamicDistributionGroup",
            ["Name": "D", "RecipientFilter": "(Alias -ne $null) -and -not(Name -like '*x*')"], "first character"
        ),
        (
            "Start-HistoricalSearch",
            search(["SenderAddress": "adele@contoso.com", "NotifyAddress": "a@fabrikam.com"]),
            "accepted domain"
        ),
        (
            "Start-HistoricalSearch",
            search(["SenderAddress": .array((0..<101).map { .string("a\($0)@contoso.com") })]), "100"
        ),
        (
            "Start-HistoricalSearch",
            search(["RecipientAddress": .array((0..<101).map { .string("a\($0)@contoso.com") })]), "100"
        ),
        (
            "Start-HistoricalSearch", search(["SenderAddress": "adele@contoso.com", "DeliveryStatus": "Bogus"]), "Bogus"
        ),
        (
            "Set-MailboxAutoReplyConfiguration",
            [
                "Identity": "adele", "DeclineEventsForScheduledOOF": true, "DeclineAllEventsForScheduledOOF": true,
                "EventsToDeleteIDs": ["a", "b"],
            ], "EventsToDeleteIDs"
        ),
    ]

    @Test(arguments: refused.indices)
    func refuses(_ place: Int) throws {
        let (cmdlet, parameters, says) = Self.refused[place]
        let reply = try ExchangeHarness().run(cmdlet, parameters)
        #expect(reply.status == 400 && reply.errorText.contains(says), "\(cmdlet): \(reply.status) \(reply.errorText)")
    }

    private static let taken: [(cmdlet: String, parameters: JSONObject)] = [
        ("New-InboundConnector", connector(["ConnectorType": "OnPremises", "TreatMessagesAsInternal": true])),
        (
            "Set-HostedContentFilterPolicy",
            [
                "Identity": "Default", "LanguageBlockList": ["DE", "ZH-CN"], "EnableLanguageBlockList": true,
                "RegionBlockList": ["CN", "DE"], "EnableRegionBlockList": true,
            ]
        ),
        ("New-JournalRule", ["Name": "J", "JournalEmailAddress": "archive@fabrikam.com"]),
        ("New-JournalRule", ["Name": "J", "JournalEmailAddress": "partner.kim"]),
        ("Set-ExternalInOutlook", ["AllowList": ["fabrikam.com", "*.adatum.com", "kim@example.com"]]),
        ("New-DynamicDistributionGroup", ["Name": "D", "RecipientFilter": "Department -like 'Sales*'"]),
        ("New-DynamicDistributionGroup", ["Name": "D", "RecipientFilter": "Department -like '*'"]),
        (
            "Start-HistoricalSearch",
            search(["SenderAddress": "adele@contoso.com", "NotifyAddress": "adele@contoso.com"])
        ),
    ]

    @Test(arguments: taken.indices)
    func takes(_ place: Int) throws {
        let (cmdlet, parameters) = Self.taken[place]
        try ExchangeHarness().done(cmdlet, parameters)
    }

    @Test func testsOfPhishingHaveFewDomainsAndAddresses() throws {
        let harness = try ExchangeHarness()
        try harness.done("New-PhishSimOverridePolicy", ["Name": "Mine"])
        func make(_ domains: JSONValue?, _ addresses: JSONValue) throws -> ExchangeHarness.Reply {
            var rule: JSONObject = ["Policy": "PhishSimOverridePolicy", "SenderIpRanges": addresses]
            rule["Domains"] = domains
            return try harness.run("New-ExoPhishSimOverrideRule", rule)
        }
        let addresses = JSONValue.array((1...11).map { .string("192.0.2.\($0)") })
        let one: JSONValue = ["192.0.2.1"]
        for reply in [
            try make(Self.domains(1), ["notanip"]), try make(Self.domains(1), addresses),
            try make(Self.domains(21), one), try make(nil, one),
        ] {
            #expect(reply.status == 400, "\(reply.errorText)")
        }
        let made = try make(Self.domains(20), ["192.0.2.0/24", "192.0.2.1-192.0.2.9"])
        #expect(made.status == 200, "\(made.errorText)")
        let more: JSONObject = ["Identity": made.rows.first?["Name"] ?? .null, "AddDomains": ["more.example"]]
        #expect(try harness.run("Set-ExoPhishSimOverrideRule", more).status == 400)
    }

    @Test func theNameOfAHeaderHasNoBlanks() throws {
        let harness = try ExchangeHarness()
        let policy: JSONObject = ["Name": "P", "AddXHeaderValue": "X Bad: h"]
        #expect(
            try harness.done("New-HostedContentFilterPolicy", policy).texts("AddXHeaderValue") == ["X-This-Is-Spam"]
        )
    }
}
