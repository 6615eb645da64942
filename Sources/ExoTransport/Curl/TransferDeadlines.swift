/// When the next of the transport's transfers is to be given up; it belongs to the transport's thread.
///
/// The time kept is a lower bound: limits move on with every part of a body, and are looked at only when it has come.
final class TransferDeadlines {
    typealias Instant = ContinuousClock.Instant

    /// No transfer is to be given up before.
    private var earliest: Instant?
    /// The time as it was when the thread last woke: reading the clock for every part costs more than the part.
    private(set) var now = Instant.now

    /// Reads the clock.
    func tick() { now = .now }

    /// Notes a limit.
    func add(_ deadline: Instant) {
        if let earliest, earliest <= deadline { return }
        earliest = deadline
    }

    /// The transfers whose time is up.
    func expired(among transfers: some Sequence<CurlEasy>) -> [CurlEasy] {
        guard let earliest, earliest <= now else { return [] }
        self.earliest = nil
        var expired: [CurlEasy] = []
        for easy in transfers {
            guard let deadline = easy.deadline else { continue }
            if deadline <= now { expired.append(easy) } else { add(deadline) }
        }
        return expired
    }

    /// How many milliseconds may be slept until then, at most a minute.
    var pollTimeout: Int32 {
        guard let earliest else { return 60_000 }
        let left = now.duration(to: earliest)
        return left <= .zero ? 0 : left >= .seconds(60) ? 60_000 : Int32(left / .milliseconds(1)) + 1
    }
}
