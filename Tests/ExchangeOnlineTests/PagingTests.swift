import EntraTokens
import ExchangeOnline
import ExoJSON
import ExoTransport
import TestSupport
import Testing

struct PagingTests {
    @Test func followsLinksWithTheSameBodyAndHeaders() async throws {
        let bench = Bench([
            Page.reply(0..<2, link: Page.link("a"), warnings: [Page.more]),
            Page.reply(2..<4, link: Page.link("b"), warnings: ["look here"]),
            Page.reply(4..<5),
        ])
        let outcome = try await bench.run(Cmdlet("Get-Mailbox", resultSize: .unlimited), pageSize: 2)
        #expect(try outcome.objects.map { $0["Name"]?.stringValue } == ["n0", "n1", "n2", "n3", "n4"])
        #expect(outcome.warnings == ["look here"])
        #expect(outcome.requestID == "r-4")
        let requests = bench.transport.requests
        #expect(requests.map(\.url) == [Page.path, Page.link("a"), Page.link("b")])
        #expect(Set(requests.map(\.method)) == ["POST"])
        for request in requests {
            #expect(request.body == requests[0].body)
            #expect(request.headers == requests[0].headers)
            #expect(request.session === requests[0].session)
        }
        try bench.transport.expectNothingLeft()
    }

    struct LimitCase: CustomTestStringConvertible {
        var why: String
        var size: ResultSize?
        var pages: [Range<Int>]
        var prefers: [Int]
        var rows: Int
        /// Whether the last page has a link.
        var hasLink = false
        /// Whether there is more than is handed out.
        var isCut: Bool
        var testDescription: String { why }
    }

    @Test(arguments: [
        LimitCase(
            why: "a limit takes what it needs of the last page",
            size: try .limited(to: 5),
            pages: [0..<2, 2..<4, 4..<5],
            prefers: [2, 2, 1],
            rows: 5,
            isCut: false
        ),
        LimitCase(
            why: "a limited listing goes on after a short page",
            size: try .limited(to: 5),
            pages: [0..<1, 1..<3, 3..<5],
            prefers: [2, 2, 2],
            rows: 5,
            isCut: false
        ),
        LimitCase(
            why: "rows beyond a limit that was asked for are cut, and that is said",
            size: try .limited(to: 3),
            pages: [0..<2, 2..<4],
            prefers: [2, 1],
            rows: 3,
            isCut: true
        ),
        LimitCase(
            why: "rows beyond a limit that nobody asked for are handed out",
            size: nil,
            pages: [0..<1203],
            prefers: [2],
            rows: 1203,
            isCut: false
        ),
        LimitCase(
            why: "an empty page in the middle ends nothing",
            size: .unlimited,
            pages: [0..<2, 2..<2, 2..<4],
            prefers: [2, 2, 2],
            rows: 4,
            isCut: false
        ),
        LimitCase(
            why: "a listing that ends at its limit with more to come says so",
            size: try .limited(to: 2),
            pages: [0..<2],
            prefers: [2],
            rows: 2,
            hasLink: true,
            isCut: true
        ),
    ])
    func obeysTheLimit(_ example: LimitCase) async throws {
        let replies = example.pages.enumerated().map { place, rows in
            let isLast = place == example.pages.count - 1
            return Page.reply(rows, link: isLast && !example.hasLink ? nil : Page.link("p\(place)"))
        }
        let bench = Bench(replies)
        let outcome = try await bench.run(Cmdlet("Get-Mailbox", resultSize: example.size), pageSize: 2)
        #expect(outcome.rows.count == example.rows)
        #expect(outcome.warnings == (example.isCut ? [Page.more] : []))
        #expect(
            bench.transport.requests.map { $0.headers["Prefer"] }
                == example.prefers.map { "odata.maxpagesize=\($0)" }
        )
        try bench.transport.expectNothingLeft()
    }

    @Test func givesTheServicesOwnWarningOnce() async throws {
        let bench = Bench([Page.reply(0..<1, link: Page.link("a"), warnings: [Page.more, "x"])])
        let outcome = try await bench.run(Cmdlet("Get-Mailbox", parameters: ["ResultSize": 1]))
        #expect(outcome.warnings == [Page.more, "x"])
    }

    @Test(arguments: [
        "?%24skiptoken=a", "InvokeCommand?%24skiptoken=a", "/adminapi/beta/\(Page.tenant)/InvokeCommand?%24skiptoken=a",
    ])
    func resolvesRelativeLinks(_ link: String) async throws {
        let bench = Bench([Page.reply(0..<1, link: link), Page.reply(1..<2)])
        let outcome = try await bench.run(Cmdlet("Get-Mailbox", resultSize: .unlimited))
        #expect(outcome.rows.count == 2)
        #expect(bench.transport.requests.last?.url == Page.link("a"))
    }

    @Test func takesAnEmptyLinkForTheEnd() async throws {
        let bench = Bench([Page.reply(0..<1, link: "")])
        #expect(try await bench.run(Cmdlet("Get-Mailbox", resultSize: .unlimited)).rows.count == 1)
    }

    @Test(arguments: [
        "https://evil.example.com/adminapi/beta/\(Page.tenant)/InvokeCommand?%24skiptoken=a",
        "//evil.example.com/adminapi/beta/\(Page.tenant)/InvokeCommand?%24skiptoken=a",
        "https://outlook.office365.com.evil.example.com/adminapi/beta/\(Page.tenant)/InvokeCommand?%24skiptoken=a",
        "https://outlook.office365.com@evil.example.com/adminapi/beta/\(Page.tenant)/InvokeCommand?%24skiptoken=a",
        "https://outlook.office365.com:8443/adminapi/beta/\(Page.tenant)/InvokeCommand?%24skiptoken=a",
        "http://outlook.office365.com/adminapi/beta/\(Page.tenant)/InvokeCommand?%24skiptoken=a",
        "https://outlook.office365.com/other/path?%24skiptoken=a",
        "https://outlook.office365.com/adminapi/beta/\(TestToken.fabrikam)/InvokeCommand?%24skiptoken=a",
        "/adminapi/beta/\(Page.tenant)/../../x/InvokeCommand",
    ])
    func neverSendsTheTokenWhereAForeignLinkPoints(_ link: String) async throws {
        let bench = Bench([Page.reply(0..<3, link: link)])
        let connection = try await bench.connection()
        var rows = 0
        let error = await #expect(throws: ExchangeError.self) {
            for try await page in connection.pages(of: Cmdlet("Get-Mailbox", resultSize: .unlimited)) {
                rows += page.count
            }
        }
        #expect(error?.code == .redirectRefused)
        #expect(error?.rowsDelivered == 3)
        #expect(rows == 3)
        #expect(bench.transport.requests.count == 1)
    }

    @Test func endsWhenALinkComesTwice() async throws {
        let bench = Bench((0..<3).map { Page.reply($0..<($0 + 1), link: Page.link("same")) })
        let connection = try await bench.connection()
        let error = await #expect(throws: ExchangeError.self) {
            try await connection.run(Cmdlet("Get-Mailbox", resultSize: .unlimited))
        }
        #expect(error?.code == .unexpectedResponse)
        #expect(error?.rowsDelivered == 2)
        #expect(bench.transport.requests.count == 2)
    }

    @Test func neverFollowsALinkOfAChange() async throws {
        let bench = Bench([Page.reply(0..<1, link: Page.link("a"))])
        let outcome = try await bench.run(Cmdlet("Set-Mailbox", parameters: ["Identity": "a"]))
        #expect(outcome.warnings == [Page.more])
        #expect(bench.transport.requests.count == 1)
    }

    @Test func asksForNothingMoreWhenTheReaderStops() async throws {
        let bench = Bench([Page.reply(0..<1, link: Page.link("a")), Page.reply(1..<2)])
        let connection = try await bench.connection()
        for try await page in connection.pages(of: Cmdlet("Get-Mailbox", resultSize: .unlimited)) where page.count > 0 {
            break
        }
        #expect(bench.transport.requests.count == 1)
    }

    @Test func saysThatTheCursorIsGone() async throws {
        let expired = try Fixture.text("errors/pagination.json")
        let bench = Bench([Page.reply(0..<2, link: Page.link("a")), .json(expired, status: 400)])
        let connection = try await bench.connection()
        let error = await #expect(throws: ExchangeError.self) {
            try await connection.run(Cmdlet("Get-Mailbox", resultSize: .unlimited))
        }
        #expect(error?.code == .incomplete)
        #expect(error?.rowsDelivered == 2)
        #expect(error?.message.contains("Expired or Invalid pagination request") == true)
        #expect(error?.repair?.description.contains("30 minutes") == true)
    }

    @Test(arguments: ["5", "{\"u\":\"x\"}", "true", "[\"a\"]"])
    func neverTakesABrokenLinkForTheEnd(_ link: String) async throws {
        let bench = Bench([.json(#"{"value":[{"Name":"a"}],"@odata.nextLink":\#(link)}"#)])
        let connection = try await bench.connection()
        let error = await #expect(throws: ExchangeError.self) {
            try await connection.run(Cmdlet("Get-Mailbox", resultSize: .unlimited))
        }
        #expect(error?.rowsDelivered == 1)
        #expect(bench.transport.requests.count == 1)
    }

    @Test func keepsRowsAsTheyStoodOnTheWire() async throws {
        let bench = Bench([
            .json(
                #"{"value":[{"RuleIdentity":18446744073709551615,"Guid@data.type":"System.Guid","Guid":"g","A":{"x@odata.type":"y","x":[1]}}]}"#
            )
        ])
        let outcome = try await bench.run(Cmdlet("Get-InboxRule"))
        let row = try #require(outcome.rows.first)
        #expect(try row["RuleIdentity"] == .unsigned(.max))
        #expect(try row.object.names == ["RuleIdentity", "Guid", "A"])
        #expect(try row["A"] == ["x": [1]])
        #expect(try row.annotatedObject["Guid@data.type"] == "System.Guid")
        #expect(String(decoding: row.bytes, as: UTF8.self).contains("Guid@data.type"))
    }
}
