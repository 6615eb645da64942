import ExoJSON
import Testing

@testable import ExoRows

struct RowRepairTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let why: String
        let row: [UInt8]
        let mended: String
        let kinds: RowRepair.Kinds
        var testDescription: String { why }

        init(_ why: String, _ row: String, _ mended: String? = nil, _ kinds: RowRepair.Kinds = []) {
            self.init(why, bytes: Array(row.utf8), mended ?? row, kinds)
        }

        init(_ why: String, bytes: [UInt8], _ mended: String, _ kinds: RowRepair.Kinds) {
            self.why = why
            row = bytes
            self.mended = mended
            self.kinds = kinds
        }
    }

    private static func bytes(_ before: String, _ odd: [UInt8], _ after: String) -> [UInt8] {
        Array(before.utf8) + odd + Array(after.utf8)
    }

    static let cases = [
        Case("a whole pair", #"{"a":"\ud83d\ude00"}"#),
        Case("first half", #"{"a":"x\ud83dy"}"#, #"{"a":"x\uFFFDy"}"#, .surrogate),
        Case("first half at the end", #"{"a":"\uD83D"}"#, #"{"a":"\uFFFD"}"#, .surrogate),
        Case("second half", #"{"a":"\ude00"}"#, #"{"a":"\uFFFD"}"#, .surrogate),
        Case("halves in the wrong order", #"{"a":"\ude00\ud83d"}"#, #"{"a":"\uFFFD\uFFFD"}"#, .surrogate),
        Case("a half before a pair", #"{"a":"\ud83d\ud83d\ude00"}"#, #"{"a":"\uFFFD\ud83d\ude00"}"#, .surrogate),
        Case("a half after a pair", #"{"a":"\ud83d\ude00\ude00"}"#, #"{"a":"\ud83d\ude00\uFFFD"}"#, .surrogate),
        Case("a half after another escape", #"{"a":"\ud83d\u0041"}"#, #"{"a":"\uFFFD\u0041"}"#, .surrogate),
        Case("a half in a name", #"{"\ud83d":1}"#, #"{"\uFFFD":1}"#, .surrogate),
        Case("an escaped backslash before a half", #"{"a":"\\ud83d\ude00"}"#, #"{"a":"\\ud83d\uFFFD"}"#, .surrogate),
        Case("a half before a broken escape", #"{"a":"\ud83d\ude0"}"#, #"{"a":"\uFFFD\ude0"}"#, .surrogate),
        Case("only escaped backslashes", #"{"a":"\\ud83d\\ude00"}"#),
        Case("a half as a row", #""\ud83d""#, #""\uFFFD""#, .surrogate),
        Case("the largest number", #"{"a":18446744073709551615,"b":-9223372036854775808}"#),
        Case("one more", #"{"a":18446744073709551616}"#, #"{"a":"18446744073709551616"}"#, .number),
        Case("one less", #"{"a":-9223372036854775809}"#, #"{"a":"-9223372036854775809"}"#, .number),
        Case(
            "in a list",
            #"{"a":[18446744073709551616 , 1]}"#,
            #"{"a":["18446744073709551616" , 1]}"#,
            .number
        ),
        Case("a list as row", "[99999999999999999999]", #"["99999999999999999999"]"#, .number),
        Case("a number as row", "99999999999999999999", #""99999999999999999999""#, .number),
        Case("a long fraction", #"{"a":0.12345678901234567890123456789}"#),
        Case("a long number that is a text", #"{"a":"99999999999999999999"}"#),
        Case("many small numbers", #"{"a":[1,22,333,4444,55555,666666,7777777]}"#),
        Case("UTF-8", #"{"é":"山田😀"}"#),
        Case(
            "Latin-1",
            bytes: bytes(#"{"a":"M"#, [0xFC], #"ller"}"#),
            "{\"a\":\"M\u{FFFD}ller\"}",
            .bytes
        ),
        Case("cut short", bytes: bytes(#"{"a":""#, [0xE2, 0x82], #""}"#), "{\"a\":\"\u{FFFD}\"}", .bytes),
        Case(
            "overlong",
            bytes: bytes(#"{"a":""#, [0xC0, 0xAF], #""}"#),
            "{\"a\":\"\u{FFFD}\u{FFFD}\"}",
            .bytes
        ),
        Case(
            "a surrogate in UTF-8",
            bytes: bytes(#"{"a":""#, [0xED, 0xA0, 0xBD], #""}"#),
            "{\"a\":\"\u{FFFD}\u{FFFD}\u{FFFD}\"}",
            .bytes
        ),
        Case(
            "all at once",
            bytes: bytes(#"{"a":"\ud83d"#, [0xFF], #"","b":99999999999999999999}"#),
            "{\"a\":\"\\uFFFD\u{FFFD}\",\"b\":\"99999999999999999999\"}",
            [.bytes, .surrogate, .number]
        ),
    ]

    @Test(arguments: cases)
    func mendsTheRowAndNoOther(_ item: Case) throws {
        // Every alignment to the blocks of 64 bytes; the second time byte by byte.
        for padding in 0..<70 {
            let before = #"{"value":[{"n":"\#(String(repeating: "p", count: padding))"},"#
            let page = Self.bytes(before, item.row, #",{"n":"after"}]}"#)
            for parts in [[page], page.map { [$0] }] {
                var splitter = PageSplitter()
                var texts: [String] = []
                var repairs: [RowRepair] = []
                for part in parts {
                    guard let batch = try splitter.consume(part) else { continue }
                    repairs += batch.repairs.map { RowRepair(place: $0.place + texts.count, kinds: $0.kinds) }
                    texts += batch.texts
                }
                _ = try splitter.finish()
                try #require(texts.count == 3 && texts[1] == item.mended, "\(padding): \(texts)")
                try #require(texts[2] == #"{"n":"after"}"#)
                try #require(repairs == (item.kinds.isEmpty ? [] : [RowRepair(place: 1, kinds: item.kinds)]))
                if !item.mended.contains(#"\ude0""#) { _ = try JSONValue(parsing: texts[1]) }
            }
        }
    }

    @Test func mendsWhatStandsOutsideTheRows() throws {
        var splitter = PageSplitter()
        let text = #"{"w":"a\ud83d","n":99999999999999999999,"value":[{"a":1}],"@odata.nextLink":"x"}"#
        let batch = try #require(try splitter.consume(Array(text.utf8)))
        #expect(batch.repairs.isEmpty)
        let members = try splitter.finish().members
        #expect(members["w"] == "a\u{FFFD}")
        #expect(members["n"] == "99999999999999999999")
        #expect(members["@odata.nextLink"] == "x")
    }

    @Test func givesANumberBeyondDoublesAsText() throws {
        let batch = RowBatch(bytes: #"{"a":1e400,"b":-1E+999,"c":1e300}"#.utf8)
        #expect(try batch.value(0) == ["a": "1e400", "b": "-1E+999", "c": 1e300])
    }

    @Test(arguments: ["{\"a\":tru}", "{\"a\":01}", "{\"a\":\"\\q\"}", "{\"a\":99999999999999999999x}"])
    func mendsNothingElse(_ row: String) {
        #expect(throws: JSONError.self) { try RowBatch(bytes: row.utf8).value(0) }
    }

    @Test func leavesShortNumbersAloneHoweverTheirNeighboursAre() throws {
        for row in [#"{"a":1e400}"#, #"{"a":1e400,"b":"\ud83d\ude00"}"#, "1e400"] {
            for page in [
                #"{"value":[\#(row)]}"#, #"{"value":[\#(row), "\ud83d",\#(row)\#(String(repeating: " ", count: 40))]}"#,
            ] {
                for parts in [[Array(page.utf8)], page.utf8.map { [$0] }] {
                    var splitter = PageSplitter()
                    let texts = try parts.flatMap { try splitter.consume($0)?.texts ?? [] }
                    #expect(texts.first == row && texts.last == row)
                }
            }
        }
    }

    @Test func keepsTheRepairsOfTheRowsThatStay() throws {
        var splitter = PageSplitter()
        let text = #"{"value":[{"a":"\ud83d"},{"a":1},{"a":"\ud83d"}]}"#
        let batch = try #require(try splitter.consume(Array(text.utf8)))
        #expect(batch.repairs.map(\.place) == [0, 2])
        #expect(batch.prefix(2).repairs.map(\.place) == [0])
        #expect(batch.prefix(2).texts == [#"{"a":"\uFFFD"}"#, #"{"a":1}"#])
    }
}
