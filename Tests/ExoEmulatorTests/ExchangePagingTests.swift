import ExoJSON
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorEntra
@testable import EmulatorExchange
@testable import ExoEmulator

struct ExchangePagingTests {
    private static let prefer = ["Prefer": "odata.maxpagesize=10"]
    private static let warning = InvokeCommand.moreResults

    /// The next page as a client asks for it: POST of the same body to the link.
    private func next(
        _ harness: ExchangeHarness,
        _ page: ExchangeHarness.Reply,
        _ parameters: JSONObject,
        cmdlet: String = "Get-Mailbox",
        method: String = "POST",
        headers: [String: String?] = [:]
    ) throws -> ExchangeHarness.Reply {
        let link = try #require(page.nextLink)
        #expect(link.hasPrefix("https://localhost:8443/adminapi/beta/"))
        var fields = Self.prefer
        fields["X-AnchorMailbox"] = ExchangeHarness.anchor
        for (name, value) in headers { fields[name] = value }
        return try harness.send(
            method,
            String(link.dropFirst("https://localhost:8443".count)),
            headers: fields,
            body: ["CmdletInput": ["CmdletName": .string(cmdlet), "Parameters": .object(parameters)]]
        )
    }

    @Test func walksEveryRowOnce() throws {
        let harness = try ExchangeHarness(mailboxes: 45)
        let parameters: JSONObject = ["ResultSize": "Unlimited", "Anr": "bulk"]
        var page = try harness.run("Get-Mailbox", parameters, headers: Self.prefer)
        var found = page.texts("Alias")
        var pages = 1
        while page.nextLink != nil {
            #expect(page.rows.count == 10)
            #expect(page.warnings.isEmpty)
            page = try next(harness, page, parameters)
            found += page.texts("Alias")
            pages += 1
        }
        #expect(pages == 5)
        #expect(found.count == 45)
        #expect(Set(found).count == 45)
    }

    @Test func changesMeanwhileNeitherLoseNorDoubleRows() throws {
        let harness = try ExchangeHarness(mailboxes: 25)
        let parameters: JSONObject = ["ResultSize": "Unlimited", "Filter": "Alias -like 'bulk*'"]
        var page = try harness.run("Get-Mailbox", parameters, headers: Self.prefer)
        var found = page.texts("Alias")
        _ = try harness.run("Set-Mailbox", ["Identity": "bulk0020", "DisplayName": "Aaa"])
        _ = try harness.run("Set-Mailbox", ["Identity": "bulk0003", "Name": "zzz"])
        try harness.context.store.write { connection in
            _ = try connection.execute("DELETE FROM exchange_object WHERE name = 'Bulk 5'")
        }
        let tenant = try #require(try harness.context.directory.tenant(matching: ExchangeHarness.contoso))
        let maker = ExchangeObjectMaker(tenant: tenant, now: ServiceDate(ExchangeHarness.moment))
        let late = SeedPerson(
            kind: .user,
            tenantID: tenant.id,
            alias: "bulk9999",
            domain: "contoso.com",
            displayName: "Late"
        )
        try ObjectStore(store: harness.context.store, names: maker.names).insert(maker.recipient(late))
        while page.nextLink != nil {
            page = try next(harness, page, parameters)
            found += page.texts("Alias")
        }
        #expect(found.count == 25)
        #expect(Set(found).count == 25)
    }

    @Test func aSortedListingKeepsItsOrderOverPages() throws {
        let harness = try ExchangeHarness(mailboxes: 45)
        let parameters: JSONObject = ["Anr": "bulk", "SortBy": "Name", "ResultSize": "Unlimited"]
        var page = try harness.run("Get-Mailbox", parameters, headers: Self.prefer)
        var names = page.texts("Name")
        while page.nextLink != nil {
            page = try next(harness, page, parameters)
            names += page.texts("Name")
        }
        #expect(names == names.sorted())
        #expect(Set(names).count == 45)
    }

    @Test func keepsASortedListingOnceWhateverTheNumberOfPages() throws {
        let harness = try ExchangeHarness(mailboxes: 60)
        let parameters: JSONObject = ["Anr": "bulk", "SortBy": "Name", "ResultSize": "Unlimited"]
        func kept(pageSize: Int) throws -> Int {
            try harness.context.store.write { _ = try $0.execute("DELETE FROM exchange_cursor") }
            let names = try harness.walk("Get-Mailbox", parameters, pageSize: pageSize).map {
                $0["Name"]?.stringValue ?? ""
            }
            #expect(names.count == 60 && names == names.sorted())
            return try harness.context.store.read { connection in
                try connection.first("SELECT sum(length(position)) FROM exchange_cursor") { try $0.integer() } ?? 0
            }
        }
        let two = try kept(pageSize: 30)
        // Fourteen more cursors, none of which has a list.
        #expect(try kept(pageSize: 4) < two * 2 + 14 * 80)
    }

    struct Size: CustomTestStringConvertible {
        var why: String
        var parameters: JSONObject
        var prefer: String?
        var rows: Int
        var hasLink: Bool
        var warns: Bool
        var testDescription: String { why }
    }

    static let sizes = [
        Size(why: "fewer wanted than there are", parameters: ["ResultSize": 5], rows: 5, hasLink: true, warns: true),
        Size(why: "as text", parameters: ["ResultSize": "5"], rows: 5, hasLink: true, warns: true),
        Size(
            why: "more wanted than a page has",
            parameters: ["ResultSize": 1005],
            rows: 1000,
            hasLink: true,
            warns: true
        ),
        Size(why: "the default is 1000", parameters: [:], rows: 1000, hasLink: true, warns: true),
        Size(
            why: "a page has 1000 rows at most",
            parameters: ["ResultSize": "Unlimited"],
            prefer: "5000",
            rows: 1000,
            hasLink: true,
            warns: false
        ),
        Size(
            why: "page size",
            parameters: ["ResultSize": "Unlimited"],
            prefer: "7",
            rows: 7,
            hasLink: true,
            warns: false
        ),
        Size(
            why: "page size that is none",
            parameters: ["ResultSize": 3],
            prefer: "x",
            rows: 3,
            hasLink: true,
            warns: true
        ),
        Size(
            why: "no more rows",
            parameters: ["RecipientTypeDetails": "RoomMailbox", "ResultSize": 3],
            rows: 3,
            hasLink: false,
            warns: false
        ),
    ]

    @Test func limitsPagesAndResults() throws {
        let harness = try ExchangeHarness(mailboxes: 970)
        for size in Self.sizes {
            let headers = size.prefer.map { ["Prefer": "odata.maxpagesize=\($0)"] } ?? [:]
            let reply = try harness.run("Get-Mailbox", size.parameters, headers: headers)
            #expect(reply.rows.count == size.rows, "\(size.why)")
            #expect((reply.nextLink != nil) == size.hasLink, "\(size.why)")
            #expect(reply.warnings == (size.warns ? [Self.warning] : []), "\(size.why)")
        }
    }

    struct Fault: CustomTestStringConvertible {
        var why: String
        var cmdlet = "Get-Mailbox"
        var parameters: JSONObject = ["ResultSize": "Unlimited"]
        var headers: [String: String?] = [:]
        var method = "POST"
        var wait = 0.0
        var status = 400
        var testDescription: String { why }
    }

    static let faults = [
        Fault(why: "another anchor", headers: ["X-AnchorMailbox": "UPN:adele@contoso.com"]),
        Fault(why: "no anchor any more", headers: ["X-AnchorMailbox": nil as String?]),
        Fault(why: "the cookie of another server", headers: ["Cookie": "X-BackEndCookie=AM0PR01MB0000"]),
        Fault(why: "other parameters", parameters: ["ResultSize": 5]),
        Fault(why: "another cmdlet", cmdlet: "Get-Recipient"),
        Fault(why: "half an hour later", wait: 1801),
        Fault(why: "by GET", method: "GET", status: 405),
    ]

    @Test(arguments: faults)
    func refusesAPageThatDoesNotFollow(_ fault: Fault) throws {
        let harness = try ExchangeHarness(mailboxes: 12)
        let first = try harness.run("Get-Mailbox", ["ResultSize": "Unlimited"], headers: Self.prefer)
        if fault.method == "GET" {
            #expect(try next(harness, first, ["ResultSize": "Unlimited"], method: "GET").status == 200)
            harness.context.settings.change { $0.acceptsGetOnNextLink = false }
        }
        harness.context.clock.advance(by: fault.wait)
        let reply = try next(
            harness,
            first,
            fault.parameters,
            cmdlet: fault.cmdlet,
            method: fault.method,
            headers: fault.headers
        )
        #expect(reply.status == fault.status)
        guard fault.status == 400 else { return }
        #expect(reply.errorText == "Expired or Invalid pagination request. Default Expiry time is 00:30:00")
        #expect(reply.body["error"]?["details"] == nil)
        #expect(reply.body["error"]?["message"] == "Invalid Operation")
    }

    @Test func followsWithTheCookieOfTheFirstAnswerAndRepeatsAPage() throws {
        let harness = try ExchangeHarness(mailboxes: 12)
        let parameters: JSONObject = ["ResultSize": "Unlimited"]
        let first = try harness.run("Get-Mailbox", parameters, headers: Self.prefer)
        let cookie = try #require(first.response.header("Set-Cookie")?.split(separator: ";").first.map(String.init))
        let second = try next(harness, first, parameters, headers: ["Cookie": cookie])
        #expect(second.status == 200)
        #expect(second.response.header("Set-Cookie") == nil)
        #expect(try next(harness, first, parameters).rows == second.rows)
    }

    @Test func withoutHintAndCookieTheNextPageIsLost() throws {
        let harness = try ExchangeHarness(mailboxes: 12)
        let body: JSONValue = ["CmdletInput": ["CmdletName": "Get-Mailbox", "Parameters": ["ResultSize": "Unlimited"]]]
        let target = "/adminapi/beta/contoso.com/InvokeCommand"
        let first = try harness.send("POST", target, headers: Self.prefer, body: body)
        let link = try #require(first.nextLink)
        let second = try harness.send("POST", String(link.dropFirst("https://localhost:8443".count)), body: body)
        #expect(second.status == 400)
    }

    @Test func theLinkKeepsTheSelectionAndTheTokenIsTheServices() throws {
        let harness = try ExchangeHarness(mailboxes: 12)
        let parameters: JSONObject = ["ResultSize": "Unlimited"]
        let first = try harness.run("Get-Mailbox", parameters, headers: Self.prefer, query: "?%24select=Alias,nonsense")
        #expect(first.rows.first == ["Alias": "admin"])
        let link = try #require(first.nextLink)
        #expect(link.contains("?%24skiptoken=AD"))
        let second = try next(harness, first, parameters)
        #expect(second.rows.first?.objectValue?.names == ["Alias"])
    }
}
