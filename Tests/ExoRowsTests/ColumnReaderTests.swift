import Testing

@testable import ExoRows

struct ColumnReaderTests {
    struct Case: Sendable {
        let row: String
        let record: String
        let why: String
    }

    @Test(arguments: [
        Case(row: #"{"A":"x","B":1,"C":true}"#, record: "x,1,true", why: "plain"),
        Case(row: #"{"C":null,"D":2,"A":""}"#, record: ",,", why: "null, missing, empty"),
        Case(row: #"{"a":"1","b":"2","c":"3"}"#, record: "1,2,3", why: "letter case"),
        Case(row: #"{"A":"x","A":"y"}"#, record: "y,,", why: "the last of two counts"),
        Case(
            row: #"{"A":"a,b","B":"say \"hi\"","C":"one\ntwo"}"#,
            record: "\"a,b\",\"say \"\"hi\"\"\",\"one\ntwo\"",
            why: "quoting"
        ),
        Case(
            row: #"{"A":"\u00e9\ud83d\ude00","B":"\/\\\t","C":"\ud83d!"}"#,
            record: "é😀,/\\\t,\u{FFFD}!",
            why: "escapes"
        ),
        Case(row: #"{"A":["x","y"],"B":[],"C":[1,null,[2,3]]}"#, record: "x;y,,1;;2;3", why: "lists"),
        Case(row: #"{"A":["a\",b","]"],"B":["a;b"]}"#, record: "\"a\"\",b;]\",a;b,", why: "marks inside elements"),
        Case(
            row: #"{"A":{"@t":1,"x":2},"B":[{"y":1}]}"#,
            record: "\"{\"\"x\"\":2}\",\"{\"\"y\"\":1}\",",
            why: "objects"
        ),
        Case(row: #"{"X":{"A":1},"Y":[{"B":2}],"C":3}"#, record: ",,3", why: "nested names are not columns"),
        Case(row: "{ \"A\" : \"x\" , \"B\"\n:\n5\n}", record: "x,5,", why: "blanks"),
        Case(row: "{}", record: ",,", why: "no member"),
    ])
    func writesRecords(_ item: Case) throws {
        var reader = ColumnReader(["A", "b", "C"])
        var output: [UInt8] = []
        let bytes = Array(("##" + item.row).utf8)
        try reader.appendRecord(0, of: RowBatch(bytes: bytes, ranges: [2..<bytes.count]), to: &output)
        #expect(String(decoding: output, as: UTF8.self) == item.record + "\n", "\(item.why)")
    }

    @Test func writesTheHeader() {
        var output: [UInt8] = []
        ColumnReader(["Name", "a,b"]).appendHeader(to: &output)
        #expect(String(decoding: output, as: UTF8.self) == "Name,\"a,b\"\n")
    }

    @Test func givesTextsForTables() throws {
        var reader = ColumnReader(["b", "a"])
        let row = RowBatch(bytes: #"{"a":"x,\"y\"","b":[1,2]}"#.utf8)
        #expect(try reader.texts(0, of: row) == ["1;2", "x,\"y\""])
    }

    @Test(arguments: ["[]", "1", #"{"A":1"#, #"{"A":"\q"}"#, #"{"A":[1,]}"#])
    func refusesWhatIsNoObjectAndLeavesTheOutputAlone(_ text: String) throws {
        var reader = ColumnReader(["A"])
        var output = Array("kept".utf8)
        let row = RowBatch(bytes: text.utf8)
        #expect(throws: PageError.self) { try reader.appendRecord(0, of: row, to: &output) }
        #expect(output == Array("kept".utf8))
        try reader.appendRecord(0, of: RowBatch(bytes: #"{"A":1}"#.utf8), to: &output)
        #expect(output == Array("kept1\n".utf8))
    }

    @Test func findsNamesOfEveryLengthInEitherLetterCase() throws {
        let ends = "abcdefghijklmnopqrstuvwxyz0123456789_-".enumerated()
        let names = [""] + ends.map { String(repeating: "n", count: $0.offset * 3) + String($0.element) }
        let row = "{" + names.enumerated().map { "\"\($0.element)\":\($0.offset)" }.joined(separator: ",") + "}"
        for text in [row, row.uppercased()] {
            let batch = RowBatch(bytes: text.utf8)
            for (place, name) in names.enumerated() {
                var reader = ColumnReader([name])
                #expect(try reader.texts(0, of: batch) == [String(place)])
            }
        }
    }

    @Test func tellsLongNamesApart() throws {
        let long = String(repeating: "n", count: 80)
        var reader = ColumnReader([long + "a", long + "b"])
        let row = RowBatch(bytes: #"{"\#(long)b":2,"\#(long)a":1,"\#(long)c":3}"#.utf8)
        #expect(try reader.texts(0, of: row) == ["1", "2"])
    }
}
