import ExoTransport
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

struct RetryPolicyTests {
    @Test func doublesUpToTheCapAndEnds() {
        let policy = RetryPolicy(attempts: 5, baseDelay: .seconds(2), maximumDelay: .seconds(10)) { 1 }
        #expect(
            (0...6).map { policy.delay(attempt: $0) } == [
                nil, .seconds(2), .seconds(4), .seconds(8), .seconds(10), nil, nil,
            ]
        )
    }

    @Test func spreadsByHalf() {
        #expect(RetryPolicy(baseDelay: .seconds(2)) { 0 }.delay(attempt: 1) == .seconds(1))
        #expect(RetryPolicy(baseDelay: .seconds(2)) { 7 }.delay(attempt: 1) == .seconds(2))
    }

    @Test func obeysTheServiceWithinReason() {
        let policy = RetryPolicy(attempts: 3, maximumRetryAfter: .seconds(60)) { 1 }
        #expect(policy.delay(attempt: 1, retryAfter: .milliseconds(250)) == .milliseconds(250))
        #expect(policy.delay(attempt: 2, retryAfter: .seconds(60)) == .seconds(60))
        #expect(policy.delay(attempt: 1, retryAfter: .seconds(61)) == nil)
        #expect(policy.delay(attempt: 3, retryAfter: .seconds(1)) == nil)
        #expect(policy.delay(attempt: 1, retryAfter: .zero) == .seconds(2))
    }

    @Test func staysAtTheCapForAnyNumber() {
        let policy = RetryPolicy(attempts: .max, maximumDelay: .seconds(60)) { 1 }
        #expect(policy.delay(attempt: 10_000) == .seconds(60))
    }

    struct Case: Sendable {
        let field: String
        let wait: Duration?
    }

    @Test(arguments: [
        Case(field: "2", wait: .seconds(2)), Case(field: "0.25", wait: .milliseconds(250)),
        Case(field: "0", wait: .zero),
        Case(field: " 7 ", wait: .seconds(7)), Case(field: "-1", wait: nil), Case(field: "1e3", wait: nil),
        Case(field: "", wait: nil), Case(field: "soon", wait: nil),
        Case(field: "99999999999999999999", wait: .seconds(1_000_000_000)),
        Case(field: "Sunday, 06-Nov-94 08:49:37 GMT", wait: .seconds(784_111_777)),
        Case(field: "Sun Nov  6 08:49:37 1994", wait: .seconds(784_111_777)),
        Case(field: "Monday, 23-Nov-26 23:30:00 GMT", wait: .seconds(1_795_476_600)),
        Case(field: "Thu, 01 Jan 1970 00:01:30 GMT", wait: .seconds(90)),
        Case(field: "Tue, 29 Feb 2000 12:00:00 GMT", wait: .seconds(951_825_600)),
        Case(field: "Mon, 23 Nov 2026 23:30:00 GMT", wait: .seconds(1_795_476_600)),
        Case(field: "Thu, 01 Jan 1970 00:00:00 CET", wait: nil),
        Case(field: "Thu, 32 Jan 1970 00:00:00 GMT", wait: nil),
        Case(field: "Mon, 30 Feb 2026 00:00:00 GMT", wait: nil),
        Case(field: "Mon, 29 Feb 2100 00:00:00 GMT", wait: nil),
        Case(field: "Fri, 31 Dec 9999 23:59:60 GMT", wait: .seconds(253_402_300_800)),
        Case(field: "Thu, 01 Foo 1970 00:00:00 GMT", wait: nil),
        Case(field: "Thu, 01 Jan 1970 25:00:00 GMT", wait: nil),
    ])
    func readsRetryAfter(_ item: Case) {
        #expect(RetryPolicy.retryAfter(item.field, now: Date(timeIntervalSince1970: 0)) == item.wait, "\(item.field)")
    }

    @Test func doesNotWaitForADateThatHasPassed() {
        let now = Date(timeIntervalSince1970: 1_000_000)
        #expect(RetryPolicy.retryAfter("Thu, 01 Jan 1970 00:01:30 GMT", now: now) == .zero)
    }
}
