/// How kinds of sensitive information show in texts, after the rules of a package.
///
/// See https://learn.microsoft.com/purview/sit-create-a-custom-sensitive-information-type-in-scc-powershell.
struct SensitivePatterns: Sendable {
    /// Things of which some have to stand near what is found.
    struct Evidence: Sendable {
        fileprivate(set) var references: [String] = []
        let least: Int
        let most: Int
    }

    /// One way in which a kind shows.
    struct Pattern: Sendable {
        let confidence: Int64
        /// What is found, `nil` where the evidence alone tells.
        fileprivate(set) var subject: String?
        fileprivate(set) var evidence: [Evidence] = []

        /// All that it names.
        var references: [String] { (subject.map { [$0] } ?? []) + evidence.flatMap(\.references) }
    }

    /// A kind of sensitive information.
    struct Kind: Sendable {
        let id: String
        /// How far from what is found its evidence may stand, in characters.
        let proximity: Int
        fileprivate(set) var patterns: [Pattern] = []
    }

    /// An expression, with the sum that digits have to have.
    struct Expression: Sendable {
        let pattern: String
        let checksum: Checksum?
        /// Whether validators are asked too, which are not read.
        let hasValidators: Bool
    }

    /// A word, or a text that may stand within words.
    struct Term: Sendable {
        let text: String
        var isWord = true
        var isExact = false
    }

    /// What finds something in a text.
    enum Finder: Sendable {
        case expression(Expression)
        case terms([Term])
    }

    /// Further than texts are long.
    private static let unlimited = 1 << 32

    private(set) var kinds: [Kind] = []
    private(set) var finders: [String: Finder] = [:]

    /// Reads the rules of a package.
    init(_ text: String) {
        var keyword = ""
        var terms: [Term] = []
        var (isWord, isGroup) = (true, false)
        for (tag, content) in XMLTags(text) {
            switch tag.name {
            case "Entity", "Affinity":
                let words = [tag["patternsProximity"], tag["evidencesProximity"]].first { !$0.isEmpty } ?? "300"
                let proximity = Int(words).map { min(max($0, 0), Self.unlimited) } ?? Self.unlimited
                kinds.append(Kind(id: tag["id"].lowercased(), proximity: proximity))
            case "Pattern", "Evidence": change { $0.append(Pattern(confidence: Int64(tag["confidenceLevel"]) ?? 75)) }
            case "IdMatch": changeLast { $0.subject = tag["idRef"] }
            case "Any":
                isGroup = true
                let (least, most) = (Int(tag["minMatches"]) ?? 1, Int(tag["maxMatches"]) ?? .max)
                changeLast { $0.evidence.append(Evidence(least: least, most: most)) }
            case "/Any": isGroup = false
            case "Match":
                changeLast { pattern in
                    if !isGroup { pattern.evidence.append(Evidence(least: 1, most: .max)) }
                    pattern.evidence[pattern.evidence.count - 1].references.append(tag["idRef"])
                }
            case "Regex":
                let expression = Expression(
                    pattern: content,
                    checksum: Checksum(rawValue: tag["checksum"]),
                    hasValidators: !tag["validators"].isEmpty
                )
                finders[tag["id"]] = .expression(expression)
            case "Keyword": (keyword, terms) = (tag["id"], [])
            case "/Keyword": finders[keyword] = .terms(terms)
            case "Group": isWord = tag["matchStyle"].lowercased() != "string"
            case "Term":
                let isExact = tag["caseSensitive"].lowercased() == "true"
                terms.append(Term(text: content, isWord: isWord, isExact: isExact))
            default: break
            }
        }
    }

    private mutating func change(_ body: (inout [Pattern]) -> Void) {
        guard !kinds.isEmpty else { return }
        body(&kinds[kinds.count - 1].patterns)
    }

    private mutating func changeLast(_ body: (inout Pattern) -> Void) {
        change { patterns in
            guard !patterns.isEmpty else { return }
            body(&patterns[patterns.count - 1])
        }
    }
}
