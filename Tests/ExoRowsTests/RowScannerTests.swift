import Testing

@testable import ExoRows

struct RowScannerTests {
    struct Case: Sendable {
        let row: String
        let copy: String
        let why: String
    }

    private func copy(_ row: some Sequence<UInt8>, to output: inout [UInt8]) throws {
        try RowScanner.appendWithoutAnnotations(0, of: RowBatch(bytes: row), to: &output)
    }

    static let tail = String(repeating: "t", count: 100)

    @Test(arguments: [
        Case(row: #"{"a":1}"#, copy: #"{"a":1}"#, why: "nothing to leave out"),
        Case(row: #"{"@odata.type":"x","a":1}"#, copy: #"{"a":1}"#, why: "first"),
        Case(row: #"{"a":1,"a@odata.type":"x","b":2}"#, copy: #"{"a":1,"b":2}"#, why: "between"),
        Case(row: #"{"a":1,"b@x":[{"c":1}]}"#, copy: #"{"a":1}"#, why: "last, with a nested value"),
        Case(row: #"{"@a":1,"@b":{"@c":2},"c":3,"@d":4,"@e":5}"#, copy: #"{"c":3}"#, why: "several in a row"),
        Case(row: #"{"@a":1,"@b":2}"#, copy: "{}", why: "nothing left"),
        Case(row: #"{"a":{"@b":1},"c":[{"@d":1,"e":2}]}"#, copy: #"{"a":{},"c":[{"e":2}]}"#, why: "below"),
        Case(row: #"{"a":"b@c","d":["@"]}"#, copy: #"{"a":"b@c","d":["@"]}"#, why: "at signs in values stay"),
        Case(
            row: #"{"a":"b@c","d@e":"f@g","h":"i@j"}"#,
            copy: #"{"a":"b@c","h":"i@j"}"#,
            why: "at signs on either side"
        ),
        Case(row: "{\t\"a\":\t1}", copy: "{\t\"a\":\t1}", why: "tabs outside strings stay"),
        Case(row: "{\r\n \"a\" : 1 ,\n\"@b\": 2 }", copy: "{ \"a\" : 1 }", why: "line breaks outside strings go"),
        Case(row: #"{"a":"\r\n"}"#, copy: #"{"a":"\r\n"}"#, why: "escaped line breaks stay"),
        Case(
            row: #"{"\#(tail)\#(tail)@x":1,"\#(tail)":"\#(tail)@","\#(tail)@":2}"#,
            copy: #"{"\#(tail)":"\#(tail)@"}"#,
            why: "names longer than a block"
        ),
        Case(row: "[]", copy: "[]", why: "a list as row"),
        Case(row: "\"@\"", copy: "\"@\"", why: "a text as row"),
        Case(row: "-1.50E+3", copy: "-1.50E+3", why: "a number as row"),
    ])
    func copiesRowsWithoutAnnotations(_ item: Case) throws {
        // Every alignment to the blocks of 64 bytes.
        for padding in 0..<70 {
            let blanks = String(repeating: " ", count: padding)
            var output = Array("kept".utf8)
            try copy((blanks + item.row).utf8, to: &output)
            try #require(
                String(decoding: output, as: UTF8.self) == "kept" + blanks + item.copy,
                "\(item.why), \(padding)"
            )
        }
    }

    @Test(arguments: [
        "", "{", "}", "{]", #"{"a"}"#, #"{"a":}"#, #"{"a":1,}"#, #"{,"a":1}"#, #"{"a":1 "b":2}"#, #"{"a" 1}"#,
        #"{"a":1,"a"}"#, "[1,]", "[,1]", "[1 2]", "[1", #"{"a":tru}"#, #"{"a":01}"#, #"{"a":1.}"#, #"{"a":.5}"#,
        #"{"a":1e}"#, #"{"a":+1}"#, #"{"a":-}"#, #"{"a":NaN}"#, #"{"a":"\x"}"#, #"{"a":"\u12g4"}"#, #"{"a":"\u12"}"#,
        "{\"a\":\"\t\"}", #"{"a":"b}"#, #"{"a":"b"c"}"#, #"{a:1}"#, #"{1:1}"#, #"{"a":1}}"#, #"{"a":1}{}"#,
        #"{"a"::1}"#,
        #"{"a":\"b"}"#, #"[{"a":1]}"#, #"{"a":[1}"#, "1 2", #"{"a":"b":1}"#, #"{x"a":1}"#, #"{"a"x:1}"#, #"{"a":1x}"#,
        #"{"a":{}x}"#, #"{"a":[]x}"#, #"[x[]]"#, #"[x""]"#, #"[""x]"#,
    ])
    func refusesWhatIsNotJSONAndLeavesTheOutputAlone(_ row: String) {
        for padding in [0, 30, 62, 63, 64] {
            var output = Array("kept".utf8)
            let bytes = Array((String(repeating: " ", count: padding) + row).utf8)
            #expect(throws: PageError.self) { try copy(bytes, to: &output) }
            #expect(output == Array("kept".utf8))
        }
    }

    @Test func refusesRowsNestedTooDeeply() throws {
        var output: [UInt8] = []
        let allowed = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
        try copy(allowed.utf8, to: &output)
        #expect(output.count == 128)
        #expect(throws: PageError.self) { try copy("[\(allowed)]".utf8, to: &output) }
    }

    @Test func keepsApartWhatStaysOnEveryLevel() throws {
        let row = String(repeating: #"{"@x":1,"a":"#, count: 64) + "1" + String(repeating: #","@y":2}"#, count: 64)
        var output: [UInt8] = []
        try copy(row.utf8, to: &output)
        let expected = String(repeating: #"{"a":"#, count: 64) + "1" + String(repeating: "}", count: 64)
        #expect(String(decoding: output, as: UTF8.self) == expected)
    }
}
