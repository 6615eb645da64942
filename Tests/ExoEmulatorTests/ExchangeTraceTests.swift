import ExoJSON
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// Message traces and searches through old mail.
@Suite struct ExchangeTraceTests {
    private static let now = ServiceDate(ExchangeHarness.moment)

    private func day(_ days: Int) -> JSONValue { Self.now.adding(days: days).json }

    @Test func aTraceShowsTheLastTwoDaysTheNewestFirst() throws {
        let harness = try ExchangeHarness.reading()
        for cmdlet in ["Get-MessageTrace", "Get-MessageTraceV2"] {
            let reply = try harness.run(cmdlet)
            let received = reply.texts("Received")
            #expect(received.count > 20 && received == received.sorted(by: >), "\(reply.errorText)")
            let oldest = Self.now.adding(days: -2).text(.unspecified)
            #expect(received.allSatisfy { oldest <= $0 && $0 <= Self.now.text(.unspecified) })
            #expect(try harness.run(cmdlet).rows == reply.rows)
        }
    }

    @Test func theSecondVersionWritesItsRowsInItsOwnWay() throws {
        let harness = try ExchangeHarness.reading()
        let second = try harness.done("Get-MessageTraceV2").rows
        #expect(
            second.allSatisfy { $0["Received"]?.stringValue?.hasSuffix("Z") == true && $0["ToIP"]?.isNull == false }
        )
        #expect(second.allSatisfy { $0.objectValue?["MessageTraceId@data.type"] == nil })
        #expect(second.contains { $0["ToIP"] == "" } && second.contains { $0["ToIP"] != "" })
        let first = try harness.done("Get-MessageTrace").rows
        #expect(first.allSatisfy { $0["Received"]?.stringValue?.hasSuffix("Z") == false && $0["ToIP"] != "" })
        #expect(first.allSatisfy { $0.objectValue?["MessageTraceId@data.type"] == "System.Guid" })
    }

    @Test func messagesAreFilteredBySenderRecipientStatusAndId() throws {
        let harness = try ExchangeHarness.reading()
        let all = try harness.run("Get-MessageTraceV2", ["StartDate": day(-9), "EndDate": day(0), "ResultSize": 5000])
        func some(_ parameters: JSONObject) throws -> ExchangeHarness.Reply {
            var parameters = parameters
            parameters["StartDate"] = day(-9)
            parameters["EndDate"] = day(0)
            return try harness.run("Get-MessageTraceV2", parameters)
        }
        let first = try #require(all.rows.first, "\(all.errorText)")
        let sender = try #require(first["SenderAddress"])
        let sent = try some(["SenderAddress": sender])
        #expect(Set(sent.texts("SenderAddress")) == [sender.stringValue ?? ""], "\(sent.errorText)")
        let domain = try some(["RecipientAddress": ["*@adatum.com"]])
        #expect(!domain.rows.isEmpty && domain.texts("RecipientAddress").allSatisfy { $0.hasSuffix("@adatum.com") })
        let filtered = try some(["Status": ["FilteredAsSpam", "Quarantined"]])
        #expect(Set(filtered.texts("Status")) == ["FilteredAsSpam", "Quarantined"])
        let expanded = try some(["Status": "Expanded"])
        let group = try #require(expanded.rows.first?["MessageTraceId"], "\(expanded.errorText)")
        let parts = try some(["MessageTraceId": group])
        #expect(Set(parts.texts("Status")) == ["Expanded", "Delivered"] && Set(parts.texts("MessageId")).count == 1)
        let id = try #require(first["MessageId"]?.stringValue)
        let byID = try some(["MessageId": .string(String(id.dropFirst().dropLast()))])
        #expect(Set(byID.texts("MessageId")) == [id])
        let subject = try #require(first["Subject"]?.stringValue)
        let named = try some(["Subject": .string(String(subject.prefix(6))), "SubjectFilterType": "StartsWith"])
        #expect(!named.rows.isEmpty && named.texts("Subject").allSatisfy { $0.hasPrefix(subject.prefix(6)) })
    }

    @Test func whatFollowsIsAskedForByTheLastRow() throws {
        let harness = try ExchangeHarness.reading()
        let range: JSONObject = ["StartDate": day(-3), "EndDate": day(0)]
        var parameters = range
        parameters["ResultSize"] = 5000
        let all = try harness.run("Get-MessageTraceV2", parameters).rows
        parameters["ResultSize"] = 40
        var found: [JSONValue] = []
        for _ in 0..<100 {
            let page = try harness.run("Get-MessageTraceV2", parameters)
            // The row that is asked from comes again.
            #expect(found.isEmpty || page.rows.first == found.last)
            found += found.isEmpty ? page.rows : Array(page.rows.dropFirst())
            guard let warning = page.warnings.first else { break }
            #expect(
                warning.hasPrefix("There are more results, use the following command to get more. Get-MessageTraceV2")
            )
            parameters["EndDate"] = page.rows.last?["Received"]
            parameters["StartingRecipientAddress"] = page.rows.last?["RecipientAddress"]
        }
        #expect(found == all && all.count > 80)
        // The first version counts pages.
        var first = range
        first["PageSize"] = 50
        first["Page"] = 2
        let second = try harness.run("Get-MessageTrace", first)
        #expect(second.texts("MessageTraceId") == all[50..<100].compactMap { $0["MessageTraceId"]?.stringValue })
        #expect(second.rows.first?["Index"] == "50")
    }

    @Test func datesHaveLimits() throws {
        let harness = try ExchangeHarness.reading()
        let old = try harness.run("Get-MessageTrace", ["StartDate": day(-12), "EndDate": day(-11)])
        #expect(old.status == 400 && old.errorText.contains("can't be older than 10 days"), "\(old.errorText)")
        let older = try harness.run("Get-MessageTraceV2", ["StartDate": day(-60), "EndDate": day(-55)])
        #expect(older.status == 200 && !older.rows.isEmpty, "\(older.errorText)")
        #expect(try harness.run("Get-MessageTraceV2", ["StartDate": day(-60), "EndDate": day(-40)]).status == 400)
        #expect(try harness.run("Get-MessageTraceV2", ["StartDate": day(-95), "EndDate": day(-94)]).status == 400)
        #expect(try harness.run("Get-MessageTraceV2", ["StartDate": day(-1), "EndDate": day(-2)]).status == 400)
        #expect(try harness.run("Get-MessageTraceV2", ["ResultSize": 5001]).status == 400)
    }

    @Test func detailsTellWhatHappenedToAMessage() throws {
        let harness = try ExchangeHarness.reading()
        let trace = try harness.run("Get-MessageTraceV2", ["Status": "Delivered"])
        let message = try #require(trace.rows.first { $0["ToIP"] == "" }, "\(trace.errorText)")
        for cmdlet in ["Get-MessageTraceDetail", "Get-MessageTraceDetailV2"] {
            let detail = try harness.run(
                cmdlet,
                [
                    "MessageTraceId": try #require(message["MessageTraceId"]),
                    "RecipientAddress": try #require(message["RecipientAddress"]),
                ]
            )
            #expect(detail.texts("Event").last == "Deliver" && detail.rows.count == 2, "\(detail.errorText)")
            #expect(detail.texts("Date") == detail.texts("Date").sorted())
            #expect(try harness.run(cmdlet).status == 400)
        }
    }

    @Test func aSearchThroughOldMailTakesHours() throws {
        let harness = try ExchangeHarness()
        let started = try harness.run(
            "Start-HistoricalSearch",
            [
                "ReportTitle": "Old", "ReportType": "MessageTrace", "StartDate": day(-80), "EndDate": day(-60),
                "SenderAddress": "adele@contoso.com",
            ]
        )
        let id = try #require(started.rows.first?["JobId"], "\(started.errorText)")
        func status(_ hours: Double) throws -> String? {
            harness.context.clock.advance(by: hours * 3600)
            return try harness.run("Get-HistoricalSearch", ["JobId": id]).texts("Status").first
        }
        #expect(try status(0) == "NotStarted")
        #expect(try status(2) == "InProgress")
        #expect(try harness.run("Stop-HistoricalSearch", ["JobId": id]).status == 400)
        #expect(try status(3) == "Done")
        let done = try harness.run("Get-HistoricalSearch").rows.first
        #expect((done?["Rows"]?.integerValue ?? 0) > 0 && done?["FileUrl"]?.stringValue?.hasPrefix("https://") == true)
        let other = try harness.run(
            "Start-HistoricalSearch",
            [
                "ReportTitle": "Other", "ReportType": "MessageTrace", "StartDate": day(-80), "EndDate": day(-60),
                "RecipientAddress": "adele@contoso.com",
            ]
        )
        #expect(try harness.run("Stop-HistoricalSearch", ["JobId": other.rows.first?["JobId"] ?? .null]).status == 200)
        #expect(try harness.run("Get-HistoricalSearch").texts("Status") == ["Cancelled", "Done"])
        let unnamed = try harness.run(
            "Start-HistoricalSearch",
            ["ReportTitle": "All", "ReportType": "MessageTrace", "StartDate": day(-80), "EndDate": day(-60)]
        )
        #expect(unnamed.status == 400)
    }

    @Test func pagesOfATraceAreOfOneMoment() throws {
        let harness = try ExchangeHarness(mailboxes: 150)
        let range: JSONObject = ["StartDate": day(-9), "EndDate": day(1), "PageSize": 5000]
        let all = try harness.walk("Get-MessageTrace", range, pageSize: 1000)
        #expect(all.count > 1000)
        let headers = ["Prefer": "odata.maxpagesize=700", "X-AnchorMailbox": ExchangeHarness.anchor]
        let first = try harness.run("Get-MessageTrace", range, headers: headers)
        let link = try #require(first.nextLink)
        harness.context.clock.advance(by: 20 * 60)
        let second = try harness.send(
            "POST",
            String(link.dropFirst("https://localhost:8443".count)),
            headers: headers,
            body: ["CmdletInput": ["CmdletName": "Get-MessageTrace", "Parameters": .object(range)]]
        )
        #expect(first.rows + second.rows == Array(all.prefix(1400)), "\(second.errorText)")
    }

    @Test func theSecondTraceSaysWhatFollowsByAWarningAlone() throws {
        let harness = try ExchangeHarness.reading()
        let range: JSONObject = ["StartDate": day(-9), "EndDate": day(1), "ResultSize": 300]
        let reply = try harness.run(
            "Get-MessageTraceV2",
            range,
            headers: ["Prefer": "odata.maxpagesize=100", "X-AnchorMailbox": ExchangeHarness.anchor]
        )
        #expect(reply.rows.count == 300 && reply.nextLink == nil)
        #expect(reply.warnings.count == 1 && reply.warnings[0].contains("Get-MessageTraceV2 -StartDate"))
    }

    @Test func oldMailStaysAsItWasWhenGroupsAndPeopleChange() throws {
        let harness = try ExchangeHarness()
        let range: JSONObject = ["StartDate": day(-9), "EndDate": day(-1), "PageSize": 5000]
        func traffic() throws -> [JSONValue] { try harness.walk("Get-MessageTrace", range, pageSize: 5000) }
        let before = try traffic()
        #expect(before.count > 100)
        let groups = try harness.done("Get-DistributionGroup").rows
        let gone = try #require(groups.first?["PrimarySmtpAddress"]?.stringValue)
        try harness.done("New-DistributionGroup", ["Name": "Newcomers"])
        try harness.done("New-Mailbox", ["Name": "Newcomer", "Shared": true])
        let after = try traffic()
        func texts(_ rows: [JSONValue]) -> [String] {
            rows.map { "\($0["MessageTraceId"]?.stringValue ?? "") \($0["RecipientAddress"]?.stringValue ?? "")" }
        }
        #expect(texts(after) == texts(before))
        try harness.done(
            "Remove-DistributionGroup",
            ["Identity": .string(gone), "BypassSecurityGroupManagerCheck": true]
        )
        let left = Set(texts(try traffic()))
        // Only what named the group is told otherwise.
        let kept = texts(before).filter { !$0.hasSuffix(gone) }
        #expect(kept.allSatisfy(left.contains))
    }

    @Test func nobodyWritesFromAMailboxThatIsGone() throws {
        let harness = try ExchangeHarness()
        try harness.done("Remove-Mailbox", ["Identity": "adele@contoso.com", "Confirm": false])
        harness.context.clock.advance(by: 9 * 86_400)
        let now = ServiceDate(ExchangeHarness.moment)
        let range: JSONObject = [
            "StartDate": now.adding(hours: 1).json, "EndDate": now.adding(days: 9).json, "PageSize": 5000,
        ]
        let rows = try harness.walk("Get-MessageTrace", range, pageSize: 5000)
        #expect(rows.count > 50 && !rows.contains { $0["SenderAddress"] == "adele@contoso.com" })
        let got = rows.filter { $0["RecipientAddress"] == "adele@contoso.com" }
        #expect(!got.isEmpty && got.allSatisfy { $0["Status"] == "Failed" })
    }

    @Test func mailGoesToSoManyGroupsAtMost() throws {
        let harness = try ExchangeHarness()
        let tenant = try #require(try harness.context.directory.tenant(matching: ExchangeHarness.contoso))
        let objects = ObjectStore(store: harness.context.store, names: TenantNames(tenant))
        let first = try TrafficPeople(objects, of: tenant)
        let model = try #require(
            try objects.objects(of: .recipient).first { $0.typeDetails == "MailUniversalDistributionGroup" }
        )
        try harness.context.store.write { _ in
            for number in 0..<TrafficPeople.most {
                var group = model
                let name = "many\(number)"
                group.sequence = 0
                group.guid = SeedIdentifier.make("many", name)
                group.name = name
                group.properties["EmailAddresses"] = [.string("SMTP:\(name)@contoso.com")]
                group.properties["PrimarySmtpAddress"] = .string("\(name)@contoso.com")
                try objects.insert(group)
            }
        }
        let people = try TrafficPeople(objects, of: tenant)
        #expect(people.groups.count == TrafficPeople.most && people.people.count == first.people.count)
        // Those that were there first stay.
        #expect(people.groups.prefix(first.groups.count).map(\.address) == first.groups.map(\.address))
    }
}
