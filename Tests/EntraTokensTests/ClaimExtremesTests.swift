import EntraTokens
import ExoJSON
import TestSupport
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Claims of every JSON type at its edges: a token is what somebody else wrote, and reading it never ends the program.
struct ClaimExtremesTests {
    struct Case: CustomTestStringConvertible {
        var value: JSONValue
        /// The seconds since 1970 that the value is, where it is a date.
        var seconds: Double?
        var testDescription: String { value.text() }
    }

    @Test(arguments: [
        Case(value: 0, seconds: 0), Case(value: 253_402_300_799, seconds: 253_402_300_799),
        Case(value: 253_402_300_800), Case(value: -1), Case(value: .integer(.max)), Case(value: .integer(.min)),
        Case(value: .unsigned(.max)), Case(value: 1e300), Case(value: -1e300), Case(value: 1.5, seconds: 1.5),
        Case(value: .double(.leastNonzeroMagnitude), seconds: .leastNonzeroMagnitude),
        Case(value: "1790000000", seconds: 1_790_000_000), Case(value: "1e400"), Case(value: "inf"), Case(value: "nan"),
        Case(value: "-0", seconds: 0), Case(value: ""), Case(value: "soon"), Case(value: nil), Case(value: true),
        Case(value: []), Case(value: [1_790_000_000]), Case(value: ["a": 1]),
    ])
    func readsADateOrNone(_ item: Case) throws {
        for name in ["exp", "nbf", "iat"] {
            let token = try AccessToken(TestToken.user(changing: [name: item.value]))
            let claims = token.claims
            let date = name == "exp" ? claims.expiresOn : name == "nbf" ? claims.notBefore : claims.issuedAt
            #expect(date == item.seconds.map { Date(timeIntervalSince1970: $0) }, "\(name)")
            for now in [0, 1_790_000_000, 253_402_300_799.0] {
                #expect(!TokenReport(token, now: Date(timeIntervalSince1970: now)).description.isEmpty)
            }
        }
    }

    @Test(
        arguments: [
            nil, true, 0, .integer(.min), .unsigned(.max), 1e300, "", "\u{0}", "\u{1B}[2J\u{202E}", [],
            [nil, 1, [], ["a": []]],
            ["a": ["b": []]], .string(String(repeating: "x", count: 20_000)), "11111111-1111-4111-8111-11111111111g",
            "11111111-1111-4111-8111-1111111111111", "１1111111-1111-4111-8111-11111111111",
        ] as [JSONValue]
    )
    func reportsEveryClaimWhateverItHolds(_ value: JSONValue) throws {
        let names =
            TestToken.userClaims().names + TestToken.applicationClaims().names + [
                "azp", "ver", "roles", "xms_cc", "acrs",
            ]
        for name in names {
            let token = try AccessToken(TestToken.user(changing: [name: value]))
            let text = TokenReport(token, now: TestClock().date).description
            #expect(!text.contains("\u{1B}") && !text.contains("\u{202E}") && !text.contains("\u{0}"), "\(name)")
        }
    }
}
