import ExoJSON

/// A kind of sensitive information that stands in a text.
struct SensitiveFinding: Sendable {
    /// Where it stands, and how sure that is.
    struct Match: Sendable {
        let text: String
        let confidence: Int64
    }

    let id: String
    let name: String
    let matches: [Match]

    var confidence: Int64 { matches.map(\.confidence).max() ?? 0 }

    /// How many matches are as sure as a level says: low up to 74, medium up to 84, high from 85.
    func count(of level: String) -> Int {
        matches.count { match in
            switch level.lowercased() {
            case "high": match.confidence >= 85
            case "medium": (75..<85).contains(match.confidence)
            default: match.confidence < 75
            }
        }
    }

    /// How many matches are at least as sure.
    func count(from level: String) -> Int {
        let least: Int64 =
            switch level.lowercased() {
            case "high": 85
            case "medium": 75
            default: Int64(level) ?? 0
            }
        return matches.count { $0.confidence >= least }
    }
}
