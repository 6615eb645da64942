/// Looks for an expression or for terms in texts.
enum TextFinder {
    case expression(Regex<AnyRegexOutput>, Checksum?)
    case terms(TermTree)

    /// - Returns: `nil` for an expression that cannot be read, or only in part.
    init?(_ finder: SensitivePatterns.Finder) {
        switch finder {
        case .expression(let expression):
            guard !expression.hasValidators, let regex = try? Regex(expression.pattern) else { return nil }
            self = .expression(regex.wordBoundaryKind(.simple), expression.checksum)
        case .terms(let terms): self = .terms(TermTree(terms))
        }
    }

    func places(in text: SearchedText) -> TextPlaces {
        switch self {
        case .expression(let expression, let checksum):
            let ranges = text.text.matches(of: expression).map(\.range).filter { range in
                !range.isEmpty && checksum?.holds(text.text[range]) ?? true
            }
            return TextPlaces(text.places(of: ranges))
        case .terms(let terms): return TextPlaces(terms.places(in: text))
        }
    }
}
