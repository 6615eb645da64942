#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// How often one request was sent and how long it waited; says whether and when it is sent again.
struct RetrySchedule {
    /// The most repetitions without a wait; more would be a circle.
    private static let mostAtOnce = 16

    let policy: RetryPolicy
    /// How often the request was sent.
    private(set) var attempts = 0
    /// How many of these were repetitions without a wait, which do not count as attempts of the policy.
    private var atOnce = 0
    private var waited = Duration.zero

    init(_ policy: RetryPolicy) { self.policy = policy }

    /// What is left for repetitions.
    var budget: RetryBudget {
        RetryBudget(
            attempts: max(0, policy.attempts - (attempts - atOnce)),
            time: max(.zero, policy.retryDeadline - waited)
        )
    }

    /// Counts one more attempt.
    mutating func begin() { attempts += 1 }

    /// The wait before the next attempt, zero for one at once, or `nil` when there is none.
    mutating func wait(for remedy: Remedy, now: () -> Date) -> RetryWait? {
        switch remedy {
        case .none:
            return nil
        case .now(let reason):
            guard atOnce < Self.mostAtOnce else { return nil }
            atOnce += 1
            return RetryWait(reason: reason, duration: .zero, attempt: attempts)
        case .later(let reason, let retryAfter):
            let asked = retryAfter.flatMap { RetryPolicy.retryAfter($0, now: now()) }
            guard let delay = policy.delay(attempt: attempts - atOnce, retryAfter: asked),
                waited + delay <= policy.retryDeadline
            else { return nil }
            waited += delay
            return RetryWait(reason: reason, duration: delay, attempt: attempts)
        }
    }
}
