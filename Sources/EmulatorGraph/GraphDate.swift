import EmulatorCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Dates as Graph writes and reads them.
enum GraphDate {
    /// The date with seconds and `Z`.
    static func text(_ date: Date) -> String { date.formatted(.iso8601) }

    /// Reads ISO 8601 with an offset and up to nine digits of a second's fraction, which are dropped.
    static func parse(_ text: String) -> Date? {
        guard (10...40).contains(text.utf8.count) else { return nil }
        var plain = text
        if text.utf8.count == 10 { plain += "T00:00:00Z" }
        if let dot = plain.firstIndex(of: ".") {
            let digits = plain[plain.index(after: dot)...].prefix(while: \.isASCIIDigit)
            guard (1...9).contains(digits.count) else { return nil }
            plain.removeSubrange(dot..<digits.endIndex)
        }
        return try? Date(plain, strategy: .iso8601)
    }
}
