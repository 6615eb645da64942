import ExoJSON
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// What rules of mail flow, of mailboxes and of policies take, and what they do not.
@Suite struct ExchangeRuleCheckTests {
    private let harness: ExchangeHarness

    init() throws { harness = try ExchangeHarness() }

    @Test(
        arguments: [
            (["HeaderMatchesMessageHeader": "X-Foo", "DeleteMessage": true], "HeaderMatchesPatterns must be"),
            (["HeaderMatchesPatterns": ["a"], "DeleteMessage": true], "HeaderMatchesMessageHeader must be"),
            (["HeaderContainsWords": ["a"], "DeleteMessage": true], "HeaderContainsMessageHeader must be"),
            (
                ["ExceptIfHeaderContainsMessageHeader": "X-Foo", "DeleteMessage": true],
                "ExceptIfHeaderContainsWords must be"
            ),
            (["SetHeaderValue": "v", "DeleteMessage": true], "SetHeaderName must be"),
            (["SubjectMatchesPatterns": ["(a"], "DeleteMessage": true], "The pattern"),
            (["SetSCL": "42"], "42"), (["SetSCL": "-2"], "-2"),
            (["SenderIpRanges": ["bogus"], "DeleteMessage": true], "bogus"),
            (["SenderIpRanges": ["203.0.113.300"], "DeleteMessage": true], "203.0.113.300"),
            (["SenderIpRanges": ["203.0.113.0/64"], "DeleteMessage": true], "203.0.113.0/64"),
            (["SenderIpRanges": ["203.0.113.1-203.0.113.9/24"], "DeleteMessage": true], "203.0.113.9/24"),
            (["SenderIpRanges": ["203.0.113.9-203.0.113.1"], "DeleteMessage": true], "203.0.113.9-"),
            (["SenderIpRanges": ["203.0.113.0/-0"], "DeleteMessage": true], "203.0.113.0/-0"),
            (["SenderIpRanges": ["203.0.113.+1"], "DeleteMessage": true], "203.0.113.+1"),
            (
                [
                    "DeleteMessage": true, "ActivationDate": "2026-12-02T00:00:00Z",
                    "ExpiryDate": "2026-12-01T00:00:00Z",
                ],
                "activation date"
            ),
            (["RejectMessageReasonText": "No", "RejectMessageEnhancedStatusCode": "4.7.1"], "4.7.1"),
            (["ApplyHtmlDisclaimerText": .string(String(repeating: "a", count: 5001))], "ApplyHtmlDisclaimerText"),
        ] as [(JSONObject, String)]
    )
    func refusesARule(_ parameters: JSONObject, _ words: String) throws {
        var parameters = parameters
        parameters["Name"] = "R"
        let reply = try harness.run("New-TransportRule", parameters)
        #expect(reply.status == 400 && reply.errorText.contains(words), "\(reply.status) \(reply.errorText)")
    }

    @Test(
        arguments: [
            ("203.0.113.0/23", false), ("203.0.113.1-203.0.114.9", false), ("203.0.113.1-203.0.113.9/24", false),
            ("203.0.113.9-203.0.113.1", false), ("203.0.113", false), ("203.0.113.1/33", false),
            ("203.0.113.0/24", true), ("203.0.113.1-203.0.113.9", true), ("203.0.113.7", true),
        ]
    )
    func aListOfAddressesTakesSmallRanges(_ text: String, _ isTaken: Bool) throws {
        let reply = try harness.run(
            "Set-HostedConnectionFilterPolicy",
            ["Identity": "Default", "IPAllowList": [.string(text)]]
        )
        #expect(reply.status == (isTaken ? 200 : 400), "\(text): \(reply.errorText)")
    }

    @Test(
        arguments: [
            ["HeaderMatchesMessageHeader": "X-Foo", "HeaderMatchesPatterns": ["\\d{3}"], "DeleteMessage": true],
            ["SetSCL": "-1"], ["SetSCL": "9"],
            [
                "DeleteMessage": true,
                "SenderIpRanges": ["203.0.113.1", "203.0.113.0/24", "203.0.113.1-203.0.114.9", "2001:db8::/32"],
            ],
            ["RejectMessageReasonText": "No", "RejectMessageEnhancedStatusCode": "5.7.1"],
            ["RejectMessageReasonText": "No", "RejectMessageEnhancedStatusCode": "5.7.987"],
            ["ApplyHtmlDisclaimerText": .string(String(repeating: "a", count: 5000))],
        ] as [JSONObject]
    )
    func takesARule(_ parameters: JSONObject) throws {
        var parameters = parameters
        parameters["Name"] = "R"
        try harness.done("New-TransportRule", parameters)
    }

    @Test func aHeaderAndItsValueAreOnePhrase() throws {
        let made = try harness.done(
            "New-TransportRule",
            [
                "Name": "R", "SetHeaderName": "X-A", "SetHeaderValue": "v", "HeaderContainsMessageHeader": "X-B",
                "HeaderContainsWords": ["w{1}"], "ExceptIfHeaderContainsMessageHeader": "X-C",
                "ExceptIfHeaderContainsWords": ["z"],
            ]
        )
        let words = made.texts("Description").first ?? ""
        #expect(words.contains("\tset message header 'X-A' with the value 'v'\r\n"), "\(words)")
        #expect(words.contains("'X-B' header contains these words: 'w{1}'"), "\(words)")
        #expect(words.contains("'X-C' header contains these words: 'z'"), "\(words)")
    }

    @Test func theLastActionOfARuleStays() throws {
        try harness.done("New-TransportRule", ["Name": "R", "SetSCL": "5"])
        let cleared = try harness.run("Set-TransportRule", ["Identity": "R", "SetSCL": .null])
        #expect(cleared.status == 400 && cleared.errorText.contains("any actions"), "\(cleared.errorText)")
        try harness.done("Set-TransportRule", ["Identity": "R", "SetSCL": .null, "DeleteMessage": true])
        try harness.done("New-InboxRule", ["Mailbox": "adele", "Name": "I", "MarkAsRead": true])
        let off = try harness.run("Set-InboxRule", ["Mailbox": "adele", "Identity": "I", "MarkAsRead": false])
        #expect(off.status == 400 && off.errorText.contains("any actions"), "\(off.errorText)")
        try harness.done("Set-InboxRule", ["Mailbox": "adele", "Identity": "I", "Name": "J"])
    }

    @Test(
        arguments: [
            ("New-TransportRule", ["Name": "R", "DeleteMessage": true, "FromMemberOf": ["nogroup"]]),
            ("New-TransportRule", ["Name": "R", "RedirectMessageTo": ["nobody"]]),
            ("New-TransportRule", ["Name": "R", "DeleteMessage": true, "From": ["*"]]),
            ("New-TransportRule", ["Name": "R", "DeleteMessage": true, "From": ["adele*"]]),
            ("New-TransportRule", ["Name": "R", "DeleteMessage": true, "SentToMemberOf": ["nogroup@fabrikam.com"]]),
            ("New-InboxRule", ["Mailbox": "adele", "Name": "R", "RedirectTo": ["garbage"]]),
            ("New-JournalRule", ["Name": "R", "JournalEmailAddress": "garbage"]),
            (
                "Set-ATPBuiltInProtectionRule",
                ["Identity": "ATP Built-In Protection Rule", "ExceptIfSentToMemberOf": ["no"]]
            ),
        ] as [(String, JSONObject)]
    )
    func whoeverARuleNamesIsThere(_ cmdlet: String, _ parameters: JSONObject) throws {
        let reply = try harness.run(cmdlet, parameters)
        #expect(reply.status == 404 && reply.errorText.contains("couldn't be found"), "\(reply.errorText)")
    }

    @Test func rulesKeepAddresses() throws {
        let made = try harness.done(
            "New-TransportRule",
            [
                "Name": "R", "From": ["adele", "out@fabrikam.com"], "FromMemberOf": ["sales.team"],
                "BlindCopyTo": ["smtp:audit@fabrikam.com"],
            ]
        )
        let rule = try #require(made.rows.first)
        let group = try harness.done("Get-DistributionGroup", ["Identity": "sales.team"]).texts("PrimarySmtpAddress")
        #expect(rule["From"] == ["adele@contoso.com", "out@fabrikam.com"])
        #expect(rule["FromMemberOf"] == .array(group.map { .string($0) }) && group.count == 1)
        #expect(rule["BlindCopyTo"] == ["audit@fabrikam.com"])
    }

    @Test func aRuleOfAMailboxTakesWhatItShows() throws {
        func rule(_ name: String) throws -> JSONValue {
            try #require(try harness.done("Get-InboxRule", ["Mailbox": "adele", "Identity": .string(name)]).rows.first)
        }
        try harness.done(
            "New-InboxRule",
            ["Mailbox": "adele", "Name": "A", "ForwardTo": ["alex", "out@fabrikam.com"]]
        )
        let shown = try #require(try rule("A")["ForwardTo"])
        try harness.done("New-InboxRule", ["Mailbox": "adele", "Name": "B", "ForwardTo": shown])
        #expect(try rule("B")["ForwardTo"] == shown && shown.arrayValue?.count == 2)
    }
}
