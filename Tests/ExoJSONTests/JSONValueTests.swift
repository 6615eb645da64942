import ExoJSON
import Testing

struct JSONValueTests {
    struct Case: Sendable {
        let text: String
        let written: String
        let why: String
    }

    @Test(arguments: [
        Case(text: #"{"b":1,"a":[true,null]}"#, written: #"{"b":1,"a":[true,null]}"#, why: "order is kept"),
        Case(text: "18446744073709551615", written: "18446744073709551615", why: "rule identities exceed Int64"),
        Case(text: "-9223372036854775808", written: "-9223372036854775808", why: "the least integer"),
        Case(text: "1000.0", written: "1000.0", why: "a double stays one"),
        Case(text: #""\u0007\u2028é\/""#, written: #""\u0007\u2028é/""#, why: "escapes are those of the service"),
        Case(text: "[]", written: "[]", why: "empty list"),
        Case(text: " {} ", written: "{}", why: "blanks around a document"),
    ])
    func writesWhatItRead(_ item: Case) throws {
        #expect(try JSONValue(parsing: item.text).text() == item.written, "\(item.why)")
    }

    @Test(arguments: ["", "{", "[1,]", "{\"a\" 1}", "nul", "\"\u{0}\"", "1 2", "{\"a\":1}x"])
    func refusesWhatIsNotJSON(_ text: String) {
        #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
    }

    @Test func refusesInvalidUTF8() {
        #expect(throws: JSONError.self) { try JSONValue(parsing: [0x22, 0xFF, 0x22] as [UInt8]) }
    }

    @Test func refusesBottomlessNesting() {
        #expect(throws: JSONError.self) { try JSONValue(parsing: String(repeating: "[", count: 100_000)) }
    }

    @Test func comparesObjectsWithoutOrder() throws {
        #expect(try JSONValue(parsing: #"{"a":1,"b":2}"#) == JSONValue(parsing: #"{"b":2,"a":1}"#))
        #expect(try JSONValue(parsing: #"{"a":1}"#) != JSONValue(parsing: #"{"a":1.5}"#))
    }

    @Test func indentsByTwo() {
        let value: JSONValue = ["a": [1, "x"], "b": [:]]
        #expect(value.text(indented: true) == "{\n  \"a\": [\n    1,\n    \"x\"\n  ],\n  \"b\": {}\n}")
    }

    @Test func setsReplacesAndRemovesMembers() {
        var object: JSONObject = ["a": 1, "b": 2]
        object["a"] = 3
        object["c"] = nil
        object["b"] = nil
        object["d"] = true
        #expect(JSONValue.object(object).text() == #"{"a":3,"d":true}"#)
    }
}
