internal import ExoJSON

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// Reads claims that may have been written in more than one form.
struct ClaimReader {
    private let claims: JSONObject
    /// Seconds up to the year 9999, beyond which a date is a mistake.
    private static let dates = 0.0...253_402_300_799

    init(_ claims: JSONObject) { self.claims = claims }

    /// A claim as text; numbers and truth values count, an empty text does not.
    func text(_ name: String) -> String? { claims[name].flatMap(text) }

    /// A list, or the one text written in its place.
    func list(_ name: String) -> [String] {
        guard let value = claims[name] else { return [] }
        if let elements = value.arrayValue { return elements.compactMap(text) }
        return text(value).map { [$0] } ?? []
    }

    /// A list, or the words of a text.
    func words(_ name: String) -> [String] {
        list(name).flatMap { $0.split(separator: " ").map(String.init) }
    }

    /// Seconds since 1970, as a number or as text.
    func date(_ name: String) -> Date? {
        guard let value = claims[name] else { return nil }
        let seconds: Double? =
            switch value {
            case .integer(let number): Double(number)
            case .double(let number): number
            case .string(let text): Double(text)
            default: nil
            }
        guard let seconds, Self.dates.contains(seconds) else { return nil }
        return Date(timeIntervalSince1970: seconds)
    }

    private func text(_ value: JSONValue) -> String? {
        switch value {
        case .string(let text): text.isEmpty ? nil : text
        case .integer(let number): String(number)
        case .unsigned(let number): String(number)
        case .double(let number): String(number)
        case .bool(let truth): String(truth)
        default: nil
        }
    }
}
