import ExoJSON
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// Sensitive information in texts, in mailboxes and in mail.
@Suite struct ComplianceExplorerTests {
    private static let kind = "0f1d6a5c-2f0b-4c1c-9a3b-6d2f5f1f7a01"

    /// A package whose kind is an invoice, surer where somebody confirms it.
    private static let package = """
        <RulePackage><RulePack id="6b1b7f0e-0f4c-4c55-8a5d-0e7f3f7c9d11"><Version major="1"/>
        <Details><LocalizedDetails><PublisherName>Contoso</PublisherName><Name>Ours</Name></LocalizedDetails></Details>
        </RulePack><Rules><Entity id="\(kind)" patternsProximity="300" recommendedConfidence="75">
        <Pattern confidenceLevel="85"><IdMatch idRef="R" /><Any minMatches="1"><Match idRef="K" /></Any></Pattern>
        <Pattern confidenceLevel="65"><IdMatch idRef="R" /></Pattern></Entity>
        <Regex id="R">\\bInvoice\\b</Regex>
        <Keyword id="K"><Group matchStyle="word"><Term>please confirm</Term></Group></Keyword>
        <LocalizedStrings><Resource idRef="\(kind)"><Name default="true" langcode="en-us">Bill</Name>
        <Description default="true" langcode="en-us">Bills</Description></Resource></LocalizedStrings></Rules></RulePackage>
        """

    private static func bytes(_ text: String) -> JSONValue { .array(Array(text.utf8).map { .integer(Int64($0)) }) }

    private func harness() throws -> ExchangeHarness {
        let harness = try ExchangeHarness()
        let made = try harness.comply(
            "New-DlpSensitiveInformationTypeRulePackage",
            ["FileData": Self.bytes(Self.package)]
        )
        #expect(made.status == 200, "\(made.errorText)")
        return harness
    }

    private func found(_ text: String, _ more: JSONObject = [:], in harness: ExchangeHarness) throws -> [String] {
        var parameters = more
        parameters["TextToClassify"] = .string(text)
        let reply = try harness.comply("Test-DataClassification", parameters)
        #expect(reply.status == 200, "\(reply.errorText)")
        return (reply.rows.first?["ClassificationResults"]?.arrayValue ?? []).map { result in
            let (count, level) = (result["Count"]?.integerValue ?? 0, result["ConfidenceLevel"]?.integerValue ?? 0)
            return "\(result["ClassificationName"]?.stringValue ?? "") \(count) \(level)"
        }
    }

    @Test func kindsAreFoundInTextsAsOftenAndAsSurelyAsTheyStandThere() throws {
        let harness = try harness()
        let (card, number) = ("Credit Card Number", "U.S. Social Security Number (SSN)")
        #expect(
            try found("Visa 4532 1678 9012 3454, SSN 123-45-6789", in: harness) == ["\(card) 1 85", "\(number) 1 85"]
        )
        #expect(try found("4532167890123454", in: harness) == ["\(card) 1 65"])
        #expect(try found("4532167890123455 and 123-45-6789", in: harness).isEmpty)
        #expect(try found("Invoice and Invoice", in: harness) == ["Bill 2 65"])
        #expect(try found("Invoice, please confirm", in: harness) == ["Bill 1 85"])
        let named: JSONObject = ["ClassificationNames": [.string(Self.kind)]]
        #expect(try found("Visa 4532167890123454, Invoice", named, in: harness) == ["Bill 1 65"])
        let unknown = try harness.comply(
            "Test-DataClassification",
            ["TextToClassify": "a", "ClassificationNames": ["No such kind"]]
        )
        #expect(unknown.status == 404)
        #expect(try harness.comply("Test-DataClassification").status == 400)
    }

    @Test func textsOfMessagesAreTakenFromThemAndLookedThrough() throws {
        let harness = try ExchangeHarness()
        let message = """
            Subject: Payment\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r
            Content-Transfer-Encoding: quoted-printable\r\n\r\nVisa 4532=\r\n167890123454\r\n--b\r
            Content-Type: text/csv\r\nContent-Disposition: attachment; filename="a.csv"\r
            Content-Transfer-Encoding: base64\r\n\r\nQUJD\r\n--b--\r\n
            """
        let taken = try harness.comply("Test-TextExtraction", ["FileData": Self.bytes(message)])
        let streams = try #require(taken.rows.first?["ExtractedResults"]?.arrayValue, "\(taken.errorText)")
        #expect(streams.map { $0["StreamName"] } == ["Message Body", "a.csv"])
        #expect(streams.map { $0["ExtractedStreamText"] } == ["Visa 4532167890123454", "ABC"])
        let tested = try harness.comply("Test-DataClassification", ["TestTextExtractionResults": .array(streams)])
        let results = tested.rows.first?["ClassificationResults"]?.arrayValue
        #expect(results?.first?["ClassificationName"] == "Credit Card Number", "\(tested.errorText)")
        let plain = try harness.comply("Test-TextExtraction", ["FileData": Self.bytes("Only words")])
        #expect(plain.rows.first?["ExtractedResults"]?.arrayValue?.first?["ExtractedStreamText"] == "Only words")
        #expect(try harness.comply("Test-TextExtraction", ["FileData": [80, 75, 3, 4, 0, 0, 0, 0, 0]]).status == 501)
    }

    @Test func contentExplorerTellsOfItemsByPages() throws {
        let harness = try harness()
        let tag: JSONObject = ["TagType": "SensitiveInformationType", "TagName": "Bill", "PageSize": 1000]
        var rows: [JSONValue] = []
        var parameters = tag
        var head: JSONValue
        repeat {
            let reply = try harness.comply("Export-ContentExplorerData", parameters)
            head = try #require(reply.rows.first, "\(reply.errorText)")
            rows += reply.rows.dropFirst()
            #expect(head["RecordsReturned"]?.integerValue == Int64(reply.rows.count - 1) && reply.rows.count <= 1001)
            parameters["PageCookie"] = head["PageCookie"]
        } while head["MorePagesAvailable"] == true && rows.count < 20_000
        #expect(!rows.isEmpty && head["TotalCount"]?.integerValue == Int64(rows.count))
        #expect(rows.allSatisfy { $0["FileName"]?.stringValue?.contains("Invoice") == true })
        #expect(rows.allSatisfy { $0["SensitiveInfoTypes"] == .string(Self.kind) && $0["Location"] == "EXO" })
        func total(_ more: JSONObject) throws -> Int64 {
            var all = tag
            for member in more.members { all[member.name] = member.value }
            let reply = try harness.comply("Export-ContentExplorerData", all)
            return try #require(reply.rows.first?["TotalCount"]?.integerValue, "\(reply.errorText)")
        }
        let one = try harness.comply(
            "Export-ContentExplorerData",
            ["TagType": "SensitiveInformationType", "TagName": "Bill", "PageSize": 1]
        )
        #expect(one.rows.count == 2 && one.rows.last == rows.first && one.rows[0]["MorePagesAvailable"] == true)
        let (high, low) = (try total(["ConfidenceLevel": "high"]), try total(["ConfidenceLevel": "low"]))
        #expect(high > 0 && low > 0 && high + low == Int64(rows.count))
        #expect(try total(["Workload": "SharePoint"]) == 0)
        let own = try total(["UserPrincipalName": "adele@contoso.com"])
        #expect(own == Int64(rows.count { $0["FileSourceUrl"] == "adele@contoso.com" }))
        let whole = try harness.comply(
            "Export-ContentExplorerData",
            ["TagType": "SensitiveInformationType", "TagName": "Bill", "Aggregate": true]
        )
        let counts = whole.rows.dropFirst().compactMap { $0["Count"]?.integerValue }
        #expect(counts.reduce(0, +) == Int64(rows.count), "\(whole.errorText)")
        let foreign: JSONObject = ["TagType": "Sensitivity", "TagName": "Public", "PageCookie": "bm9uZQ=="]
        #expect(try harness.comply("Export-ContentExplorerData", foreign).status == 400)
        let missing: JSONObject = ["TagType": "Sensitivity", "TagName": "No such label"]
        #expect(try harness.comply("Export-ContentExplorerData", missing).status == 404)
    }

    @Test func labelsThatRulesApplyAreOnWhatTheyFind() throws {
        let harness = try ExchangeHarness()
        let tag: JSONObject = ["TagType": "Retention", "TagName": "Contract", "PageSize": 1000]
        let before = try harness.comply("Export-ContentExplorerData", tag)
        #expect(before.rows.first?["TotalCount"] == 0, "\(before.errorText)")
        _ = try harness.comply("New-RetentionCompliancePolicy", ["Name": "P", "ExchangeLocation": "adele@contoso.com"])
        let rule: JSONObject = [
            "Policy": "P", "ApplyComplianceTag": "Contract", "ContentMatchQuery": "contract",
        ]
        #expect(try harness.comply("New-RetentionComplianceRule", rule).status == 200)
        let after = try harness.comply("Export-ContentExplorerData", tag).rows.dropFirst()
        #expect(!after.isEmpty && after.allSatisfy { $0["FileSourceUrl"] == "adele@contoso.com" })
        #expect(after.allSatisfy { $0["RetentionLabel"] == "Contract" })
    }

    @Test func activityExplorerTellsWhichRulesMailMet() throws {
        let harness = try harness()
        let policy: JSONObject = ["Name": "Bills", "ExchangeLocation": "All", "Mode": "Enable"]
        #expect(try harness.comply("New-DlpCompliancePolicy", policy).status == 200)
        let rule: JSONObject = [
            "Name": "Bills leave", "Policy": "Bills", "AccessScope": "NotInOrganization", "BlockAccess": true,
            "ContentContainsSensitiveInformation": [["Name": "Bill", "minCount": "1", "confidencelevel": "Low"]],
        ]
        let made = try harness.comply("New-DlpComplianceRule", rule)
        #expect(made.status == 200, "\(made.errorText)")
        harness.context.clock.advance(by: 20 * 86_400)
        let dates: JSONObject = ["StartTime": "2020-01-01", "EndTime": "2099-01-01", "OutputFormat": "Json"]
        func export(_ more: JSONObject) throws -> ExchangeHarness.Reply {
            var all = dates
            for member in more.members { all[member.name] = member.value }
            return try harness.comply("Export-ActivityExplorerData", all)
        }
        func records(_ reply: ExchangeHarness.Reply) throws -> [JSONValue] {
            guard let data = reply.rows.first?["ResultData"]?.stringValue else { return [] }
            return try JSONValue(parsing: data).arrayValue ?? []
        }
        let all = try export(["PageSize": 5000])
        let row = try #require(all.rows.first, "\(all.errorText)")
        let total = try records(all).count
        #expect(row["TotalResultCount"]?.integerValue == Int64(total) && row["LastPage"] == true && total > 0)
        let met = try records(try export(["PageSize": 5000, "Filter1": ["Activity", "DLPRuleMatch"]]))
        #expect(!met.isEmpty && met.count < total)
        for record in met {
            #expect(record["PolicyMatchInfo"]?["RuleName"] == "Bills leave" && record["Workload"] == "Exchange")
            #expect(record["PolicyMatchInfo"]?["RuleActions"]?.arrayValue?.contains("BlockAccess") == true)
            #expect(record["EmailInfo"]?["Subject"]?.stringValue?.contains("Invoice") == true)
            #expect(record["SensitiveInfoTypeData"]?.arrayValue?.first?["SensitiveInfoTypeId"] == .string(Self.kind))
        }
        let other: JSONObject = ["Filter1": ["Activity", "DLPRuleMatch"], "Filter2": ["Workload", "Endpoint"]]
        #expect(try records(try export(other)).isEmpty)
        #expect(try export(["Filter2": ["Workload", "Exchange"]]).status == 400)
        #expect(try export(["Filter1": ["Colour", "Red"]]).status == 400)
        let table = try export(["OutputFormat": "Csv", "PageSize": 5000]).rows.first?["ResultData"]?.stringValue
        #expect(CSVText(table ?? "").rows.count == total + 1)
        // Page by page, and a cookie for two minutes.
        let first = try export(["PageSize": 1])
        let cookie = try #require(first.rows.first?["WaterMark"])
        let second = try export(["PageSize": 1, "PageCookie": cookie])
        #expect(try records(first) + records(second) == Array(try records(all).prefix(2)), "\(second.errorText)")
        let foreign = try export(["PageCookie": cookie, "Filter1": ["Activity", "DLPRuleMatch"]])
        #expect(foreign.status == 400)
        harness.context.clock.advance(by: 121)
        #expect(try export(["PageSize": 1, "PageCookie": cookie]).status == 400)
        let turned: JSONObject = ["StartTime": "2026-02-01", "EndTime": "2026-01-01", "OutputFormat": "Json"]
        #expect(try harness.comply("Export-ActivityExplorerData", turned).status == 400)
    }
}
