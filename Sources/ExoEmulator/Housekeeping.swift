import EmulatorCore
import EmulatorExchange
import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Lets go of what has expired, now and then, on the thread of a request that is answered.
///
/// What the emulator's time alone made old stays, though nobody is shown it: that time may be set back.
final class Housekeeping: Sendable {
    private static let interval: TimeInterval = 60

    private let directory: Directory
    private let store: Store
    private let clock: EmulatorClock
    private let last = Mutex(Date.distantPast)

    init(_ context: EmulatorContext) {
        directory = context.directory
        store = context.store
        clock = context.clock
    }

    /// Cleans when it was not done for a minute.
    ///
    /// - Throws: `DatabaseError`.
    func runWhenDue() throws {
        let now = clock.settled
        let isDue = last.withLock { last in
            guard now < last || now >= last.addingTimeInterval(Self.interval) else { return false }
            last = now
            return true
        }
        guard isDue else { return }
        try directory.deleteExpiredSignIns(now: now)
        try ExchangeRetention.clean(store, now: now)
    }
}
