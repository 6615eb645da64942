/// A moment of this process, never set back.
struct ServerTime: Comparable, Sendable {
    private static let start = ContinuousClock.now

    /// Since the first use, never 0.
    let nanoseconds: Int64

    static var now: ServerTime { ServerTime(nanoseconds: (ContinuousClock.now - start).wholeNanoseconds + 1) }

    static func + (moment: ServerTime, duration: Duration) -> ServerTime {
        ServerTime(nanoseconds: moment.nanoseconds + duration.wholeNanoseconds)
    }

    static func - (later: ServerTime, earlier: ServerTime) -> Duration {
        .nanoseconds(later.nanoseconds - earlier.nanoseconds)
    }

    static func < (left: ServerTime, right: ServerTime) -> Bool {
        left.nanoseconds < right.nanoseconds
    }
}

extension Duration {
    // Bounded, so that sums of two do not overflow.
    fileprivate var wholeNanoseconds: Int64 {
        let bounded = min(max(self, .zero), .seconds(1_000_000_000))
        return bounded.components.seconds * 1_000_000_000 + bounded.components.attoseconds / 1_000_000_000
    }
}
