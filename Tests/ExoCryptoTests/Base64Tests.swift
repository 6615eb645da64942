import ExoCrypto
import Testing

struct Base64Tests {
    // RFC 4648, section 10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func codesTheExamplesOfTheStandard(_ plain: String, _ text: String) {
        let bare = text.filter { $0 != "=" }
        #expect(Base64.encode(plain.utf8) == text)
        #expect(Base64.decode(text) == Array(plain.utf8))
        #expect(Base64URL.encode(plain.utf8) == bare)
        #expect(Base64URL.decode(bare) == Array(plain.utf8))
        #expect(Base64.decodeTolerantly(bare.utf8) == Array(plain.utf8))
        #expect(Base64.decodeTolerantly(Array((text + "\r\n").utf8)) == Array(plain.utf8))
    }

    @Test func readsEveryByteBack() {
        for length in 0...300 {
            let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ length) }
            #expect(Base64.decode(Base64.encode(bytes)) == bytes)
            #expect(Base64URL.decode(Base64URL.encode(bytes)) == bytes)
        }
        #expect(Base64URL.encode([0xFB, 0xFF]) == "-_8")
        #expect(Base64.encode([0xFB, 0xFF]) == "+/8=")
        #expect(Base64.decodeTolerantly("-_8".utf8) == [0xFB, 0xFF])
        #expect(Base64.decodeTolerantly("+/8=".utf8) == [0xFB, 0xFF])
    }

    struct Case: Sendable {
        var why: String
        var text: String
    }

    @Test(arguments: [
        Case(why: "the other alphabet", text: "-_8"), Case(why: "no padding", text: "Zg"),
        Case(why: "half the padding", text: "Zg="), Case(why: "too much padding", text: "Zm9v===="),
        Case(why: "padding alone", text: "===="), Case(why: "bits that are lost", text: "Zh=="),
        Case(why: "text after padding", text: "Zg==Zg=="), Case(why: "a blank", text: "Zm 9v"),
        Case(why: "one digit", text: "Z"), Case(why: "another letter", text: "Zmöv"),
    ])
    func refusesInStrictForm(_ example: Case) {
        #expect(Base64.decode(example.text) == nil, "\(example.why)")
    }

    @Test(arguments: ["+/8", "Zg==", "Zh", "Z", "Zm 9v", "Zm9v\n", "Zm9v."])
    func refusesInStrictURLForm(_ text: String) { #expect(Base64URL.decode(text) == nil) }

    @Test(arguments: ["Z", "Zg=", "Zm9v=", "Zg=Z", "Zm9*", "Zg======"])
    func refusesWhatNoReaderWouldTake(_ text: String) { #expect(Base64.decodeTolerantly(text.utf8) == nil) }
}
