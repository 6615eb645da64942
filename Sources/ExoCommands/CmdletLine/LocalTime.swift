#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

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

    /// The zone of the machine, as the C library knows it (`TZ`, else `/etc/localtime`).
    package static let system = LocalTime { reading in
        let date = PowerShellDate(reading: reading).civil
        var parts = tm()
        parts.tm_year = Int32(clamping: date.year - 1_900)
        parts.tm_mon = Int32(date.month - 1)
        parts.tm_mday = Int32(date.day)
        parts.tm_hour = Int32(date.hour)
        parts.tm_min = Int32(date.minute)
        parts.tm_sec = Int32(date.second)
        parts.tm_isdst = -1
        return reading - Int64(mktime(&parts))
    }
}
