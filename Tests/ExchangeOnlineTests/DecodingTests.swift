import ExchangeOnline
import TestSupport
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Rows as values of a caller's type.
struct DecodingTests {
    private struct Mailbox: Decodable, Equatable {
        enum Kind: String, Decodable { case user = "UserMailbox", shared = "SharedMailbox" }
        var displayName: String
        var alias: String?
        var recipientTypeDetails: Kind
        var prohibitSendQuota: ByteCount
        var emailAddresses: [String]
        var whenCreated: Date
        var guid: UUID
        var rank: UInt64
        var isHidden: Bool
        var parts: [[String: Int]]
    }

    private func reply(_ row: String) -> ScriptedReply { .json("{\"value\":[\(row)]}") }

    private static let row = """
        {"DisplayName":"Adele","Alias":null,"RecipientTypeDetails":"SharedMailbox","EmailAddresses@odata.type":"#x",\
        "ProhibitSendQuota":"49.5 GB (53,150,220,288 bytes)","EmailAddresses":["SMTP:a@x"],\
        "WhenCreated":"2026-01-31T10:00:00.5000000Z","Guid":"00000000-0000-0000-0000-0000000000ab",\
        "Rank":18446744073709551615,"IsHidden":false,"parts":[{"x":1},{}]}
        """

    @Test func decodesWhatTheServiceWrites() async throws {
        let bench = Bench([reply(Self.row)])
        var found: [Mailbox] = []
        for try await mailbox in try await bench.connection().rows(of: "Get-Mailbox", as: Mailbox.self) {
            found.append(mailbox)
        }
        let guid = try #require(UUID(uuidString: "00000000-0000-0000-0000-0000000000AB"))
        let expected = Mailbox(
            displayName: "Adele",
            alias: nil,
            recipientTypeDetails: .shared,
            prohibitSendQuota: ByteCount(bytes: 53_150_220_288),
            emailAddresses: ["SMTP:a@x"],
            whenCreated: Date(timeIntervalSince1970: 1_769_853_600.5),
            guid: guid,
            rank: .max,
            isHidden: false,
            parts: [["x": 1], [:]]
        )
        #expect(found == [expected])
    }

    private struct Small: Decodable { var rank: Int8, name: String }

    @Test(arguments: [
        (#"{"Rank":300,"Name":"a"}"#, "rank"), (#"{"Rank":1.5,"Name":"a"}"#, "rank"), (#"{"Rank":1}"#, "name"),
        (#"{"Rank":1,"Name":null}"#, "name"), (#"{"Rank":1,"Name":5}"#, "name"), (#"{"Rank":"1","Name":"a"}"#, "rank"),
    ])
    func namesThePropertyThatDoesNotFit(_ row: String, _ property: String) async throws {
        let bench = Bench([reply(row)])
        let connection = try await bench.connection()
        let error = await #expect(throws: ExchangeError.self) {
            for try await _ in connection.rows(of: "Get-Mailbox", as: Small.self) {}
        }
        #expect(error?.code == .unexpectedResponse)
        #expect(error?.message.contains(property) == true, "\(error?.message ?? "")")
    }

    @Test(arguments: [("500", Unlimited<Int>.limited(500)), ("\"500\"", .limited(500)), ("\"Unlimited\"", .unlimited)])
    func readsALimitAsNumberOrText(_ value: String, _ wanted: Unlimited<Int>) async throws {
        struct Limits: Decodable { var recipientLimits: Unlimited<Int> }
        let bench = Bench([reply(#"{"RecipientLimits":\#(value)}"#)])
        let connection = try await bench.connection()
        for try await row in connection.rows(of: "Get-Mailbox", as: Limits.self) {
            #expect(row.recipientLimits == wanted)
        }
        try bench.transport.expectNothingLeft()
    }

    @Test func givesTheRowsAndThenTheErrorBesideThem() async throws {
        let bench = Bench([.json(#"{"value":[{"Name":"a"}],"@adminapi.errors":["half of it failed"]}"#)])
        let connection = try await bench.connection()
        var names: [String?] = []
        let error = await #expect(throws: ExchangeError.self) {
            for try await row in connection.rows(of: "Get-Mailbox") { names.append(try row["Name"]?.stringValue) }
        }
        #expect(names == ["a"])
        #expect(error?.message == "half of it failed")
        #expect(error?.rowsDelivered == 1)
    }

    @Test(arguments: [
        "Unlimited", "", "(1 bytes", "(-1 bytes)", "( bytes)", "(99999999999999999999 bytes)", "1 bytes)",
    ])
    func readsOnlySizes(_ text: String) {
        #expect(ByteCount(text) == nil)
    }

    @Test func countsNoFurtherThanItCan() {
        #expect(ByteCount.gigabytes(.max) == ByteCount(bytes: .max))
        #expect(ByteCount.kilobytes(2) == ByteCount(bytes: 2_048))
    }
}
