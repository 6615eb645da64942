import ExoJSON
import Testing

@testable import ExoRows

struct PageSplitterTests {
    /// What came out of a page: its rows, its frame, and the error that ended it.
    struct Outcome {
        var rows: [String] = []
        var frame: PageFrame?
        var error: PageError?
    }

    static func split(_ parts: [[UInt8]], maximumEnvelope: Int = 1 << 20, maximumRow: Int = 1 << 20) -> Outcome {
        var splitter = PageSplitter(maximumEnvelope: maximumEnvelope, maximumRow: maximumRow)
        var outcome = Outcome()
        do {
            for part in parts {
                guard let batch = try splitter.consume(part) else { continue }
                outcome.rows += batch.texts
            }
            outcome.frame = try splitter.finish()
        } catch {
            outcome.error = error as? PageError
        }
        return outcome
    }

    static func split(_ text: String) -> Outcome { split([Array(text.utf8)]) }

    struct Page: Sendable {
        let text: String
        let rows: [String]
        let why: String
    }

    static let pages = [
        Page(text: #"{"value":[{"a":1},{"b":[{}]}]}"#, rows: [#"{"a":1}"#, #"{"b":[{}]}"#], why: "plain"),
        Page(text: "\u{FEFF} {\r\n\"value\" : [ ] }\n", rows: [], why: "byte order mark, blanks, no row"),
        Page(text: #"{"value":{"a":"}"}}"#, rows: [#"{"a":"}"}"#], why: "an object in place of the list"),
        Page(text: #"{"value":null}"#, rows: [], why: "null in place of the list"),
        Page(text: #"{"error":{"value":[{"a":1}]}}"#, rows: [], why: "value inside another member is no row"),
        Page(text: #"{"x":"value","y":[{"z":1}]}"#, rows: [], why: "value as a text is no name"),
        Page(text: #"{"Value":[{"a":"\\\"{[\\"}]}"#, rows: [#"{"a":"\\\"{[\\"}"#], why: "escapes and letter case"),
        Page(
            text: #"{"value":["a,]\"",1, true ,null,[1,2]]}"#,
            rows: [#""a,]\"""#, "1", "true", "null", "[1,2]"],
            why: "scalars"
        ),
        Page(
            text: #"{"@odata.nextLink":"https://x","@adminapi.warnings":["w"],"value":[{"é":"\u00e9"}],"other":[1]}"#,
            rows: [#"{"é":"\u00e9"}"#],
            why: "members on both sides"
        ),
    ]

    @Test(arguments: pages)
    func findsTheSameRowsHoweverThePageIsCut(_ page: Page) throws {
        let bytes = Array(page.text.utf8)
        for first in 0...bytes.count {
            for second in first...bytes.count {
                let outcome = Self.split([
                    Array(bytes[..<first]), Array(bytes[first..<second]), Array(bytes[second...]),
                ])
                try #require(
                    outcome.error == nil && outcome.rows == page.rows,
                    "\(page.why), cut at \(first), \(second)"
                )
            }
        }
        #expect(Self.split(bytes.map { [$0] }).rows == page.rows, "\(page.why), byte by byte")
    }

    @Test(arguments: pages)
    func callsEveryUnfinishedPageCutOff(_ page: Page) {
        let bytes = Array(page.text.utf8)
        let end = (bytes.lastIndex(of: UInt8(ascii: "}")) ?? 0)
        for length in 1...end {
            let outcome = Self.split([Array(bytes[..<length])])
            if outcome.error == .empty { continue }
            #expect(outcome.error == .cutOff(rowsDelivered: outcome.rows.count), "\(page.why), first \(length) bytes")
        }
    }

    @Test func keepsWhatStandsOutsideTheRows() throws {
        let frame = try #require(Self.split(#"{"@odata.context":"c","value":[{"a":1}],"@odata.nextLink":"n"}"#).frame)
        #expect(frame.members == ["@odata.context": "c", "value": nil, "@odata.nextLink": "n"])
        #expect(frame.hasRows)
        let single = try #require(Self.split(#"{"Identity":"ada","value":7}"#).frame)
        #expect(single.members == ["Identity": "ada", "value": 7])
        #expect(!single.hasRows)
    }

    @Test(arguments: ["", " \r\n", "\u{FEFF}"])
    func callsBlankTextEmpty(_ text: String) {
        #expect(Self.split(text).error == .empty)
    }

    struct Bad: Sendable {
        let text: String
        let rows: Int
        let why: String
    }

    @Test(arguments: [
        Bad(text: "<html></html>", rows: 0, why: "HTML"),
        Bad(text: "\u{0}\u{0}", rows: 0, why: "NUL bytes"),
        Bad(text: "[1]", rows: 0, why: "a list at the top"),
        Bad(text: "The service is busy", rows: 0, why: "plain text"),
        Bad(text: #"{"value":[{"a":1}{"b":2}]}"#, rows: 1, why: "no comma between rows"),
        Bad(text: #"{"value":[{"a":1},,{"b":2}]}"#, rows: 1, why: "two commas"),
        Bad(text: #"{"value":[,{"a":1}]}"#, rows: 0, why: "a comma first"),
        Bad(text: #"{"value":[{"a":1},]}"#, rows: 1, why: "a comma last"),
        Bad(text: #"{"value":[{"a":[1}]}]}"#, rows: 0, why: "brackets crossed"),
        Bad(text: #"{"value":[{"a":1}}]"#, rows: 1, why: "the list closed by a brace"),
        Bad(text: #"{"value":[{"a":1}]]"#, rows: 1, why: "the page closed by a bracket"),
        Bad(text: #"{"value":[{"a":1}]}x"#, rows: 1, why: "text after the end"),
        Bad(text: #"{"value":[{"a":1}]}{}"#, rows: 1, why: "a second page"),
        Bad(text: #"{"value":[{"a":1}],"value":[{"b":1}]}"#, rows: 1, why: "value twice"),
        Bad(text: #"{"v\u0061lue":[{"a":1}]}"#, rows: 0, why: "value spelt with an escape"),
        Bad(text: #"{"value" [{"a":1}]}"#, rows: 0, why: "no colon"),
        Bad(text: #"{"x":1 "value":[{"a":1}]}"#, rows: 0, why: "no comma between members"),
        Bad(text: #"{"value":[{"a":1}],}"#, rows: 1, why: "a comma after the last member"),
        Bad(text: #"{"value":[nul]}"#, rows: 0, why: "an unknown word"),
        Bad(text: #"{"value":["\q"]}"#, rows: 0, why: "an unknown escape in a text"),
        Bad(text: "{\"value\":[{\"a\":\"x\ny\"}]}", rows: 0, why: "a line break in a string"),
        Bad(text: "{\"value\":[{\"a\":1},{\"a\":\"\u{0}\"}]}", rows: 1, why: "NUL in a string"),
        Bad(text: "{\"x\":\"\u{1}\",\"value\":[]}", rows: 0, why: "a control character outside the rows"),
        Bad(text: "{\"value\":[" + String(repeating: "[", count: 65), rows: 0, why: "too deep a row"),
        Bad(text: "{\"x\":" + String(repeating: "[", count: 65), rows: 0, why: "too deep a member"),
    ])
    func refusesMalformedPagesButKeepsTheRowsBefore(_ bad: Bad) {
        let whole = Self.split(bad.text)
        guard case .malformed = whole.error else {
            Issue.record("\(bad.why): \(String(describing: whole.error))")
            return
        }
        #expect(whole.rows.count == bad.rows, "\(bad.why)")
        let pieces = Self.split(bad.text.utf8.map { [$0] })
        #expect(pieces.rows == whole.rows && pieces.error != nil, "\(bad.why), byte by byte")
    }

    @Test func refusesWhatIsTooLarge() {
        let long = String(repeating: "x", count: 500)
        let member = Self.split([Array(#"{"m":"\#(long)"}"#.utf8)], maximumEnvelope: 100)
        #expect(member.error == .malformed("more than 100 bytes stand outside the rows"))
        let row = Self.split([Array(#"{"value":[{"m":"\#(long)"#.utf8)], maximumRow: 100)
        #expect(row.error == .malformed("a row is longer than 100 bytes"))
        let manyRows = #"{"value":["# + Array(repeating: #"{"a":1}"#, count: 500).joined(separator: ",") + "]}"
        #expect(Self.split([Array(manyRows.utf8)], maximumEnvelope: 100, maximumRow: 100).rows.count == 500)
    }

    @Test func agreesWithTheParserOnRandomPagesCutAtRandom() throws {
        var random = RandomPages(seed: 42)
        for _ in 0..<200 {
            let rows = (0..<Int.random(in: 0...6, using: &random)).map { _ in random.object(levels: 3) }
            let page: JSONValue = ["@odata.context": "c", "value": .array(rows), "@odata.nextLink": random.text()]
            let bytes = page.serialized(indented: Bool.random(using: &random))
            var parts: [[UInt8]] = []
            var place = 0
            while place < bytes.count {
                let end = min(bytes.count, place + Int.random(in: 1...200, using: &random))
                parts.append(Array(bytes[place..<end]))
                place = end
            }
            let outcome = Self.split(parts)
            #expect(try outcome.rows.map { try JSONValue(parsing: $0) } == rows)
            #expect(outcome.frame?.members["@odata.nextLink"] == page["@odata.nextLink"])
            for row in outcome.rows {
                var copy: [UInt8] = []
                try RowScanner.appendWithoutAnnotations(0, of: RowBatch(bytes: row.utf8), to: &copy)
                let expected = try JSONValue(parsing: row).withoutAnnotations
                #expect(try JSONValue(parsing: copy) == expected)
                #expect(!copy.contains(UInt8(ascii: "\n")))
            }
        }
    }
}
