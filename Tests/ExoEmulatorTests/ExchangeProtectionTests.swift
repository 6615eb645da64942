import ExoJSON
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// Mail protection as the service's articles set it up.
@Suite struct ExchangeProtectionTests {
    private let harness: ExchangeHarness

    init() throws { harness = try ExchangeHarness() }

    private func rule(_ parameters: JSONObject) throws -> JSONValue {
        var parameters = parameters
        parameters["Name"] = "R"
        return try #require(try harness.done("New-TransportRule", parameters).rows.first)
    }

    private func rule() throws -> JSONValue {
        try #require(try harness.done("Get-TransportRule", ["Identity": "R"]).rows.first)
    }

    // MARK: Rules of mail flow

    @Test func aRuleIsTurnedOnInAMode() throws {
        _ = try rule(["DeleteMessage": true, "Enabled": false])
        try harness.done("Enable-TransportRule", ["Identity": "R", "Mode": "Audit"])
        let audited = try rule()
        #expect(audited["Mode"] == "Audit" && audited["State"] == "Enabled")
        try harness.done("Disable-TransportRule", ["Identity": "R"])
        try harness.done("Enable-TransportRule", ["Identity": "R"])
        #expect(try rule()["Mode"] == "Audit")
    }

    @Test(
        arguments: [
            ([:], "Append", "attach the message to a new disclaimer message"),
            (["ApplyHtmlDisclaimerLocation": "Prepend"], "Prepend", "attach the message to a new disclaimer message"),
            (["ApplyHtmlDisclaimerFallbackAction": "Ignore"], "Append", "take no action"),
            (["ApplyHtmlDisclaimerFallbackAction": "Reject"], "Append", "reject the message"),
        ] as [(JSONObject, String, String)]
    )
    func aDisclaimerSaysWhereItStands(_ more: JSONObject, _ place: String, _ fallback: String) throws {
        var parameters: JSONObject = ["ApplyHtmlDisclaimerText": "100% {hi}"]
        for member in more.members { parameters[member.name] = member.value }
        let made = try rule(parameters)
        #expect(made["ApplyHtmlDisclaimerLocation"]?.stringValue == place)
        #expect(made["ApplyHtmlDisclaimerFallbackAction"] == more["ApplyHtmlDisclaimerFallbackAction"] ?? "Wrap")
        #expect(
            made["Description"]?.stringValue
                == "Take the following actions:\r\n\t\(place) the message with the disclaimer '100% {hi}'. "
                + "If the disclaimer can't be applied, \(fallback).\r\n"
        )
        // What belongs to the disclaimer goes with it.
        try harness.done("Set-TransportRule", ["Identity": "R", "ApplyHtmlDisclaimerText": .null, "SetSCL": "1"])
        if more.isEmpty { #expect(try rule()["ApplyHtmlDisclaimerLocation"] != "Append") }
    }

    @Test func aRefusalHasATextAndAStatus() throws {
        let made = try rule(["RejectMessageReasonText": "blocked"])
        #expect(made["RejectMessageEnhancedStatusCode"] == "5.7.1")
        #expect(
            made["Description"]?.stringValue?.contains(
                "reject the message and include the explanation 'blocked' with the status code: '5.7.1'"
            ) == true
        )
        try harness.done("Remove-TransportRule", ["Identity": "R"])
        let other = try rule(["RejectMessageEnhancedStatusCode": "5.7.900"])
        #expect(other["RejectMessageReasonText"]?.stringValue?.hasPrefix("Delivery not authorized") == true)
        #expect(other["Description"]?.stringValue?.contains("with the status code: '5.7.900'") == true)
        #expect(other["Actions"]?.arrayValue?.count == 1)
    }

    @Test(
        arguments: [
            (["ModerateMessageByManager": true], "Forward the message for approval to the sender's manager"),
            (["AddManagerAsRecipientType": "Cc"], "Add the sender's manager as recipient type 'Cc'"),
            (["GenerateIncidentReport": "adele"], "Send the incident report to 'adele@contoso.com'"),
            (["RemoveOMEv2": true], "Remove Office 365 Message Encryption and rights protection"),
            (["Disconnect": true], "drop the connection"),
            (["GenerateNotification": "seen"], "Notify the recipient with the message 'seen'"),
            (["ApplyClassification": "Secret"], "apply the message classification 'Secret'"),
            (["NotifySender": "NotifyOnly"], "Notify the sender with a Policy Tip: 'NotifyOnly'"),
        ] as [(JSONObject, String)]
    )
    func whatARuleDoesStandsInItsDescription(_ action: JSONObject, _ words: String) throws {
        let made = try rule(action)
        let text = made["Description"]?.stringValue ?? ""
        #expect(text.hasPrefix("Take the following actions:\r\n\t\(words)"), "\(text)")
        #expect(made["Actions"]?.arrayValue?.count == 1)
    }

    @Test func howSendersAreToldIsKept() throws {
        #expect(try rule(["NotifySender": "NotifyOnly"])["SenderNotificationType"] == "NotifyOnly")
        let last = try harness.run("Set-TransportRule", ["Identity": "R", "NotifySender": .null])
        #expect(last.status == 400 && last.errorText.contains("any actions"), "\(last.errorText)")
        let both: JSONObject = ["Identity": "R", "NotifySender": .null, "SetSCL": "1"]
        try harness.done("Set-TransportRule", both)
        #expect(try rule()["SenderNotificationType"] != "NotifyOnly")
    }

    @Test func propertiesOfSenderAndRecipientAreCompared() throws {
        let made = try rule([
            "DeleteMessage": true, "ADComparisonAttribute": "Department",
            "ExceptIfADComparisonAttribute": "City", "ExceptIfADComparisonOperator": "NotEqual",
        ])
        let text = made["Description"]?.stringValue ?? ""
        #expect(text.contains("sender's and recipient's property 'Department' is the same"), "\(text)")
        #expect(text.contains("sender's and recipient's property 'City' isn't the same"), "\(text)")
        #expect(made["ADComparisonOperator"] == "Equal" && made["Conditions"]?.arrayValue?.count == 1)
    }

    @Test func aRuleNamesAnAppearanceOfEncryptedMailThatIsThere() throws {
        let missing = try harness.run(
            "New-TransportRule",
            ["Name": "R", "ApplyOME": true, "ApplyRightsProtectionCustomizationTemplate": "nope"]
        )
        #expect(missing.status == 404, "\(missing.errorText)")
        let made = try rule([
            "ApplyOME": true, "ApplyRightsProtectionCustomizationTemplate": "ome configuration",
        ])
        #expect(made["ApplyRightsProtectionCustomizationTemplate"] == "OME Configuration")
        let first = try harness.run("Remove-OMEConfiguration", ["Identity": "OME Configuration"])
        #expect(first.status == 400 && first.errorText.contains("can't be removed"), "\(first.errorText)")
        try harness.done("New-OMEConfiguration", ["Identity": "Branding"])
        try harness.done("Remove-OMEConfiguration", ["Identity": "Branding"])
    }

    @Test func encryptionIsTestedByWhatIsTurnedOn() throws {
        func result(_ parameters: JSONObject = [:]) throws -> String {
            try harness.done("Test-IRMConfiguration", parameters).texts("Results").first ?? ""
        }
        let sent = try result(["Sender": "adele@contoso.com"])
        #expect(sent.contains("    - PASS: Encryption verified successfully.\r\n"), "\(sent)")
        #expect(sent.hasPrefix("Acquiring RMS Templates ...\r\n") && sent.hasSuffix("OVERALL RESULT: PASS"))
        let templates = try harness.done("Get-RMSTemplate").texts("Name").joined(separator: ", ")
        #expect(sent.contains("Templates available: \(templates)."), "\(sent)")
        #expect(!(try result()).contains("ncryption"))
        #expect(try harness.run("Test-IRMConfiguration", ["Sender": "nobody@contoso.com"]).status == 404)
        try harness.done("Set-IRMConfiguration", ["AzureRMSLicensingEnabled": false])
        #expect(try result().hasSuffix("OVERALL RESULT: FAIL"))
    }

    @Test func rulesAreExportedAsTheLinesThatMakeThem() throws {
        _ = try rule([
            "Comments": "it's", "SubjectContainsWords": ["a", "b"], "FromScope": "InOrganization",
            "ApplyHtmlDisclaimerText": "<p>]]></p>", "ExceptIfSentTo": ["adele"], "SetSCL": "-1",
        ])
        try harness.done("New-TransportRule", ["Name": "A & B", "DeleteMessage": true, "Enabled": false])
        try harness.done("New-TransportRule", ["Name": "C <\u{301}", "DeleteMessage": true])
        let file = try #require(try harness.done("Export-TransportRuleCollection").rows.first?["FileData"])
        let text = FileText.text(of: try #require(FileText.bytes(of: file)))
        #expect(text.hasPrefix("<?xml version=\"1.0\" encoding=\"utf-16\" standalone=\"yes\"?>\r\n<rules "), "\(text)")
        for part in [
            "[CDATA[New-TransportRule -Name 'R' -Comments 'it''s' -Mode Enforce -", "-FromScope InOrganization ",
            "-ApplyHtmlDisclaimerLocation Append ", "-ApplyHtmlDisclaimerText '<p>]]]]><![CDATA[></p>' ",
        ] { #expect(text.contains(part), "\(text)") }
        #expect(text.contains("-SubjectContainsWords 'a','b' -ExceptIfSentTo 'adele@contoso.com']]>"), "\(text)")
        #expect(text.contains("<rule name=\"C &lt;\u{301}\""), "\(text)")
        #expect(text.contains("<rule name=\"A &amp; B\"") && text.contains("-Enabled $false"), "\(text)")
        let one = try harness.done("Export-TransportRuleCollection", ["Identity": "A & B"]).rows.first
        let bytes = try #require(one?["FileData"].flatMap(FileText.bytes))
        #expect(!FileText.text(of: bytes).contains("'R'"))
        #expect(try harness.run("Export-TransportRuleCollection", ["Identity": "nope"]).status == 404)
    }

    @Test func rightsInQuarantineArePutTogether() throws {
        let given: JSONObject = ["PermissionToPreview": true, "PermissionToRelease": true]
        let rights = try #require(try harness.done("New-QuarantinePermissions", given).rows.first)
        #expect(rights["PermissionToRelease"] == true && rights["PermissionToDelete"] == false)
        let policy: JSONObject = ["Name": "P", "EndUserQuarantinePermissions": rights]
        let made = try harness.done("New-QuarantinePolicy", policy).rows.first
        #expect(made?["EndUserQuarantinePermissionsValue"] == 6)
    }

    // MARK: Policies

    @Test func aNewPolicyForReportsSendsThemToBoth() throws {
        let name: JSONObject = ["Identity": "DefaultReportSubmissionPolicy"]
        try harness.done("Remove-ReportSubmissionPolicy", name)
        let made = try harness.done(
            "New-ReportSubmissionPolicy",
            [
                "ReportJunkAddresses": ["adele@contoso.com"], "ReportNotJunkToCustomizedAddress": false,
                "PreSubmitMessageEnabled": false,
            ]
        )
        let policy = try #require(made.rows.first)
        #expect(policy["EnableReportToMicrosoft"] == true && policy["ReportJunkToCustomizedAddress"] == true)
        #expect(policy["ReportPhishToCustomizedAddress"] == true && policy["PreSubmitMessageEnabled"] == false)
        #expect(policy["ReportNotJunkToCustomizedAddress"] == false && policy["EnableThirdPartyAddress"] == false)
    }

    @Test func reportsAndNoticesHaveMailboxesOfTheOrganization() throws {
        try harness.done("Remove-ReportSubmissionPolicy", ["Identity": "DefaultReportSubmissionPolicy"])
        let rule: JSONObject = ["Name": "R", "ReportSubmissionPolicy": "DefaultReportSubmissionPolicy"]
        let name: JSONObject = ["Identity": "DefaultGlobalTag"]
        let calls: [(cmdlet: String, parameters: JSONObject, addresses: String, isList: Bool)] = [
            ("New-ReportSubmissionPolicy", [:], "ReportJunkAddresses", true),
            ("New-ReportSubmissionRule", rule, "SentTo", true),
            ("Set-QuarantinePolicy", name, "EndUserSpamNotificationCustomFromAddress", false),
        ]
        for call in calls {
            func run(_ address: String) throws -> ExchangeHarness.Reply {
                var parameters = call.parameters
                parameters[.init(call.addresses)] = call.isList ? [.string(address)] : .string(address)
                return try harness.run(call.cmdlet, parameters)
            }
            for address in ["somebody@outside.example", "nobody@contoso.com"] {
                let refused = try run(address)
                #expect(refused.status == 400 && refused.errorText.contains("mailbox in the"), "\(refused.errorText)")
            }
            let done = try run("adele@contoso.com")
            #expect(done.status == 200, "\(call.cmdlet): \(done.errorText)")
        }
    }

    @Test func policiesOfPresetsAreTheServicesOwn() throws {
        try harness.done("New-SafeLinksPolicy", ["Name": "Strict", "RecommendedPolicyType": "Strict"])
        try harness.done("New-SafeLinksPolicy", ["Name": "Ours"])
        for name in ["Built-In Protection Policy", "Strict"] {
            let change: JSONObject = ["Identity": .string(name), "AdminDisplayName": "Ours"]
            let refused = try harness.run("Set-SafeLinksPolicy", change)
            #expect(refused.status == 400 && refused.errorText.contains("preset"), "\(refused.errorText)")
        }
        try harness.done("Set-SafeLinksPolicy", ["Identity": "Ours", "AdminDisplayName": "Ours"])
    }

    // MARK: The list of what is let through and kept out

    @Test(
        arguments: [
            ["ListType": "Sender", "Allow": true, "RemoveAfter": 30],
            ["ListType": "Sender", "Block": true, "RemoveAfter": 45],
            ["ListType": "IP", "Allow": true, "RemoveAfter": 45],
            ["ListType": "Url", "Allow": true, "RemoveAfter": 45, "NoExpiration": true],
            ["ListType": "Url", "Allow": true, "RemoveAfter": 45, "ExpirationDate": "2026-10-01T00:00:00Z"],
        ] as [JSONObject]
    )
    func refusesAnEnd(_ parameters: JSONObject) throws {
        var parameters = parameters
        parameters["Entries"] = parameters["ListType"] == "IP" ? ["2001:db8::1"] : ["x.example"]
        let reply = try harness.run("New-TenantAllowBlockListItems", parameters)
        #expect(reply.status == 400 && !reply.errorText.isEmpty, "\(reply.status) \(reply.errorText)")
    }

    @Test func whatIsLetThroughStaysAsLongAsItIsUsedOrHasAnEnd() throws {
        func made(_ type: String, _ entry: String) throws -> JSONValue {
            let entry: JSONObject = ["ListType": .string(type), "Allow": true, "Entries": [.string(entry)]]
            return try #require(try harness.done("New-TenantAllowBlockListItems", entry).rows.first)
        }
        let sender = try made("Sender", "x.example")
        #expect(sender["RemoveAfter"] == 45 && sender["ExpirationDate"] == .null)
        let network = try made("IP", "2001:db8::/32")
        #expect(network["RemoveAfter"] != 45 && network["ExpirationDate"]?.stringValue != nil)
        let dated: JSONObject = [
            "ListType": "Sender", "Entries": ["x.example"], "ExpirationDate": "2026-10-01T00:00:00Z",
        ]
        try harness.done("Set-TenantAllowBlockListItems", dated)
        let changed = try harness.done("Get-TenantAllowBlockListItems", ["ListType": "Sender"]).rows.first
        #expect(changed?["RemoveAfter"] != 45 && changed?["ExpirationDate"]?.stringValue != nil)
    }

    @Test func aBadEntryKeepsTheOthersOutUnlessAllAreAskedFor() throws {
        let entries: JSONObject = [
            "ListType": "Url", "Block": true, "Entries": ["good.example", "bad url here", "fine.example"],
        ]
        #expect(try harness.run("New-TenantAllowBlockListItems", entries).status == 400)
        #expect(try harness.done("Get-TenantAllowBlockListItems", ["ListType": "Url"]).rows.isEmpty)
        var all = entries
        all["OutputJson"] = true
        let made = try harness.done("New-TenantAllowBlockListItems", all)
        #expect(made.texts("Value") == ["good.example", "bad url here", "fine.example"])
        #expect(made.texts("Error").count == 1 && made.rows[1]["Error"]?.stringValue?.contains("isn't valid") == true)
        let kept = try harness.done("Get-TenantAllowBlockListItems", ["ListType": "Url"])
        #expect(kept.texts("Value") == ["good.example", "fine.example"])
    }

    @Test func aCallMakesAnEntryOnce() throws {
        var entries: JSONObject = [
            "ListType": "Url", "Block": true, "Entries": ["a.example", "A.EXAMPLE", "b.example"],
        ]
        let refused = try harness.run("New-TenantAllowBlockListItems", entries)
        #expect(refused.status == 400 && refused.errorText.contains("already exists"), "\(refused.errorText)")
        entries["OutputJson"] = true
        let made = try harness.run(
            "New-TenantAllowBlockListItems",
            entries,
            headers: ["Prefer": "odata.maxpagesize=1"]
        )
        #expect(made.texts("Value") == ["a.example", "A.EXAMPLE", "b.example"] && made.nextLink == nil)
        #expect(
            made.rows.map { $0["Error"]?.stringValue?.contains("already exists") ?? false } == [false, true, false]
        )
        let kept = try harness.done("Get-TenantAllowBlockListItems", ["ListType": "Url"])
        #expect(kept.texts("Value") == ["a.example", "b.example"])
    }
}
