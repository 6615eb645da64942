import Synchronization

/// The one thread that lets delayed replies go, ends connections that are late, and hears refused ones out.
final class TimerThread: Sendable {
    private let core: ServerCore
    private let isEnding = Atomic<Bool>(false)
    private let thread = Mutex<NativeThread?>(nil)

    init(core: ServerCore) {
        self.core = core
    }

    func start() throws {
        let started = try NativeThread { [self] in run() }
        thread.withLock { $0 = started }
    }

    /// Ends the thread and waits for it.
    func stop() {
        isEnding.store(true, ordering: .releasing)
        core.timerWake.wake()
        let started = thread.withLock { thread in
            defer { thread = nil }
            return thread
        }
        started?.join()
    }

    private func run() {
        let round = Self.round(core.limits)
        var nextRound = ServerTime.now + round
        while !isEnding.load(ordering: .acquiring) {
            let now = ServerTime.now
            let due = core.schedule.resumeDue(at: now)
            if now >= nextRound {
                core.connections.shutDownLate(at: now)
                nextRound = now + round
            }
            let end = core.lingering.drain(at: now)
            core.timerWake.wait(
                atMost: min(due ?? nextRound, end ?? nextRound, nextRound) - .now,
                orReadable: core.lingering.descriptors
            )
        }
    }

    // Often enough that nobody is late by more than a quarter of the shortest deadline.
    private static func round(_ limits: ServerLimits) -> Duration {
        let shortest = min(limits.headerDeadline, limits.bodyDeadline, limits.replyDeadline)
        return min(max(shortest / 4, .milliseconds(10)), .seconds(1))
    }
}
