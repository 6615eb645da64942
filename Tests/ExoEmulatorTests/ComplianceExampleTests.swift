import ExoJSON
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// What the examples of the cmdlet reference do in Security & Compliance, and what their pages forbid.
struct ComplianceExampleTests {
    private let harness: ExchangeHarness

    init() throws { harness = try ExchangeHarness() }

    @discardableResult
    private func done(
        _ cmdlet: String,
        _ parameters: JSONObject = [:],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> ExchangeHarness.Reply {
        let reply = try harness.comply(cmdlet, parameters)
        #expect(reply.status == 200, "\(cmdlet): \(reply.errorText)", sourceLocation: sourceLocation)
        return reply
    }

    @Test func reviewersAreAddedAndTakenAway() throws {
        try done("New-SupervisoryReviewPolicyV2", ["Name": "P", "Reviewers": ["adele@contoso.com"]])
        func reviewers() throws -> JSONValue? {
            try done("Get-SupervisoryReviewPolicyV2", ["Identity": "P"]).rows.first?["Reviewers"]
        }
        try done("Set-SupervisoryReviewPolicyV2", ["Identity": "P", "AddReviewers": ["megan@contoso.com"]])
        #expect(try reviewers() == ["adele@contoso.com", "megan@contoso.com"])
        try done("Set-SupervisoryReviewPolicyV2", ["Identity": "P", "RemoveReviewers": ["adele@contoso.com"]])
        #expect(try reviewers() == ["megan@contoso.com"])
    }

    @Test func membersOfAScopeComeInPagesBehindARowAboutThem() throws {
        try done("New-AdaptiveScope", ["Name": "S", "LocationType": "User", "RawQuery": "DisplayName -like 'A*'"])
        let all = try done("Get-AdaptiveScopeMembers", ["Identity": "S", "PageResultSize": "Unlimited"]).rows
        #expect(all.count > 2 && all[0]["IsLastPage"] == true && all[0]["Watermark"] == .null)
        var pages: [JSONValue] = []
        var parameters: JSONObject = ["Identity": "S", "PageResultSize": 1]
        while true {
            let rows = try done("Get-AdaptiveScopeMembers", parameters).rows
            #expect(rows.count == 2 && rows[0]["TotalMemberCount"] == all[0]["TotalMemberCount"])
            pages += rows.dropFirst()
            guard let mark = rows[0]["Watermark"]?.stringValue, pages.count < all.count else { break }
            parameters = ["Identity": "S", "PageCookie": .string(mark)]
        }
        #expect(pages == Array(all.dropFirst()))
        let count = try done("Get-AdaptiveScopeMembers", ["Identity": "S", "PageResultSize": 0]).rows
        #expect(count.count == 1 && count[0]["TotalMemberCount"] == all[0]["TotalMemberCount"])
        let former = try done("Get-AdaptiveScopeMembers", ["Identity": "S", "State": "Removed"]).rows
        #expect(former.count == 1 && former[0]["TotalMemberCount"] == 0)
        let foreign = try harness.comply("Get-AdaptiveScopeMembers", ["Identity": "S", "PageCookie": "AAAA"])
        #expect(foreign.status == 400)
    }

    @Test func membersOfAScopeAreFilteredByTheirAddresses() throws {
        try done("New-AdaptiveScope", ["Name": "S", "LocationType": "User", "RawQuery": "DisplayName -like 'A*'"])
        func members(_ filters: JSONObject) throws -> [JSONValue?] {
            var table = filters
            table["@odata.type"] = "#Exchange.GenericHashTable"
            let parameters: JSONObject = ["Identity": "S", "AdaptiveReportFilters": .object(table)]
            return try done("Get-AdaptiveScopeMembers", parameters).rows.dropFirst().map { $0["PrimarySmtpAddress"] }
        }
        #expect(try members(["SmtpAddressEqualsAny": ["adele@contoso.com"]]) == ["adele@contoso.com"])
        #expect(try members(["UpnStartsWithAny": ["adele@"]]) == ["adele@contoso.com"])
        let others = try members(["SmtpAddressNotStartsWithAny": ["adele@"]])
        #expect(!others.isEmpty && !others.contains("adele@contoso.com"))
        for key in [
            "Name", "MailboxGuidStartsWithAny", "ObjectIdContainsAny", "SiteIdContainsAny", "SmtpAddressNotContainsAny",
            "UpnContainsAny",
        ] {
            let table: JSONObject = ["@odata.type": "#Exchange.GenericHashTable", .init(key): ["a"]]
            let wrong = try harness.comply(
                "Get-AdaptiveScopeMembers",
                ["Identity": "S", "AdaptiveReportFilters": .object(table)]
            )
            #expect(wrong.status == 400 && wrong.errorText.contains(key), "\(key): \(wrong.errorText)")
        }
    }

    @Test func aScopeOfSitesHasNoRecipients() throws {
        let condition: JSONValue = [
            "@odata.type": "#Exchange.GenericHashTable", "Name": "SiteUrl", "Operator": "StartsWith",
            "Value": "https://contoso",
        ]
        let conditions: JSONValue = [
            "@odata.type": "#Exchange.GenericHashTable", "Conditions": condition, "Conjunction": "And",
        ]
        try done("New-AdaptiveScope", ["Name": "S", "LocationType": "Site", "FilterConditions": conditions])
        let filters: JSONValue = [
            "@odata.type": "#Exchange.GenericHashTable", "SiteUrlContainsAny": ["/personal/", "/teams/"],
        ]
        let found = try done("Get-AdaptiveScopeMembers", ["Identity": "S", "AdaptiveReportFilters": filters]).rows
        #expect(found.count == 1 && found.first?["TotalMemberCount"] == 0)
    }

    @Test func onlyTheApplicationThatRunsIsStopped() throws {
        try done("Start-InformationBarrierPoliciesApplication")
        let id = try #require(try done("Get-InformationBarrierPoliciesApplicationStatus").texts("Identity").first)
        let other: JSONObject = ["Identity": "46237888-12ca-42e3-a541-3fcb7b5231d1"]
        #expect(try harness.comply("Stop-InformationBarrierPoliciesApplication", other).status == 404)
        #expect(try done("Get-InformationBarrierPoliciesApplicationStatus").texts("Status") != ["Stopped"])
        // What a pipe hands over.
        try done("Stop-InformationBarrierPoliciesApplication", ["Identity": .string(id)])
        #expect(try done("Get-InformationBarrierPoliciesApplicationStatus").texts("Status") == ["Stopped"])
    }

    @Test func aPolicyOfBarriersIsNotInForceAtFirst() throws {
        let made = try done(
            "New-InformationBarrierPolicy",
            ["Name": "P", "AssignedSegment": "Sales", "SegmentsBlocked": ["Research"]]
        )
        #expect(made.texts("State") == ["Inactive"])
    }

    @Test func whetherThereAreRulesIsToldToWhoAsks() throws {
        try done("New-RetentionCompliancePolicy", ["Name": "P", "ExchangeLocation": "All"])
        try done("New-RetentionComplianceRule", ["Name": "R", "Policy": "P", "RetentionDuration": "30"])
        func hasRules(_ more: JSONObject) throws -> JSONValue? {
            var parameters = more
            parameters["Identity"] = "P"
            return try done("Get-RetentionCompliancePolicy", parameters).rows.first?["HasRules"]
        }
        #expect(try hasRules(["RetentionRuleTypes": true]) == true)
        #expect(try hasRules([:]) == false)
    }

    @Test func eventsAreListedByWhenTheyHappened() throws {
        try done(
            "New-ComplianceRetentionEvent",
            [
                "Name": "E", "EventType": "Employee departure", "AssetId": "ComplianceAssetId:1",
                "EventDateTime": "2026-03-01T00:00:00Z",
            ]
        )
        func names(_ begin: String, _ end: String) throws -> [String] {
            let span: JSONObject = ["BeginDateTime": .string(begin), "EndDateTime": .string(end)]
            return try done("Get-ComplianceRetentionEvent", span).texts("Name")
        }
        #expect(try names("2026-02-01T00:00:00Z", "2026-04-01T00:00:00Z") == ["E"])
        #expect(try names("2031-01-01T00:00:00Z", "2031-01-02T00:00:00Z") == [])
    }

    @Test func rolesAreFoundByWhatTheyOpen() throws {
        let all = try done("Get-ManagementRole").texts("Name")
        let found = try done("Get-ManagementRole", ["Cmdlet": "Get-Label"]).texts("Name")
        #expect(!found.isEmpty && found.count < all.count && !found.contains("Audit Logs"))
    }

    @Test func whatAnAuditRuleWatchesIsAList() throws {
        let made = try done(
            "New-AuditConfigurationRule",
            ["Workload": "SharePoint", "AuditOperation": ["CheckIn", "Count"]]
        )
        #expect(made.rows.first?["AuditOperation"] == ["CheckIn", "Count"])
    }

    @Test(
        arguments: [
            (["RetentionAction": "Foo", "RetentionDuration": 3, "RetentionType": "CreationAgeInDays"], 400),
            (["RetentionAction": "Keep", "RetentionDuration": 0, "RetentionType": "CreationAgeInDays"], 400),
            (["RetentionAction": "Keep", "RetentionDuration": 3, "RetentionType": "Whenever"], 400),
            (["RetentionAction": "Keep", "RetentionDuration": 3], 400),
            (["RetentionAction": "Keep", "RetentionDuration": 3, "RetentionType": "EventAgeInDays"], 400),
            (["RetentionAction": "keep", "RetentionDuration": 3, "RetentionType": "TaggedAgeInDays"], 200),
            (["RetentionAction": "Keep", "RetentionDuration": "unlimited", "RetentionType": "TaggedAgeInDays"], 200),
            ([:], 200),
        ] as [(JSONObject, Int)]
    )
    func aLabelSaysWhatHappensAfterHowLong(_ parameters: JSONObject, _ status: Int) throws {
        var all = parameters
        all["Name"] = "L"
        let reply = try harness.comply("New-ComplianceTag", all)
        #expect(reply.status == status, "\(reply.errorText)")
    }

    @Test(
        arguments: [
            (["AggregationType": "SimpleAggregation", "Threshold": 1, "TimeWindow": 60], 400),
            (["Threshold": 5, "TimeWindow": 10], 400), (["Threshold": 3, "TimeWindow": 60], 200),
            (["AggregationType": "None", "AlertBy": ["User"]], 400),
            (["AggregationType": "None", "NotifyUserOnFilterMatch": true], 400),
            (["AggregationType": "None", "NotifyUserOnFilterMatch": false], 200),
            (["ThreatType": "Malware", "AlertBy": ["User"]], 400),
            (["ThreatType": "Malware", "AlertBy": ["Mail.ThreatName"]], 200),
        ] as [(JSONObject, Int)]
    )
    func whatAnAlertCountsFitsTogether(_ parameters: JSONObject, _ status: Int) throws {
        var all = parameters
        if all["ThreatType"] == nil { all["ThreatType"] = "Activity" }
        all["Name"] = "A"
        all["Category"] = "Others"
        all["NotifyUser"] = ["admin@contoso.com"]
        let reply = try harness.comply("New-ProtectionAlert", all)
        #expect(reply.status == status, "\(reply.errorText)")
    }

    @Test func anAlertKeepsItsDescription() throws {
        let made = try done(
            "New-ProtectionAlert",
            [
                "Name": "Content search deleted", "Category": "Others", "NotifyUser": ["admin@contoso.com"],
                "ThreatType": "Activity", "Operation": ["SearchRemoved"], "Description": "Searches that go",
                "AggregationType": "None",
            ]
        )
        #expect(made.texts("Comment") == ["Searches that go"])
    }

    @Test func ofTheServicesOwnAlertsOnlyWhoIsToldIsChanged() throws {
        let name: JSONValue = "Creation of forwarding/redirect rule"
        let refused = try harness.comply("Set-ProtectionAlert", ["Identity": name, "Severity": "High"])
        #expect(refused.status == 400 && refused.errorText.contains("default alert policy"), "\(refused.errorText)")
        try done("Set-ProtectionAlert", ["Identity": name, "NotifyUser": ["adele@contoso.com"]])
    }
}
