import ExoJSON
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// Sensitivity labels and the policies that publish them.
@Suite struct ComplianceLabelTests {
    @Test func labelsStandInOneOrder() throws {
        let harness = try ExchangeHarness()
        let before = try harness.comply("Get-Label").texts("Name")
        #expect(before.first == "Personal" && before.count == 12)
        let made = try harness.comply(
            "New-Label",
            ["Name": "Secret", "DisplayName": "Secret", "Tooltip": "Tell nobody.", "ContentType": "File, Email, Site"]
        )
        #expect(made.rows.first?["Priority"] == 12, "\(made.errorText)")
        #expect(made.texts("ContentType") == ["File, Email, Site"] && made.texts("ImmutableId") == made.texts("Guid"))
        #expect(try harness.comply("Set-Label", ["Identity": "Secret", "Priority": 0]).status == 200)
        let after = try harness.comply("Get-Label")
        #expect(after.texts("Name") == ["Secret"] + before)
        #expect(after.rows.map { $0["Priority"]?.integerValue } == (0...12).map { $0 })
        #expect(try harness.comply("Set-Label", ["Identity": "Secret", "Priority": 13]).status == 400)
        #expect(try harness.comply("Set-Label", ["Identity": "Secret", "NextLabel": "Public"]).status == 200)
        #expect(try harness.comply("Get-Label").texts("Name").prefix(3) == ["Personal", "Secret", "Public"])
        #expect(try harness.comply("Remove-Label", ["Identity": "Secret"]).status == 200)
        #expect(try harness.comply("Get-Label").texts("Name") == before)
    }

    @Test func aLabelStandsBelowAnother() throws {
        let harness = try ExchangeHarness()
        let label: JSONObject = ["Name": "Inner", "DisplayName": "Inner", "Tooltip": "T", "ParentId": "Public"]
        let made = try harness.comply("New-Label", label)
        #expect(made.texts("ParentLabelDisplayName") == ["Public"], "\(made.errorText)")
        let parent = try harness.comply("Get-Label", ["Identity": "Public"])
        #expect(made.texts("ParentId") == parent.texts("ImmutableId") && parent.rows.first?["IsParent"] == true)
        #expect(try harness.comply("Remove-Label", ["Identity": "Public"]).errorText.contains("has sublabels"))
        let deeper = try harness.comply(
            "New-Label",
            ["Name": "Deeper", "DisplayName": "D", "Tooltip": "T", "ParentId": "Inner"]
        )
        #expect(deeper.status == 400 && deeper.errorText.contains("can't have sublabels"))
        #expect(try harness.comply("Set-Label", ["Identity": "Inner", "RemoveParentLink": true]).status == 200)
        #expect(try harness.comply("Get-Label", ["Identity": "Inner"]).texts("ParentId") == [])
    }

    @Test func advancedSettingsAndActionsHaveTheFormsThatScriptsRead() throws {
        let harness = try ExchangeHarness()
        func set(_ parameters: JSONObject) throws -> Int {
            var all = parameters
            all["Identity"] = "Public"
            return try harness.comply("Set-Label", all).status
        }
        #expect(
            try set(["AdvancedSettings": ["@odata.type": "#Exchange.GenericHashTable", "color": "#40e0d0"]]) == 200
        )
        #expect(try set(["EncryptionEnabled": true, "EncryptionProtectionType": "Template"]) == 200)
        let row = try #require(try harness.comply("Get-Label", ["Identity": "Public"]).rows.first)
        let settings = row["Settings"]?.arrayValue?.compactMap(\.stringValue) ?? []
        #expect(settings.contains("[color, #40e0d0]") && settings.contains("[displayname, Public]"))
        let action = try JSONValue(
            parsing: try #require(row["LabelActions"]?.arrayValue?.first?.stringValue)
        )
        #expect(action["Type"] == "encrypt" && action["Settings"]?.arrayValue?.last?["Key"] == "disabled")
        #expect(try set(["AdvancedSettings": ["color": "#40e0d1"]]) == 400)
        #expect(
            try set(["AdvancedSettings@odata.type": "#Exchange.GenericHashTable", "AdvancedSettings": ["color": .null]])
                == 200
        )
        let less = try harness.comply("Get-Label", ["Identity": "Public"]).rows.first?["Settings"]?.arrayValue
        #expect(less?.contains("[color, #40e0d0]") == false)
    }

    @Test func aNewLabelSaysWhatTheOthersSay() throws {
        let harness = try ExchangeHarness()
        let made = try harness.comply(
            "New-Label",
            [
                "Name": "Keys", "DisplayName": "Two keys", "Tooltip": "T", "EncryptionEnabled": true,
                "EncryptionProtectionType": "Template",
                "EncryptionDoubleKeyEncryptionUrl": "https://keys.contoso.com/one",
            ]
        )
        let row = try #require(made.rows.first, "\(made.errorText)")
        #expect(row["Settings"]?.arrayValue?.contains("[contenttype, File, Email]") == true)
        let words = try (row["LocaleSettings"]?.arrayValue ?? []).map {
            try JSONValue(parsing: try #require($0.stringValue))
        }
        #expect(words.map { $0["LocaleKey"]?.stringValue } == ["displayName", "tooltip"])
        #expect(words.first?["Settings"]?[0]?["Value"] == "Two keys")
        let action = try JSONValue(parsing: try #require(row["LabelActions"]?.arrayValue?.first?.stringValue))
        let template = action["Settings"]?.arrayValue?.first { $0["Key"]?.stringValue == "templateid" }
        #expect(template?["Value"]?.stringValue?.count == 36)
        #expect(row["Capabilities"] == ["Encryption", "DoubleKeyEncryption"])
        let seeded = try harness.comply("Get-Label", ["Identity": "Public"]).rows.first
        #expect(seeded?["Capabilities"] == [])
        let set = try harness.comply("Set-Label", ["Identity": "Keys", "DisplayName": "Three keys"])
        #expect(set.status == 200, "\(set.errorText)")
        let locale = try harness.comply("Get-Label", ["Identity": "Keys"]).rows.first?["LocaleSettings"]?[0]
        #expect(locale?.stringValue?.contains("Three keys") == true)
    }

    @Test func whatALabelDoesToSitesAndGroupsStandsInTwoActions() throws {
        let harness = try ExchangeHarness()
        func settings(_ name: String, _ more: JSONObject) throws -> [String: [String: String]] {
            var all: JSONObject = [
                "Name": .string(name), "DisplayName": .string(name), "Tooltip": "T",
                "SiteAndGroupProtectionEnabled": true,
            ]
            for member in more.members { all[member.name] = member.value }
            let made = try harness.comply("New-Label", all)
            let row = try #require(made.rows.first, "\(made.errorText)")
            var actions: [String: [String: String]] = [:]
            for text in row["LabelActions"]?.arrayValue ?? [] {
                let action = try JSONValue(parsing: try #require(text.stringValue))
                let pairs = (action["Settings"]?.arrayValue ?? []).map {
                    ($0["Key"]?.stringValue ?? "", $0["Value"]?.stringValue ?? "")
                }
                actions[try #require(action["Type"]?.stringValue)] = Dictionary(pairs) { _, last in last }
            }
            return actions
        }
        let group = try settings(
            "Team",
            ["SiteAndGroupProtectionPrivacy": "Private", "SiteAndGroupProtectionAllowAccessToGuestUsers": false]
        )
        #expect(
            group == [
                "protectgroup": [
                    "privacy": "private", "allowaccesstoguestusers": "false", "allowemailfromguestusers": "false",
                    "disabled": "false",
                ]
            ]
        )
        let site = try settings(
            "Site",
            [
                "SiteAndGroupProtectionAllowLimitedAccess": true,
                "SiteExternalSharingControlType": "ExternalUserSharingOnly",
            ]
        )
        #expect(
            site["protectsite"] == [
                "allowfullaccess": "false", "allowlimitedaccess": "true", "blockaccess": "false",
                "externalsharingcontroltype": "ExternalUserSharingOnly", "disabled": "false",
            ]
        )
    }

    @Test func aPolicyPublishesLabelsThatAreThere() throws {
        let harness = try ExchangeHarness()
        let unknown = try harness.comply("New-LabelPolicy", ["Name": "P", "Labels": ["No such label"]])
        #expect(unknown.status == 404)
        let made = try harness.comply(
            "New-LabelPolicy",
            [
                "Name": "P", "Labels": ["Public", "General"], "ExchangeLocation": "All",
                "AdvancedSettings": [
                    "@odata.type": "#Exchange.GenericHashTable", "requiredowngradejustification": true,
                ],
            ]
        )
        #expect(made.rows.first?["Labels"] == ["Public", "General"], "\(made.errorText)")
        #expect(made.rows.first?["Settings"]?.arrayValue?.contains("[requiredowngradejustification, true]") == true)
        #expect(made.rows.first?["Priority"] == 1)
        #expect(
            try harness.comply(
                "Set-LabelPolicy",
                ["Identity": "P", "AddLabels": "Personal", "RemoveLabels": ["Public"]]
            ).status == 200
        )
        #expect(
            try harness.comply("Get-LabelPolicy", ["Identity": "P"]).rows.first?["Labels"] == ["General", "Personal"]
        )
        let used = try harness.comply("Remove-Label", ["Identity": "Personal"])
        #expect(used.status == 400 && used.errorText.contains("publishes it"), "\(used.errorText)")
    }

    @Test func aPolicyOfAutomaticLabelsNamesOne() throws {
        let harness = try ExchangeHarness()
        func policy(_ label: String) throws -> ExchangeHarness.Reply {
            try harness.comply(
                "New-AutoSensitivityLabelPolicy",
                ["Name": "Auto", "ApplySensitivityLabel": .string(label), "ExchangeLocation": "All"]
            )
        }
        #expect(try policy("No such label").status == 404)
        #expect(try policy("Confidential").texts("Mode") == ["TestWithoutNotifications"])
        let rule = try harness.comply(
            "New-AutoSensitivityLabelRule",
            [
                "Name": "Cards", "Policy": "Auto", "Workload": "Exchange",
                "HeaderMatchesPatterns": ["@odata.type": "#Exchange.GenericHashTable", "X-A": ["b"]],
            ]
        )
        #expect(rule.texts("ParentPolicyName") == ["Auto"], "\(rule.errorText)")
        #expect(
            try harness.comply("Set-AutoSensitivityLabelPolicy", ["Identity": "Auto", "Mode": "Enable"]).status == 200
        )
        #expect(try harness.comply("Get-AutoSensitivityLabelPolicy", ["Identity": "Auto"]).texts("Mode") == ["Enable"])
    }
}
