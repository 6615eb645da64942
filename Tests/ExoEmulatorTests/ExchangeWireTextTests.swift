import ExoJSON
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange
@testable import ExoEmulator

/// What goes out fast is what goes out slowly.
struct ExchangeWireTextTests {
    private static let texts = [
        "", "plain", "a\"b\\c", "line\nfeed\r\t\u{1}", "Köln", "\u{7F}\u{80}\u{9F}\u{A0}", "山田𠮷", "😀_x0041_ _X_x",
        "<&>'", "\u{2028}\u{2029}\u{FFFE}\u{FFFF}\u{FFFD}", "e\u{301}", "_", "x_", "2026-01-02T03:04:05.1200000Z",
        "\u{10FFFF}\u{E000}\u{D7FF}",
    ]

    @Test(arguments: texts)
    func jsonTextsAreASCIIAndReadBack(_ text: String) throws {
        var bytes: [UInt8] = []
        WireText.append(text, to: &bytes)
        #expect(bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F || $0 == 0x7F })
        let read = try JSONValue(parsing: bytes)
        #expect(read.stringValue.map { Array($0.utf8) } == Array(text.utf8))
    }

    /// Rows with every kind of value at every other property.
    private static func rows(_ shape: ObjectShape) -> [ObjectRow] {
        let values: [JSONValue] =
            texts.map { .string($0) } + [
                .null, true, false, 0, -7, .integer(.max), .unsigned(.max), 1.5, [], ["a", "b<"], [1, "x"],
                ["Name": "x", "List": ["y"]], [["deep": true]],
            ]
        return (0..<9).map { number in
            var row = ObjectRow(shape: shape, title: texts[number])
            for place in row.values.indices where number > 0 && (place + number) % 3 != 0 {
                row.values[place] = values[(place * 7 + number) % values.count]
            }
            return row
        }
    }

    @Test(arguments: ["Mailbox", "User", "OrganizationConfig", "TransportRule", "InboxRule", "AcceptedDomain"])
    func clixmlWithinJSONIsTheDocument(_ noun: String) throws {
        let shape = noun == "Mailbox" ? ObjectShape.mailbox : ObjectShape.of(noun: noun)
        let rows = Self.rows(shape)
        for part in [[], Array(rows.prefix(1)), Array(rows.suffix(1)), rows] {
            for selection in [nil, [], ["name", "Identity", "WhenCreated", "EmailAddresses"]] as [[String]?] {
                var bytes = Array("\"".utf8)
                CLIXMLPage.append(rows: part, selection: selection, to: &bytes)
                bytes.append(UInt8(ascii: "\""))
                var expected: [UInt8] = []
                WireText.append(CLIXMLPage.document(rows: part, selection: selection), to: &expected)
                #expect(bytes == expected, "\(part.count) rows, \(selection ?? ["all"])")
            }
        }
    }

    @Test func datesHaveTheirFieldsInEveryCentury() {
        for (ticks, text) in [
            (0, "1970-01-01T00:00:00.0000000Z"), (-1, "1969-12-31T23:59:59.9999999Z"),
            (17_092_224_001_234_567, "2024-02-29T16:00:00.1234567Z"), (Int64.min, "0001-01-01T00:00:00.0000000Z"),
            (Int64.max, "9999-12-31T23:59:59.9999999Z"), (9_515_232_000_000_000, "2000-02-26T00:00:00.0000000Z"),
            (-22_038_912_000_000_000, "1900-03-01T00:00:00.0000000Z"),
        ] as [(Int64, String)] {
            #expect(ServiceDate(ticks: ticks).text(.utc) == text)
        }
        var day = ServiceDate(ticks: .min)
        for _ in 0..<9000 {
            #expect(ServiceDate(parsing: day.text(.utc)) == day)
            day = ServiceDate(ticks: day.ticks + 405 * 864_000_000_000 + 37_123_456_789)
        }
    }
}
