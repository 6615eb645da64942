/// How sure it is that what was found is of a kind.
enum ConfidenceLevel: String, CaseIterable, Sendable {
    case low = "Low"
    case medium = "Medium"
    case high = "High"

    /// - Returns: `nil` for a text that names no level, in letters of either case.
    init?(named name: String) {
        let level = Self.allCases.first { $0.rawValue.lowercased() == name.lowercased() }
        guard let level else { return nil }
        self = level
    }

    /// The level that a number is in.
    init(of confidence: Int64) { self = confidence < 75 ? .low : confidence < 85 ? .medium : .high }

    /// The least number of it.
    var least: Int64 {
        switch self {
        case .low: 0
        case .medium: 75
        case .high: 85
        }
    }
}
