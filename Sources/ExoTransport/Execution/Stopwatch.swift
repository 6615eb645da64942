/// Measures time by any clock, from the moment it is made.
package struct Stopwatch: Sendable {
    private let read: @Sendable () -> Duration

    /// Starts.
    package init(_ clock: any Clock<Duration>) { read = Self.reader(clock) }

    /// The time since the start.
    package var elapsed: Duration { read() }

    private static func reader<C: Clock<Duration>>(_ clock: C) -> @Sendable () -> Duration {
        let start = clock.now
        return { start.duration(to: clock.now) }
    }
}
