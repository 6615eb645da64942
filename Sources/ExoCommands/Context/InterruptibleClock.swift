/// A clock on which nobody sleeps any more when the command is to end: what waits to be sent, as long as the service wants, is
/// given up.
struct InterruptibleClock<Base: Clock>: Clock where Base.Duration == Swift.Duration {
    private let base: Base
    private let interruption: Interruption

    /// Makes one of a clock.
    init(_ base: Base, _ interruption: Interruption) {
        self.base = base
        self.interruption = interruption
    }

    var now: Base.Instant { base.now }
    var minimumResolution: Swift.Duration { base.minimumResolution }

    func sleep(until deadline: Base.Instant, tolerance: Swift.Duration?) async throws {
        guard !interruption.isRequested else { throw CancellationError() }
        try await withThrowingTaskGroup { group in
            group.addTask { try await base.sleep(until: deadline, tolerance: tolerance) }
            group.addTask {
                await interruption.wait()
                throw CancellationError()
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }
}

extension Clock<Duration> {
    /// The same clock, until an interruption.
    func until(_ interruption: Interruption) -> any Clock<Duration> { InterruptibleClock(self, interruption) }
}
