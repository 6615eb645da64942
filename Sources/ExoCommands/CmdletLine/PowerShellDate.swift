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

    /// The parts of a date in the Gregorian calendar.
    struct Civil {
        var year: Int64
        var month: Int64
        var day: Int64
        var hour: Int64 = 0
        var minute: Int64 = 0
        var second: Int64 = 0
    }

    /// Takes the parts of a date; a day or an hour that does not exist gives `nil`.
    init?(_ civil: Civil, isUTC: Bool = false) {
        let lengths: [Int64] = [31, Self.isLeap(civil.year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard (1...9_999).contains(civil.year), (1...12).contains(civil.month),
            (1...lengths[Int(civil.month) - 1]).contains(civil.day), (0...23).contains(civil.hour),
            (0...59).contains(civil.minute), (0...59).contains(civil.second)
        else { return nil }
        // Days since 1970 by counting years from March, so that the leap day is the last of its year.
        let year = civil.month <= 2 ? civil.year - 1 : civil.year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (civil.month + (civil.month > 2 ? -3 : 9)) + 2) / 5 + civil.day - 1
        let days = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
        reading = days * 86_400 + civil.hour * 3_600 + civil.minute * 60 + civil.second
        self.isUTC = isUTC
    }

    private static func isLeap(_ year: Int64) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    /// The parts of the date as the clock shows it.
    var civil: Civil {
        let days = reading >= 0 ? reading / 86_400 : (reading - 86_399) / 86_400
        let second = reading - days * 86_400
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        return Civil(
            year: yearOfEra + era * 400 + (month >= 10 ? 1 : 0),
            month: month < 10 ? month + 3 : month - 9,
            day: dayOfYear - (153 * month + 2) / 5 + 1,
            hour: second / 3_600,
            minute: second / 60 % 60,
            second: second % 60
        )
    }

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
