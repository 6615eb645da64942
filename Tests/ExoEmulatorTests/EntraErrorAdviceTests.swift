import EntraTokens
import HTTPServer
import Testing

/// Holds the client's knowledge of refusals against all that the emulator can make.
struct EntraErrorAdviceTests {
    /// Refusals that a client library reads, as each is told.
    private func refusal(_ expected: ErrorCase) throws -> EntraTokens.EntraError {
        guard expected.place == .body else {
            return EntraTokens.EntraError(
                error: expected.error,
                message: "",
                codes: [expected.code],
                status: expected.status
            )
        }
        let reply = try expected.fire(try APIBench())
        let refusal = EntraTokens.EntraError(body: reply.body, status: reply.status)
        return try #require(refusal)
    }

    @Test(arguments: EntraErrorTableTests.all)
    func knowsWhoMendsARefusalAndHow(_ expected: ErrorCase) throws {
        let refusal = try refusal(expected)
        #expect(refusal.code == expected.code)
        let advice = try #require(refusal.advice, "AADSTS\(expected.code) has no advice")
        #expect(advice.count > 12 && !advice.hasSuffix(".") && !advice.contains("--"))
        if expected.place == .body {
            #expect(refusal.correlationID == EntraBench.correlation)
            #expect(refusal.traceID?.hasSuffix("00") == true)
            #expect((refusal.claims != nil) == expected.namesPolicy)
        }
    }

    struct Class: Sendable {
        var remedy: EntraTokens.EntraError.Remedy
        var codes: Set<Int>
    }

    /// One of each kind that a program acts on, so that no code moves to another unseen.
    static let classes = [
        Class(remedy: .retry, codes: [70016, 90055, 50196]),
        Class(remedy: .askUser, codes: [50126, 50076, 50079, 65001, 70008, 50173, 700_082, 50058]),
        Class(remedy: .fixApplication, codes: [7_000_215, 7_000_222, 700_016, 700_027, 700_213, 501_051, 7_000_218]),
        Class(remedy: .fixAccount, codes: [50057, 50034, 50105, 50020, 50053]),
        Class(remedy: .fixPolicy, codes: [53000, 53001, 53003]),
        Class(remedy: .fixRequest, codes: [90002, 500_011, 70011, 1_002_012, 50194, 900_144]),
        Class(remedy: .fixClock, codes: [700_024]),
    ]

    @Test(arguments: classes)
    func tellsWhoMendsIt(_ expected: Class) throws {
        let all = Set(EntraErrorTableTests.all.map(\.code))
        #expect(expected.codes.isSubset(of: all))
        for code in expected.codes {
            let error = EntraTokens.EntraError(error: "invalid_grant", message: "", codes: [code], status: 400)
            #expect(error.remedy == expected.remedy, "AADSTS\(code)")
        }
    }

    @Test(arguments: [
        ("temporarily_unavailable", 400, EntraTokens.EntraError.Remedy.retry), ("invalid_request", 503, .retry),
        ("invalid_grant", 400, .askUser), ("invalid_client", 401, .fixApplication), ("invalid_scope", 400, .fixRequest),
    ])
    func judgesAnUnknownCodeByItsOAuthError(
        _ name: String,
        _ status: Int,
        _ remedy: EntraTokens.EntraError.Remedy
    ) {
        let error = EntraTokens.EntraError(error: name, message: "", codes: [999_999], status: status)
        #expect(error.remedy == remedy)
        #expect(error.advice == nil)
    }
}
