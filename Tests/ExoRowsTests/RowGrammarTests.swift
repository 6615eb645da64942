import ExoJSON
import Testing

@testable import ExoRows

/// The rows that are checked on the way to their ends, held against the walk from token to token.
struct RowGrammarTests {
    private static let columns = ["n0", "nn1", "nnn2", "x", "name"]

    /// The row as a page brings it; `nil` where the page is refused.
    private static func split(_ row: [UInt8]) -> RowBatch? {
        var splitter = PageSplitter()
        let page = Array(#"{"value":["#.utf8) + row + Array(#"],"behind":"more than a number is long"}"#.utf8)
        do { return try splitter.consume(page) } catch { return nil }
    }

    /// The row of which nothing was found before.
    private static func alone(_ row: [UInt8]) -> RowBatch { RowBatch(bytes: row, ranges: [0..<row.count]) }

    private static func isChecked(_ batch: RowBatch) -> Bool {
        batch.count == 1 && batch.withRow(0) { $1?.row.isChecked ?? false }
    }

    private static func copy(_ batch: RowBatch) throws -> String {
        var output: [UInt8] = []
        try RowScanner.appendWithoutAnnotations(0, of: batch, to: &output)
        return String(decoding: output, as: UTF8.self)
    }

    private static func record(_ batch: RowBatch) throws -> String {
        var reader = ColumnReader(columns)
        var output: [UInt8] = []
        try reader.appendRecord(0, of: batch, to: &output)
        return String(decoding: output, as: UTF8.self)
    }

    private static func text(_ row: JSONValue) -> [UInt8] {
        var writer = JSONWriter()
        writer.write(row)
        return writer.bytes
    }

    @Test func checksEveryRowWithoutBlanksAndReadsItAsTheWalkDoes() throws {
        var random = RandomPages(seed: 11)
        for _ in 0..<2_000 {
            let row = Self.text(random.object(levels: 4))
            let batch = try #require(Self.split(row))
            try #require(Self.isChecked(batch), "\(String(decoding: row, as: UTF8.self))")
            let alone = Self.alone(row)
            #expect(try Self.copy(batch) == Self.copy(alone))
            #expect(try Self.record(batch) == Self.record(alone))
        }
    }

    @Test func takesNothingThatTheWalkRefuses() throws {
        var random = RandomPages(seed: 12)
        let bytes = Array("{}[],:\"\\ 1-.etrufalsn@\n".utf8)
        var checked = 0
        var left = 0
        for _ in 0..<30_000 {
            var row = Self.text(random.object(levels: 3))
            let place = Int.random(in: 1..<row.count, using: &random)
            let byte = bytes[Int.random(in: 0..<bytes.count, using: &random)]
            switch Int.random(in: 0...2, using: &random) {
            case 0: row[place] = byte
            case 1: row.insert(byte, at: place)
            default: row.remove(at: place)
            }
            guard let batch = Self.split(row), Self.isChecked(batch) else {
                left += 1
                continue
            }
            checked += 1
            let alone = Self.alone(Array(batch[0]))
            #expect(try Self.copy(batch) == Self.copy(alone), "\(String(decoding: row, as: UTF8.self))")
            #expect(try Self.record(batch) == Self.record(alone))
        }
        #expect(checked > 5_000 && left > 5_000, "\(checked) \(left)")
    }

    @Test(arguments: [
        #"{"a"}"#, #"{"a":}"#, #"{"a":1,}"#, #"{,"a":1}"#, #"{"a":1"b":2}"#, #"{"a"1}"#, #"{"a":1,"a"}"#, "[1,]",
        "[,1]",
        "[1 2]", #"{"a":tru}"#, #"{"a":truee}"#, #"{"a":nul}"#, #"{"a":fals}"#, #"{"a":fblse}"#, #"{"a":01}"#,
        #"{"a":1.}"#, #"{"a":.5}"#, #"{"a":1e}"#, #"{"a":+1}"#, #"{"a":-}"#, #"{"a":NaN}"#, #"{"a":"\x"}"#,
        #"{"a":"b"c"}"#, "{a:1}", "{1:1}", #"{"a"::1}"#, #"{"a":"b":1}"#, #"{"a":1:2}"#, #"{x"a":1}"#, #"{"a"x:1}"#,
        #"{"a":1x}"#, #"{"a":{}x}"#, #"{"a":[]x}"#, "[x[]]", #"[x""]"#, #"[""x]"#, #"[""""]"#, "[[][]]", "[{}{}]",
        #"{"a":{}"b":1}"#, #"{"a":[]"b":1}"#, #"{{"a":1}}"#, #"{["a"]:1}"#, #"{"a":1,[]}"#, #"{"a":1,{}}"#, #"["a":1]"#,
        #"[{"a":1,"b"}]"#, #"{"a":["b":1]}"#, #"{"a":{"b"}}"#, #"{"a","b":1}"#, "{:1}", "[:]", "[1:2]", #"{"a":,}"#,
    ])
    func leavesWhatIsNotJSONAtAnyPlaceInABlock(_ row: String) {
        let isObject = row.first == "{"
        for padding in 0..<70 {
            let text = String(repeating: "p", count: padding)
            let around = isObject ? "{\"\(text)\":\(row)}" : "[\"\(text)\",\(row)]"
            if let batch = Self.split(Array(around.utf8)) { #expect(!Self.isChecked(batch), "\(around)") }
        }
    }

    @Test func findsAnnotationsAndColumnsAtEveryPlaceInABlock() throws {
        let row =
            #"{"@a":1,"@b":{"@c":[2,{"d":"}"}]},"name":"x@y","n@t":[1],"nn1":{"@e":{},"@f":"g","n0":7},"n0":[{"@h":1},2],"@i":null}"#
        for padding in 0..<130 {
            let text = #"{"\#(String(repeating: "p", count: padding))":1,"# + row.dropFirst()
            let batch = try #require(Self.split(Array(text.utf8)))
            try #require(Self.isChecked(batch))
            let alone = Self.alone(Array(text.utf8))
            #expect(try Self.copy(batch) == Self.copy(alone))
            #expect(try Self.record(batch) == Self.record(alone))
            #expect(try Self.copy(batch).hasSuffix(#","name":"x@y","nn1":{"n0":7},"n0":[{},2]}"#))
        }
    }

    @Test func aRowThatComesInPartsReadsAsOneThatComesWhole() throws {
        let row = Array(#"{"name":"x@y","a@t":[1,true],"nn1":{"n0":null},"x":-1.5e3}"#.utf8)
        let alone = Self.alone(row)
        let page = Array(#"{"value":["#.utf8) + row + Array("]}".utf8)
        for cut in 1..<page.count {
            var splitter = PageSplitter()
            let batches = try [page[..<cut], page[cut...]].compactMap { try splitter.consume(Array($0)) }
            let batch = try #require(batches.first, "\(cut)")
            #expect(try Self.copy(batch) == Self.copy(alone) && Self.record(batch) == Self.record(alone), "\(cut)")
        }
    }

    @Test func aColumnWhoseNameHasAQuoteIsFoundNowhere() throws {
        let batch = try #require(Self.split(Array(#"{"a":"x","b":1}"#.utf8)))
        try #require(Self.isChecked(batch))
        var reader = ColumnReader([#"x","b"#, #":"x","b"#, "b"])
        var output: [UInt8] = []
        try reader.appendRecord(0, of: batch, to: &output)
        #expect(String(decoding: output, as: UTF8.self) == ",,1\n")
    }

    @Test(arguments: [(64, true), (65, false)])
    func aRowNestsAsDeepAsTheServiceWrites(levels: Int, isTaken: Bool) {
        let row = String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
        #expect(Self.split(Array(row.utf8)).map(Self.isChecked) == (isTaken ? true : nil))
    }
}
