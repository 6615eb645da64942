/// The rule by which times without a zone become times of the world.
package struct LocalTime: Sendable {
    /// How far the local clock is ahead of UTC, in seconds, when it shows a time that is given as if it were UTC.
    package var secondsFromGMT: @Sendable (_ clockReading: Int64) -> Int64

    /// Makes a rule.
    package init(secondsFromGMT: @escaping @Sendable (_ clockReading: Int64) -> Int64) {
        self.secondsFromGMT = secondsFromGMT
    }

    /// No difference to UTC.
    package static let utc = LocalTime { _ in 0 }

    /// The zone of the machine.
    package static let system = LocalTime { $0 - CivilTime(reading: $0).localReading }
}
