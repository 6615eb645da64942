/// A date with its time of day, in whole seconds.
package struct PowerShellDate: Sendable, Equatable {
    /// What the clock shows, in seconds since the start of 1970 as if that clock ran in UTC.
    package var reading: Int64
    /// Whether the clock runs in UTC; otherwise it is the local one.
    package var isUTC: Bool

    /// Takes the reading of a clock.
    package init(reading: Int64, isUTC: Bool = false) {
        self.reading = reading
        self.isUTC = isUTC
    }

    /// The start of the year 1.
    static let earliest: Int64 = -62_135_596_800
    /// The last second of the year 9999.
    static let latest: Int64 = 253_402_300_799

    /// Takes a count of 100 nanoseconds since the start of the year 1, as .NET counts.
    package init?(ticks: Int64) {
        let reading = ticks / 10_000_000 + Self.earliest
        guard ticks >= 0, reading <= Self.latest else { return nil }
        self.init(reading: reading)
    }

    /// Takes the parts of a date; a day or an hour that does not exist gives `nil`.
    init?(_ civil: CivilTime, isUTC: Bool = false) {
        guard let reading = civil.reading else { return nil }
        self.init(reading: reading, isUTC: isUTC)
    }

    /// The parts of the date as the clock shows it.
    private var civil: CivilTime { CivilTime(reading: reading) }

    /// The date as a parameter of type text receives it: `01/31/2026 17:00:00`.
    package var invariantText: String {
        let date = civil
        let day = [date.month.padded(2), date.day.padded(2), date.year.padded(4)].joined(separator: "/")
        return day + " " + [date.hour, date.minute, date.second].map { $0.padded(2) }.joined(separator: ":")
    }

    /// The date as it travels, in UTC and without saying so: `2026-01-31T17:00:00`.
    ///
    /// - Parameter localTime: How a local time becomes one of the world.
    /// - Returns: Date and time to the second.
    package func wireText(_ localTime: LocalTime) -> String {
        var moment = self
        // The ends of the calendar stand for "no date" and are not moved.
        if !isUTC, reading != Self.earliest, reading < Self.latest {
            moment.reading = min(max(reading - localTime.secondsFromGMT(reading), Self.earliest), Self.latest)
        }
        let date = moment.civil
        let day = [date.year.padded(4), date.month.padded(2), date.day.padded(2)].joined(separator: "-")
        return day + "T" + [date.hour, date.minute, date.second].map { $0.padded(2) }.joined(separator: ":")
    }
}
