import ExoCrypto
import Testing

struct DigestTests {
    @Test func digestsTheExamplesOfTheStandard() throws {
        #expect(try Hex.encode(Digest.sha1("abc".utf8)) == "A9993E364706816ABA3E25717850C26C9CD0D89D")
        #expect(
            try Hex.encode(Digest.sha256("abc".utf8))
                == "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD"
        )
        #expect(
            try Hex.encode(Digest.sha256([]))
                == "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855"
        )
        #expect(
            try Hex.encode(Digest.sha512("abc".utf8)) == """
                DDAF35A193617ABACC417349AE20413112E6FA4E89A97EA20A9EEEE64B55D39A\
                2192992A274FC1A836BA3C23A3FEEBBD454D4423643CE80E2A9AC94FA54CA49F
                """
        )
    }

    struct KeyedCase: Sendable {
        var key: [UInt8]
        var message: String
        var digest: String
    }

    // RFC 4231, cases 1, 2 and 6.
    @Test(arguments: [
        KeyedCase(
            key: [UInt8](repeating: 0x0B, count: 20),
            message: "Hi There",
            digest: "B0344C61D8DB38535CA8AFCEAF0BF12B881DC200C9833DA726E9376C2E32CFF7"
        ),
        KeyedCase(
            key: Array("Jefe".utf8),
            message: "what do ya want for nothing?",
            digest: "5BDCC146BF60754E6A042426089575C75A003F089D2739839DEC58B964EC3843"
        ),
        KeyedCase(
            key: [UInt8](repeating: 0xAA, count: 131),
            message: "Test Using Larger Than Block-Size Key - Hash Key First",
            digest: "60E431591EE0B67F0D8A26AACBF5B77F8E0BC6213728C5140546040F0EE37F54"
        ),
    ])
    func keysTheExamplesOfTheStandard(_ example: KeyedCase) throws {
        #expect(try Hex.encode(HMAC.sha256(example.message.utf8, key: example.key)) == example.digest)
    }

    @Test(arguments: [
        (1, "120FB6CFFCF8B32C43E7225256C4F837A86548C92CCC35480805987CB70BE17B"),
        (2, "AE4D0C95AF6B46D32D0ADFF928F06DD02A303F8EF3C251DFD6E2D85A95474C43"),
        (4096, "C5E478D59288C841AA530DB6845C4C8D962893A001CE4E11A4963873AA98134A"),
    ])
    func derivesTheKnownKeys(_ iterations: Int, _ expected: String) throws {
        let key = try PasswordHash.derive("password".utf8, salt: Array("salt".utf8), iterations: iterations, count: 32)
        #expect(Hex.encode(key) == expected)
    }

    @Test func knowsAPasswordAgain() throws {
        let text = try PasswordHash.make("pässword".utf8, iterations: 1000)
        #expect(text.hasPrefix("pbkdf2-sha256$1000$"))
        #expect(try PasswordHash.matches("pässword".utf8, text))
        #expect(try !PasswordHash.matches("passwörd".utf8, text))
        #expect(try !PasswordHash.matches("".utf8, text))
        #expect(try PasswordHash.make("pässword".utf8, iterations: 1000) != text)
    }

    @Test(arguments: [
        "", "x", "pbkdf2-sha256$1000$c2FsdA$", "pbkdf2-sha256$x$c2FsdA$AAAA", "pbkdf2-sha512$1$c2FsdA$AAAA",
        "pbkdf2-sha256$99999999999$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAAAA",
        "pbkdf2-sha256$0$c2FsdA$AAAAAAAAAAAAAAAAAAAAAA",
    ])
    func refusesTextThatIsNoPasswordHash(_ text: String) {
        #expect(throws: CryptoError.self) { try PasswordHash.matches("x".utf8, text) }
    }

    @Test func makesIdentifiersOfTheirForm() throws {
        let form = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/
        let made = (0..<100).map { _ in RandomBytes.uuid() }
        #expect(Set(made).count == 100)
        for text in made { #expect(text.wholeMatch(of: form) != nil, "\(text)") }
    }

    @Test func makesDifferentRandomBytes() throws {
        #expect(try RandomBytes.make(32) != RandomBytes.make(32))
        #expect(try RandomBytes.make(0).isEmpty)
        #expect(throws: CryptoError.self) { try RandomBytes.make(-1) }
    }

    @Test func comparesWholeTexts() {
        #expect(constantTimeEquals([1, 2, 3], [1, 2, 3]))
        #expect(!constantTimeEquals([1, 2, 3], [1, 2, 4]))
        #expect(!constantTimeEquals([1, 2, 3], [1, 2]))
        #expect(constantTimeEquals([UInt8](), []))
    }
}
