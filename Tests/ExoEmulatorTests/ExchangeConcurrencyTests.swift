import ExoJSON
import Testing

/// Writes while listings are on their way.
struct ExchangeConcurrencyTests {
    private static let count = 48

    private static func identity(_ number: Int) -> JSONValue {
        let digits = String(number)
        return .string("bulk" + String(repeating: "0", count: 4 - digits.count) + digits)
    }

    /// Changes every third mailbox again and again: names, which move it in every order, and the value that is filtered by.
    private static func write(_ harness: ExchangeHarness, rounds: Range<Int>) throws {
        for round in rounds {
            for number in stride(from: 3, through: count, by: 3) {
                let parameters: JSONObject = [
                    "Identity": identity(number), "DisplayName": .string("\(round) \(number)"),
                    "CustomAttribute1": round.isMultiple(of: 2) ? "" : "changed",
                ]
                let reply = try harness.run("Set-Mailbox", parameters)
                #expect(reply.status == 200, "\(reply.errorText)")
            }
        }
    }

    private static func check(_ harness: ExchangeHarness, filter: String?) throws {
        var parameters: JSONObject = ["ResultSize": "Unlimited"]
        if let filter { parameters["Filter"] = .string(filter) } else { parameters["Anr"] = "bulk" }
        let found = try harness.walk("Get-Mailbox", parameters, pageSize: 7).compactMap { $0["Alias"]?.stringValue }
        #expect(Set(found).count == found.count, "a row came twice")
        for number in 1...count where filter == nil || !number.isMultiple(of: 3) {
            #expect(found.contains { identity(number) == .string($0) }, "\(number) is missing")
        }
    }

    @Test func rowsThatNobodyChangesComeOnceWhileOthersAreWritten() async throws {
        let harness = try ExchangeHarness(mailboxes: Self.count)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<2 {
                group.addTask { try Self.write(harness, rounds: writer * 10..<writer * 10 + 4) }
            }
            for filter in [nil, "Alias -like 'bulk*' -and CustomAttribute1 -eq ''"] {
                group.addTask { for _ in 0..<6 { try Self.check(harness, filter: filter) } }
            }
            try await group.waitForAll()
        }
    }
}
