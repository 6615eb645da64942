/// Looks for an expression or for terms in texts.
enum TextFinder {
    case expression(Regex<AnyRegexOutput>, Checksum?)
    case terms([[Character]], areWords: Bool)

    /// - Returns: `nil` for an expression that cannot be read.
    init?(_ finder: SensitivePatterns.Finder) {
        switch finder {
        case .expression(let pattern, let checksum):
            guard let expression = try? Regex(pattern) else { return nil }
            self = .expression(expression.wordBoundaryKind(.simple), checksum)
        case .terms(let terms, let areWords):
            self = .terms(terms.filter { !$0.isEmpty }.map { Array($0.lowercased()) }, areWords: areWords)
        }
    }

    func places(in text: SearchedText) -> [Range<Int>] {
        switch self {
        case .expression(let expression, let checksum):
            return text.text.matches(of: expression).compactMap { match in
                guard !match.range.isEmpty, checksum?.holds(text.text[match.range]) ?? true else { return nil }
                return text.place(of: match.range)
            }
        case .terms(let terms, let areWords):
            return terms.flatMap { Self.places(of: $0, areWords: areWords, in: text.small) }
                .sorted { $0.lowerBound < $1.lowerBound }
        }
    }

    private static func places(of term: [Character], areWords: Bool, in text: [Character]) -> [Range<Int>] {
        guard term.count <= text.count else { return [] }
        func isPartOfWord(_ place: Int) -> Bool {
            text.indices.contains(place) && (text[place].isLetter || text[place].isNumber)
        }
        return (0...(text.count - term.count)).compactMap { start in
            let end = start + term.count
            guard text[start..<end].elementsEqual(term),
                !areWords || !isPartOfWord(start - 1) && !isPartOfWord(end)
            else { return nil }
            return start..<end
        }
    }
}
