/// An OPATH filter: comparisons of properties with values, joined by and, or, not.
///
/// Chains of the same word are one case, so that the depth is that of the parentheses and has a limit.
indirect enum RecipientFilter: Sendable {
    case all([RecipientFilter])
    case any([RecipientFilter])
    case not(RecipientFilter)
    case comparison(FilterComparison)

    /// Reads the filter of a cmdlet.
    ///
    /// - Parameters:
    ///   - text: The filter.
    ///   - properties: Finds what a property is compared as.
    /// - Throws: ``FilterFault``.
    init(parsing text: String, properties: FilterProperties) throws {
        var parser = FilterParser(tokens: try FilterToken.all(in: text), properties: properties)
        self = try parser.wholeFilter()
    }

    /// Whether a comparison is about one of these properties, in small letters.
    func mentions(_ properties: Set<String>) -> Bool { mentions { properties.contains($0.lowercased()) } }

    /// Whether a comparison is about such a property.
    func mentions(where isSuch: (String) -> Bool) -> Bool {
        switch self {
        case .all(let parts), .any(let parts): parts.contains { $0.mentions(where: isSuch) }
        case .not(let inner): inner.mentions(where: isSuch)
        case .comparison(let comparison): isSuch(comparison.property)
        }
    }

    /// Whether a comparison knows the end of a text and not how it begins; a star alone only asks for any text.
    var looksForEndings: Bool {
        switch self {
        case .all(let parts), .any(let parts): parts.contains(where: \.looksForEndings)
        case .not(let inner): inner.looksForEndings
        case .comparison(let comparison): comparison.looksForEnding
        }
    }

    /// Whether an object satisfies the filter.
    func matches(_ subject: some FilterSubject) -> Bool {
        switch self {
        case .all(let parts): parts.allSatisfy { $0.matches(subject) }
        case .any(let parts): parts.contains { $0.matches(subject) }
        case .not(let inner): !inner.matches(subject)
        case .comparison(let comparison):
            subject.filterDate(comparison.property).flatMap { comparison.holds(at: $0) }
                ?? comparison.holds(for: subject.filterValue(comparison.property))
        }
    }
}
