import Synchronization

#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// The emulator's time: that of the machine, moved or frozen where a test asks for it.
package final class EmulatorClock: Sendable {
    private enum Reading {
        case running(offset: TimeInterval)
        case frozen(Date)
    }

    private let reading = Mutex(Reading.running(offset: 0))
    private let system: @Sendable () -> Date

    package init(system: @escaping @Sendable () -> Date = { Date() }) { self.system = system }

    /// The time now.
    package var now: Date {
        // Asked many times a request: nobody waits for another one's look at the machine's clock.
        switch reading.withLock({ $0 }) {
        case .running(let offset): system().addingTimeInterval(offset)
        case .frozen(let date): date
        }
    }

    /// The time by which things are let go for good: never later than the machine's, so that whoever moves the time forward
    /// and back finds everything as it was.
    package var settled: Date { min(now, system()) }

    /// Moves the time, forward with a positive number of seconds.
    package func advance(by seconds: TimeInterval) {
        reading.withLock { reading in
            switch reading {
            case .running(let offset): reading = .running(offset: offset + seconds)
            case .frozen(let date): reading = .frozen(date.addingTimeInterval(seconds))
            }
        }
    }

    /// Stops the time at a date.
    package func freeze(at date: Date) { reading.withLock { $0 = .frozen(date) } }

    /// Lets the time of the machine run again.
    package func reset() { reading.withLock { $0 = .running(offset: 0) } }
}
