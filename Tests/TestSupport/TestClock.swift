import Synchronization

#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// A clock that stands still until the test moves it.
///
/// It gives the date as well as the waiting, so that both move together. With `advancesItself` every sleep moves the clock to
/// its end at once; that suits code under test which sleeps in the task of the test.
package final class TestClock: Clock {
    /// A moment: the time since the clock was made.
    package struct Instant: InstantProtocol {
        package var offset: Duration

        package func advanced(by duration: Duration) -> Self { Self(offset: offset + duration) }
        package func duration(to other: Self) -> Duration { other.offset - offset }
        package static func < (left: Self, right: Self) -> Bool { left.offset < right.offset }
    }

    private struct Sleeper {
        var id: Int
        var deadline: Instant
        var continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var now = Instant(offset: .zero)
        var sleepers: [Sleeper] = []
        var cancelled: Set<Int> = []
        var nextID = 0
        var sleeps: [Duration] = []
        var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let start: Date
    private let advancesItself: Bool
    private let state = Mutex(State())

    /// Makes a clock that shows that date.
    package init(_ start: Date = Date(timeIntervalSince1970: 1_780_000_000), advancesItself: Bool = false) {
        self.start = start
        self.advancesItself = advancesItself
    }

    /// The moment now.
    package var now: Instant { state.withLock { $0.now } }
    /// The date now.
    package var date: Date {
        let passed = now.offset.components
        return start.addingTimeInterval(Double(passed.seconds) + Double(passed.attoseconds) / 1e18)
    }
    package var minimumResolution: Duration { .nanoseconds(1) }
    /// How long each sleep was to last, in the order in which they began.
    package var sleeps: [Duration] { state.withLock { $0.sleeps } }

    /// Moves the time and wakes those whose time has come.
    package func advance(by duration: Duration) {
        let woken = state.withLock { state in
            state.now = state.now.advanced(by: duration)
            let due = state.sleepers.filter { $0.deadline <= state.now }.sorted { $0.deadline < $1.deadline }
            state.sleepers.removeAll { $0.deadline <= state.now }
            return due
        }
        for sleeper in woken { sleeper.continuation.resume() }
    }

    /// Waits until so many tasks sleep on this clock.
    package func waitForSleepers(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let enough = state.withLock { state in
                if state.sleepers.count >= count { return true }
                state.watchers.append((count, continuation))
                return false
            }
            if enough { continuation.resume() }
        }
    }

    /// Sleeps until the clock is moved there.
    package func sleep(until deadline: Instant, tolerance: Duration? = nil) async throws {
        try Task.checkCancellation()
        // A sleep that ends at once must not keep the thread from the task that is waited for.
        if advancesItself { await Task.yield() }
        let id = state.withLock { state in
            state.sleeps.append(state.now.duration(to: deadline))
            if advancesItself { state.now = max(state.now, deadline) }
            state.nextID += 1
            return state.nextID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { fall(asleep: $0, id: id, until: deadline) }
        } onCancel: {
            wake(cancelled: id)
        }
    }

    private func fall(asleep continuation: CheckedContinuation<Void, any Error>, id: Int, until deadline: Instant) {
        enum Outcome { case due, cancelled, asleep([CheckedContinuation<Void, Never>]) }
        let outcome = state.withLock { state -> Outcome in
            if state.cancelled.remove(id) != nil { return .cancelled }
            if deadline <= state.now { return .due }
            state.sleepers.append(Sleeper(id: id, deadline: deadline, continuation: continuation))
            let satisfied = state.watchers.filter { $0.count <= state.sleepers.count }.map(\.continuation)
            state.watchers.removeAll { $0.count <= state.sleepers.count }
            return .asleep(satisfied)
        }
        switch outcome {
        case .due: continuation.resume()
        case .cancelled: continuation.resume(throwing: CancellationError())
        case .asleep(let watchers): for watcher in watchers { watcher.resume() }
        }
    }

    private func wake(cancelled id: Int) {
        let sleeper = state.withLock { state -> Sleeper? in
            guard let place = state.sleepers.firstIndex(where: { $0.id == id }) else {
                state.cancelled.insert(id)
                return nil
            }
            return state.sleepers.remove(at: place)
        }
        sleeper?.continuation.resume(throwing: CancellationError())
    }
}
