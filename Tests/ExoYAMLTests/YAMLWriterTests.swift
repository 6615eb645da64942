import ExoJSON
import ExoYAML
import Testing

struct YAMLWriterTests {
    private func text(_ value: JSONValue) throws -> String {
        let writer = try YAMLWriter()
        try writer.write(value)
        try writer.end()
        return String(decoding: writer.take(), as: UTF8.self)
    }

    /// Texts that a reader would take for something else are quoted.
    @Test(arguments: [
        ("plain text", "plain text"), ("", "''"), ("true", "'true'"), ("No", "'No'"), ("y", "'y'"), ("null", "'null'"),
        ("~", "'~'"),
        ("1", "'1'"), ("0x1F", "'0x1F'"), ("1e3", "'1e3'"), (".5", "'.5'"), ("12:30:45", "'12:30:45'"),
        ("2026-01-01", "'2026-01-01'"),
        ("<<", "'<<'"), ("=", "'='"), ("-", "'-'"), ("a: b", "'a: b'"), ("a #b", "'a #b'"),
        ("smtp:a@contoso.com", "smtp:a@contoso.com"),
        ("it's", "it's"), ("'", "''''"), (" lead", "' lead'"), ("大阪", "大阪"), ("😀", "\"\\U0001F600\""),
        ("tab\tin", "\"tab\\tin\""),
        ("bell\u{7}", "\"bell\\a\""), ("a\r\nb", "\"a\\r\\nb\""), ("/path", "/path"), ("@at", "'@at'"),
        ("yes, he said", "yes, he said"),
    ])
    func aTextStaysAText(value: String, yaml: String) throws {
        #expect(try text(["v": .string(value)]) == "v: \(yaml)\n")
    }

    @Test func severalLinesStandAsTheyAre() throws {
        #expect(try text(["v": "one\ntwo\n", "w": 1]) == "v: |\n  one\n  two\nw: 1\n")
    }

    @Test func numbersAreNumbersForEveryReader() throws {
        let least = JSONValue.double(.leastNonzeroMagnitude)
        let value: JSONValue = [1, -5, .unsigned(.max), .double(1.5), .double(1e20), least, .bool(true), nil]
        #expect(try text(value) == "- 1\n- -5\n- 18446744073709551615\n- 1.5\n- 1.0e+20\n- 5.0e-324\n- true\n- null\n")
    }

    @Test func emptyListsAndObjectsAreShort() throws {
        #expect(try text(["a": [], "b": [:], "c": [[], [1]]]) == "a: []\nb: {}\nc:\n- []\n- - 1\n")
    }
}
