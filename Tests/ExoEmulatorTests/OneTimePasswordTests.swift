import ExoCrypto
import FoundationEssentials
import Testing

@testable import EmulatorEntra

struct OneTimePasswordTests {
    // RFC 6238 appendix B, the last six of its eight digits.
    private static let secret = Base32.encode(Array("12345678901234567890".utf8))

    @Test(arguments: [
        (59.0, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"), (1_234_567_890, "005924"),
        (2_000_000_000, "279037"), (20_000_000_000, "353130"),
    ])
    func agreesWithTheStandard(_ seconds: Double, _ code: String) throws {
        let moment = Date(timeIntervalSince1970: seconds)
        #expect(try OneTimePassword.code(Self.secret, step: OneTimePassword.step(at: moment)) == code)
    }

    @Test func acceptsTheNeighboursAlone() throws {
        let moment = Date(timeIntervalSince1970: 1_234_567_890)
        let now = OneTimePassword.step(at: moment)
        for offset in -3...3 as ClosedRange<Int64> {
            let code = try #require(try OneTimePassword.code(Self.secret, step: now + offset))
            let found = try OneTimePassword.step(of: code, secret: Self.secret, at: moment)
            #expect(found == (abs(offset) <= 1 ? now + offset : nil))
        }
        #expect(try OneTimePassword.step(of: "005 924", secret: Self.secret, at: moment) == now)
        #expect(try OneTimePassword.step(of: "5924", secret: Self.secret, at: moment) == nil)
        #expect(try OneTimePassword.step(of: "005924", secret: "not base32!", at: moment) == nil)
    }

    @Test(arguments: [
        ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("foobar", "MZXW6YTBOI"),
    ])
    func writesBase32(_ plain: String, _ text: String) {
        #expect(Base32.encode(Array(plain.utf8)) == text)
        #expect(Base32.decode(text.lowercased() + "==") == Array(plain.utf8))
    }
}
