import ExoCrypto
import ExoJSON
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// The pages of explorers, and the cookies between them.
@Suite struct ComplianceExplorerPageTests {
    private static let content: JSONObject = ["TagType": "Retention", "TagName": "Contract"]
    private static let activity: JSONObject = [
        "StartTime": "2020-01-01", "EndTime": "2099-01-01", "OutputFormat": "Json",
    ]

    /// An organization in which everything about contracts bears a label.
    private func harness(mailboxes: Int = 0) throws -> ExchangeHarness {
        let harness = try ExchangeHarness(mailboxes: mailboxes)
        let policy: JSONObject = ["Name": "P", "ExchangeLocation": "All"]
        try harness.done("New-RetentionCompliancePolicy", policy, as: "compliance")
        let rule: JSONObject = ["Policy": "P", "ApplyComplianceTag": "Contract", "ContentMatchQuery": "contract"]
        try harness.done("New-RetentionComplianceRule", rule, as: "compliance")
        return harness
    }

    private func export(_ size: Int64, _ more: JSONObject = [:], in harness: ExchangeHarness) throws -> [JSONValue] {
        var parameters = Self.content
        parameters["PageSize"] = .integer(size)
        for member in more.members { parameters[member.name] = member.value }
        return try harness.done("Export-ContentExplorerData", parameters, as: "compliance").rows
    }

    @Test func aPageOfContentHasFiveMailboxesAndTheNextGoesOnBehindIt() throws {
        let harness = try harness()
        var (pages, rows): (Int, [JSONValue]) = (0, [])
        var (cookie, total): (JSONValue?, JSONValue?) = (nil, nil)
        repeat {
            let page = try export(10_000, cookie.map { ["PageCookie": $0] } ?? [:], in: harness)
            let head = try #require(page.first)
            #expect(total == nil || head["TotalCount"] == total)
            #expect(Set(page.dropFirst().compactMap { $0["FileSourceUrl"]?.stringValue }).count <= 5)
            total = head["TotalCount"]
            cookie = head["MorePagesAvailable"] == true ? head["PageCookie"] : nil
            rows += page.dropFirst()
            pages += 1
        } while cookie != nil && pages < 100
        #expect(pages > 1 && total?.integerValue == Int64(rows.count))
        // In smaller pages the same.
        let first = try export(7, in: harness)
        let cookieOfFirst = try #require(first.first?["PageCookie"])
        let second = try export(9, ["PageCookie": cookieOfFirst], in: harness)
        #expect(Array(first.dropFirst() + second.dropFirst()) == Array(rows.prefix(16)))
        let whole = try export(100, ["Aggregate": true], in: harness)
        #expect(whole.first?["TotalCount"] == total && whole.first?["MorePagesAvailable"] == false)
    }

    /// A cookie with other numbers in it.
    private func forged(_ cookie: JSONValue?, _ numbers: JSONObject) throws -> JSONValue {
        let bytes = try #require(cookie?.stringValue.flatMap { Base64.decode($0) })
        var mark = try JSONValue(parsing: bytes).objectValue ?? [:]
        for member in numbers.members { mark[member.name] = member.value }
        return .string(Base64.encode(JSONValue.object(mark).serialized()))
    }

    @Test(
        arguments: [
            ["issued": .integer(.max)], ["issued": .integer(.min)], ["began": .integer(.max)],
            ["given": .integer(.max)], ["given": -1], ["issued": .null],
        ] as [JSONObject]
    )
    func aForgedCookieIsRefused(numbers: JSONObject) throws {
        let harness = try harness()
        let rule: JSONObject = ["Name": "R", "Policy": "D", "SubjectContainsWords": ["e"]]
        let policy: JSONObject = ["Name": "D", "ExchangeLocation": "All", "Mode": "Enable"]
        try harness.done("New-DlpCompliancePolicy", policy, as: "compliance")
        try harness.done("New-DlpComplianceRule", rule, as: "compliance")
        harness.context.clock.advance(by: 20 * 86_400)
        for (cmdlet, query, property) in [
            ("Export-ActivityExplorerData", Self.activity, "WaterMark"),
            ("Export-ContentExplorerData", Self.content, "PageCookie"),
        ] {
            var parameters = query
            parameters["PageSize"] = 1
            if property == "PageCookie" { parameters["UserPrincipalName"] = "adele@contoso.com" }
            let first = try harness.done(cmdlet, parameters, as: "compliance").rows.first
            parameters["PageCookie"] = try forged(first?[property], numbers)
            #expect(try harness.comply(cmdlet, parameters).status == 400, "\(cmdlet) \(numbers)")
        }
    }
}
