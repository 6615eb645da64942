import ExoCrypto
import ExoJSON
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange
@testable import ExoEmulator

/// The mark of a next page says where a listing stands, and nobody else can say so.
struct ExchangePageMarkTests {
    private static let headers = ["Prefer": "odata.maxpagesize=5", "X-AnchorMailbox": ExchangeHarness.anchor]

    private func kept(_ harness: ExchangeHarness) throws -> Int {
        try harness.context.store.read { connection in
            try connection.first("SELECT count(*) FROM exchange_cursor") { try $0.integer() } ?? 0
        }
    }

    @Test func aScanStoresNothing() throws {
        let harness = try ExchangeHarness(mailboxes: 12)
        #expect(try harness.walk("Get-Mailbox", ["ResultSize": "Unlimited"], pageSize: 5).count > 12)
        #expect(try kept(harness) == 0)
    }

    @Test func longParametersAreStored() throws {
        let harness = try ExchangeHarness(mailboxes: 12)
        let filter = (1...200).map { "Alias -eq 'bulk\($0)'" }.joined(separator: " -or ") + " -or Alias -like 'bulk*'"
        let page = try harness.run("Get-Mailbox", ["Filter": .string(filter)], headers: Self.headers)
        #expect(page.rows.count == 5)
        #expect(try kept(harness) == 1)
        #expect(try #require(page.nextLink).utf8.count < 400)
        #expect(try harness.walk("Get-Mailbox", ["Filter": .string(filter)], pageSize: 5).count == 12)
    }

    @Test func aMarkThatWasChangedIsNone() throws {
        let harness = try ExchangeHarness(mailboxes: 12)
        let page = try harness.run("Get-Mailbox", ["ResultSize": "Unlimited"], headers: Self.headers)
        let link = String(try #require(page.nextLink).dropFirst("https://localhost:8443".count))
        let start = try #require(link.firstRange(of: "skiptoken=")).upperBound
        let mark = PercentCoding.decoded(link[start...])
        let bytes = try #require(Base64.decode(mark.dropFirst(2)))
        let body: JSONValue = [
            "CmdletInput": ["CmdletName": "Get-Mailbox", "Parameters": ["ResultSize": "Unlimited"]]
        ]
        func next(_ bytes: [UInt8]) throws -> ExchangeHarness.Reply {
            let target = String(link[..<start]) + PercentCoding.encoded("AD" + Base64.encode(bytes))
            return try harness.send("POST", target, headers: Self.headers, body: body)
        }
        #expect(try next(bytes).status == 200)
        for place in [0, 1, 32, 33, 40, bytes.count - 1] {
            var changed = bytes
            changed[place] ^= 1
            #expect(try next(changed).status == 400, "\(place)")
        }
        #expect(try next(Array(bytes.dropLast())).status == 400)
        #expect(try next(Array(bytes.prefix(33))).status == 400)
    }
}
