import ExchangeOnline
import ExoJSON
import TestSupport
import Testing

/// Whatever goes wrong on the way, what is reported of each write is what became of it.
struct FaultyRunTests {
    static let faults: [JSONObject] = [
        ["kind": "throttled", "seconds": 3], ["kind": "throttled", "retryAfter": "date", "seconds": 5],
        ["kind": "throttled", "retryAfter": "none"], ["kind": "concurrencyRefused"],
        ["kind": "rateLimit", "calls": 5, "seconds": 16], ["kind": "unavailable"],
        ["kind": "unavailable", "seconds": 2], ["kind": "gatewayTimeout"], ["kind": "reset"],
        ["kind": "reset", "executed": true], ["kind": "noReply"], ["kind": "noReply", "executed": true],
        ["kind": "cut", "bytes": 40], ["kind": "cut", "bytes": 0], ["kind": "falseGzip"], ["kind": "nulBytes"],
        ["kind": "tokenRevoked"], ["kind": "clockSkew", "seconds": -7200], ["kind": "latency", "seconds": 20],
        ["kind": "microDelay", "seconds": 1], ["kind": "staleReads", "seconds": 5],
        ["kind": "reply", "status": 500, "body": "broken"], ["kind": "reply", "status": 400],
        ["kind": "reply", "status": 200, "body": "<html>a gateway's page</html>"],
        ["kind": "reply", "status": 404, "body": "nothing here"],
    ]

    @Test(arguments: faults.indices, [true, false])
    func reportsOfEachWriteWhatBecameOfIt(_ place: Int, _ usesBatches: Bool) async throws {
        let tenant = try ManyTenant()
        let connection = try await tenant.connect(tenant.client())
        var fault = Self.faults[place]
        fault["service"] = "exchange"
        fault["cmdlet"] = "New-MailContact"
        if fault["kind"] != "rateLimit" {
            fault["probability"] = 0.3
            fault["seed"] = .integer(Int64(place))
        }
        fault["times"] = .null
        try tenant.control("POST", "faults", .object(fault))
        let count = 60
        var results: [BulkResult] = []
        let summary = try await connection.bulk(
            newContacts(count),
            options: BulkOptions(parallel: 3, usesBatches: usesBatches)
        ) { results.append($0) }
        try tenant.control("DELETE", "faults", [:])
        #expect(results.map(\.line) == Array(1...results.count))
        #expect(results.count == count || summary.stop != nil)
        let stored = try await tenant.contacts().filter { $0.hasPrefix("c") && Int($0.dropFirst()) != nil }
        #expect(Set(stored).count == stored.count)
        for result in results {
            switch result.status {
            case .done: #expect(stored.contains(result.label), "\(result.label) is not there")
            case .failed:
                #expect(!stored.contains(result.label), "\(result.label) is there: \(result.error?.message ?? "")")
            case .unknown: #expect(result.error?.code == .outcomeUnknown)
            case .skipped: Issue.record("nothing was done before")
            }
        }
        let begun = Set(results.map(\.label))
        #expect(stored.allSatisfy(begun.contains))
        #expect(try await tenant.loggedContacts().count == stored.count)
    }
}
