/// Measures time on any clock.
struct Stopwatch: Sendable {
    /// The time since the measuring began.
    let elapsed: @Sendable () -> Duration

    init(_ clock: any Clock<Duration>) { self = Self.start(clock) }

    private init(elapsed: @escaping @Sendable () -> Duration) { self.elapsed = elapsed }

    private static func start(_ clock: some Clock<Duration>) -> Stopwatch {
        let start = clock.now
        return Stopwatch { start.duration(to: clock.now) }
    }
}
