import ExoJSON
import Testing

/// Malformed text: every cut, every odd byte and thousands of random changes are read or refused, and what is read can be
/// written and read again.
struct JSONMutationTests {
    private static let seed = Array(
        #"{"a":[1,-2,3.5e-7,18446744073709551615,true,false,null,"é\u00e9\ud83d\ude00\n"],"b":{"c":{},"@d":[[]]},"":""}"#
            .utf8
    )

    private func check(_ text: [UInt8]) throws {
        let value: JSONValue
        do { value = try JSONValue(parsing: text) } catch is JSONError { return }
        #expect(try JSONValue(parsing: value.serialized()) == value, "\(String(decoding: text, as: UTF8.self))")
        #expect(try JSONValue(parsing: value.serialized(indented: true)) == value)
    }

    @Test func readsOrRefusesEveryCut() throws {
        for length in 0...Self.seed.count { try check(Array(Self.seed.prefix(length))) }
        for length in 0...Self.seed.count { try check(Array(Self.seed.suffix(length))) }
    }

    @Test func readsOrRefusesEveryOddByte() throws {
        for place in Self.seed.indices {
            for byte: UInt8 in [
                0, 0x0A, 0x22, 0x2C, 0x2D, 0x30, 0x39, 0x3A, 0x5B, 0x5C, 0x5D, 0x7B, 0x7D, 0x7F, 0x80, 0xC0, 0xED, 0xF4,
                0xFF,
            ] {
                var text = Self.seed
                text[place] = byte
                try check(text)
            }
        }
    }

    @Test func readsOrRefusesRandomChanges() throws {
        var state: UInt64 = 42
        func random(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % limit
        }
        for _ in 0..<3_000 {
            var text = Self.seed
            for _ in 0...random(6) where !text.isEmpty {
                switch random(3) {
                case 0: text[random(text.count)] = UInt8(random(256))
                case 1: text.remove(at: random(text.count))
                default: text.insert(Self.seed[random(Self.seed.count)], at: random(text.count))
                }
            }
            try check(text)
        }
    }

    @Test func anObjectWithANameTwiceIsWhatItsLastValueSays() throws {
        let twice = try JSONValue(parsing: #"{"a":1,"b":2,"a":3}"#)
        #expect(twice == twice)
        #expect(twice == ["b": 2, "a": 3])
        #expect(["b": 2, "a": 3] == twice)
        #expect(twice != ["b": 2, "a": 1])
        #expect(twice != ["b": 2])
        #expect(["b": 2] != twice)
    }

    @Test func readsAThousandLevelsAndRefusesMore() throws {
        let deep = String(repeating: "[", count: 1_000) + String(repeating: "]", count: 1_000)
        #expect(try JSONValue(parsing: deep).arrayValue?.count == 1)
        #expect(throws: JSONError.self) {
            try JSONValue(parsing: String(repeating: "[", count: 200_000) + String(repeating: "]", count: 200_000))
        }
        #expect(throws: JSONError.self) { try JSONValue(parsing: String(repeating: "{\"a\":", count: 200_000)) }
    }
}
