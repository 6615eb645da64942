import ExoJSON
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// Calls of Security & Compliance as the cmdlets' pages have them.
@Suite struct CompliancePageExampleTests {
    private func done(
        _ harness: ExchangeHarness,
        _ cmdlet: String,
        _ parameters: JSONObject = [:]
    ) throws -> ExchangeHarness.Reply {
        let reply = try harness.comply(cmdlet, parameters)
        #expect(reply.status == 200, "\(cmdlet): \(reply.errorText)")
        return reply
    }

    @Test func aPolicyTakesSitesAndLetsThemGo() throws {
        let harness = try ExchangeHarness()
        let sites: JSONValue = ["https://my.url3", "https://my.url4"]
        _ = try done(harness, "New-DlpCompliancePolicy", ["Name": "GlobalPolicy2", "OneDriveLocation": sites])
        _ = try done(
            harness,
            "Set-DlpCompliancePolicy",
            [
                "Identity": "GlobalPolicy2", "AddSharePointLocation": "https://my.new.url",
                "AddOneDriveLocation": "https://my.new.url2",
            ]
        )
        _ = try done(
            harness,
            "Set-DlpCompliancePolicy",
            ["Identity": "GlobalPolicy2", "RemoveOneDriveLocation": "https://my.url3"]
        )
        let row = try done(harness, "Get-DlpCompliancePolicy", ["Identity": "GlobalPolicy2"]).rows.first
        #expect(row?["OneDriveLocation"]?.arrayValue?.count == 2)
        #expect(row?["SharePointLocation"]?.arrayValue?.count == 1)
    }

    @Test func theServicesOwnKindsOfInformationStayAsTheyAre() throws {
        let harness = try ExchangeHarness()
        let set = try harness.comply(
            "Set-DlpSensitiveInformationType",
            ["Identity": "Credit Card Number", "Name": "x"]
        )
        #expect(set.status == 400 && set.errorText.contains("can't be changed"), "\(set.errorText)")
        #expect(
            try done(harness, "Get-DlpSensitiveInformationType", ["Identity": "Credit Card Number"]).rows.count == 1
        )
    }

    @Test func aKindOfInformationHasTranslationsBesideItsName() throws {
        let harness = try ExchangeHarness()
        let name = "Contoso Confidential"
        _ = try done(harness, "New-DlpSensitiveInformationType", ["Name": .string(name), "Description": "d"])
        func set(_ parameters: JSONObject) throws {
            var parameters = parameters
            parameters["Identity"] = .string(name)
            _ = try done(harness, "Set-DlpSensitiveInformationType", parameters)
        }
        func shown() throws -> JSONValue? {
            try done(harness, "Get-DlpSensitiveInformationType", ["Identity": .string(name)]).rows.first
        }
        // Nothing to take away.
        try set(["Locale": "es", "Name": .null, "Description": .null])
        #expect(try shown()?["Description"] == "d" && shown()?["DefaultCulture"] == "en-US")
        try set(["Locale": "fr", "Name": "Contoso Confidentiel", "Description": "texte"])
        #expect(try shown()?["Name"] == .string(name) && shown()?["Description"] == "d")
        #expect(
            try shown()?["AllLocalizedNames"] == ["[en-US, Contoso Confidential]", "[fr, Contoso Confidentiel]"]
        )
        #expect(try shown()?["AllLocalizedDescriptions"] == ["[en-US, d]", "[fr, texte]"])
        try set(["Locale": "fr", "Name": .null, "Description": .null])
        #expect(try shown()?["AllLocalizedNames"] == ["[en-US, Contoso Confidential]"])
        // The first name goes on naming it.
        try set(["Name": "Contoso Secret"])
        #expect(try shown()?["Name"] == "Contoso Secret" && shown()?["LocalizedName"] == .string(name))
    }

    @Test func alertsOfActivitiesHaveTheirDefaultsAndLimits() throws {
        let harness = try ExchangeHarness()
        let made = try done(
            harness,
            "New-ActivityAlert",
            ["Name": "Sharing", "Operation": "sharinginvitationcreated", "NotifyUser": "admin@contoso.com"]
        )
        let row = made.rows.first
        #expect(row?["Type"] == "Custom" && row?["Severity"] == "Low" && row?["Category"] == "None")
        for (threshold, status) in [(1, 400), (3, 200)] {
            let parameters: JSONObject = [
                "Name": .string("Many \(threshold)"), "NotifyUser": "admin@contoso.com", "Type": "SimpleAggregation",
                "Threshold": .integer(Int64(threshold)), "TimeWindow": 60,
            ]
            #expect(try harness.comply("New-ActivityAlert", parameters).status == status)
        }
        let policy = try done(harness, "New-AuditConfigurationPolicy", ["Workload": "Exchange"]).rows.first
        #expect(policy?["Enabled"] == true && policy?["Priority"] == 0)
    }
}
