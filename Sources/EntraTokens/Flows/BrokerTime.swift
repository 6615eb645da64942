internal import ExoJSON

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// A moment as the identity broker writes it: in milliseconds, or in seconds where another broker does so.
enum BrokerTime {
    /// No token lives until the year 5138, and none ended before 1973, so that the size tells the unit.
    private static let leastMilliseconds = 1e11

    static func date(_ value: JSONValue?) -> Date? {
        guard let value, let number = value.integerValue.map(Double.init) ?? value.stringValue.flatMap({ Double($0) }),
            number > 0, number < 1e15
        else { return nil }
        return Date(timeIntervalSince1970: number >= leastMilliseconds ? number / 1000 : number)
    }
}
