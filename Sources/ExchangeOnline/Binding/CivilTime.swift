#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// The parts of a date in the Gregorian calendar, as a clock shows them.
struct CivilTime {
    var year: Int64
    var month: Int64
    var day: Int64
    var hour: Int64 = 0
    var minute: Int64 = 0
    var second: Int64 = 0
}

extension CivilTime {
    /// The parts of a count of seconds since the start of 1970, without regard to a zone.
    init(reading: Int64) {
        var seconds = time_t(reading)
        // The C library writes to both for the length of the call alone; `tm` holds the name of a zone, which is not read.
        var parts = unsafe tm()
        unsafe gmtime_r(&seconds, &parts)
        self.init(
            year: unsafe Int64(parts.tm_year) + 1_900,
            month: unsafe Int64(parts.tm_mon) + 1,
            day: unsafe Int64(parts.tm_mday),
            hour: unsafe Int64(parts.tm_hour),
            minute: unsafe Int64(parts.tm_min),
            second: unsafe Int64(parts.tm_sec)
        )
    }

    /// Seconds since the start of 1970 as if the clock ran in UTC; `nil` for a day or an hour that does not exist.
    var reading: Int64? {
        guard (1...9_999).contains(year), (1...12).contains(month), (1...31).contains(day), (0...23).contains(hour),
            (0...59).contains(minute), (0...59).contains(second)
        else { return nil }
        var parts = unsafe brokenDown
        let reading = unsafe timegm(&parts)
        // A day that the month does not have is moved into the next one.
        guard unsafe parts.tm_mday == Int32(day) else { return nil }
        return Int64(reading)
    }

    /// Seconds since the start of 1970 when the clock runs in the zone of the machine (`TZ`, else `/etc/localtime`).
    var localReading: Int64 {
        var parts = unsafe brokenDown
        unsafe parts.tm_isdst = -1
        return unsafe Int64(mktime(&parts))
    }

    private var brokenDown: tm {
        var parts = unsafe tm()
        unsafe parts.tm_year = Int32(clamping: year - 1_900)
        unsafe parts.tm_mon = Int32(clamping: month - 1)
        unsafe parts.tm_mday = Int32(clamping: day)
        unsafe parts.tm_hour = Int32(clamping: hour)
        unsafe parts.tm_min = Int32(clamping: minute)
        unsafe parts.tm_sec = Int32(clamping: second)
        return unsafe parts
    }
}
