#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// The date form of HTTP, as in `Sun, 06 Nov 1994 08:49:37 GMT`, and the two obsolete ones (RFC 9110, section 5.6.7).
package enum HTTPDate {
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// Reads a date from 1970 to 9999.
    package static func parse(_ text: String) -> Date? {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        if words.first?.utf8.count != 4 { return obsolete(text) }
        guard words.count == 6, words[0].utf8.count == 4, words[0].hasSuffix(","), words[5] == "GMT",
            let month = months.firstIndex(of: String(words[2])),
            let day = number(words[1], digits: 2), let year = number(words[3], digits: 4)
        else { return nil }
        return date(year: year, month: Int32(month), day: day, time: words[4])
    }

    /// Reads `Sunday, 06-Nov-94 08:49:37 GMT` and `Sun Nov  6 08:49:37 1994`.
    private static func obsolete(_ text: String) -> Date? {
        let words = text.split(separator: " ")
        if words.count == 4, words[0].hasSuffix("day,"), words[3] == "GMT" {
            let parts = words[1].split(separator: "-")
            guard parts.count == 3, let day = number(parts[0], digits: 2), let year = number(parts[2], digits: 2),
                let month = months.firstIndex(of: String(parts[1]))
            else { return nil }
            return date(year: (year < 70 ? 2000 : 1900) + year, month: Int32(month), day: day, time: words[2])
        }
        guard words.count == 5, let month = months.firstIndex(of: String(words[1])),
            let day = number(words[2], digits: words[2].utf8.count), (1...2).contains(words[2].utf8.count),
            let year = number(words[4], digits: 4)
        else { return nil }
        return date(year: year, month: Int32(month), day: day, time: words[3])
    }

    /// Reads the other form that services use, as in `1994-11-06T08:49:37Z`, also with a fraction, which is left out (RFC 3339).
    package static func parse(timestamp text: String) -> Date? {
        let parts = text.split(separator: "T", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].utf8.count >= 9, parts[1].last == "Z" else { return nil }
        let days = parts[0].split(separator: "-", omittingEmptySubsequences: false)
        guard days.count == 3, let year = number(days[0], digits: 4), let month = number(days[1], digits: 2),
            month >= 1, month <= 12, let day = number(days[2], digits: 2)
        else { return nil }
        return date(year: year, month: month - 1, day: day, time: parts[1].prefix(8))
    }

    private static func date(year: Int32, month: Int32, day: Int32, time: Substring) -> Date? {
        let clock = time.split(separator: ":", omittingEmptySubsequences: false).map { number($0, digits: 2) ?? 99 }
        guard year >= 1970, clock.count == 3, clock[0] <= 23, clock[1] <= 59, clock[2] <= 60 else { return nil }
        // The pointer to a zone's name in it stays empty.
        var fields = unsafe tm()
        unsafe fields.tm_year = year - 1900
        unsafe fields.tm_mon = month
        unsafe fields.tm_mday = day
        let midnight = unsafe timegm(&fields)
        // The 31st of a shorter month has become a day of the next one.
        guard unsafe fields.tm_mday == day else { return nil }
        return Date(timeIntervalSince1970: Double(midnight) + Double(clock[0] * 3_600 + clock[1] * 60 + clock[2]))
    }

    private static func number(_ text: Substring, digits: Int) -> Int32? {
        guard text.utf8.count == digits, text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
        return Int32(text)
    }
}
