import Synchronization

/// Counts requests that have begun and not ended, and says when there are none left.
final class RequestGauge: Sendable {
    private let running = Atomic<Int>(0)
    private let idle: WakePipe

    /// - Parameter idle: Woken each time the last running request ends.
    init(idle: WakePipe) {
        self.idle = idle
    }

    var count: Int { running.load(ordering: .acquiring) }

    func begin() {
        running.wrappingAdd(1, ordering: .acquiringAndReleasing)
    }

    func end() {
        let left = running.wrappingSubtract(1, ordering: .acquiringAndReleasing).newValue
        if left == 0 { idle.wake() }
    }
}
