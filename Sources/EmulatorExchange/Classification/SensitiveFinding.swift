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

    /// How many matches are as sure as a level says.
    func count(of level: ConfidenceLevel) -> Int { matches.count { ConfidenceLevel(of: $0.confidence) == level } }
}
