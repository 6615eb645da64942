/// An OPATH filter: comparisons of properties with values, joined by and, or, not.
indirect enum RecipientFilter: Sendable, Equatable {
    case and(RecipientFilter, RecipientFilter)
    case or(RecipientFilter, RecipientFilter)
    case not(RecipientFilter)
    case comparison(FilterComparison)

    /// Reads a filter.
    ///
    /// - Throws: ``FilterFault``.
    init(parsing text: String) throws {
        var parser = FilterParser(tokens: try FilterToken.all(in: text))
        self = try parser.wholeFilter()
    }

    /// The names of the properties compared.
    var properties: [String] {
        switch self {
        case .and(let left, let right), .or(let left, let right): left.properties + right.properties
        case .not(let inner): inner.properties
        case .comparison(let comparison): [comparison.property]
        }
    }

    /// Whether an object satisfies the filter.
    func matches(_ subject: some FilterSubject) -> Bool {
        switch self {
        case .and(let left, let right): left.matches(subject) && right.matches(subject)
        case .or(let left, let right): left.matches(subject) || right.matches(subject)
        case .not(let inner): !inner.matches(subject)
        case .comparison(let comparison): comparison.holds(for: subject.filterValue(comparison.property))
        }
    }
}

/// Reads words into a filter; `-not` binds closest, then `-and`, then `-or`.
private struct FilterParser {
    var tokens: [FilterToken]
    var place = 0
    private var depth = 0

    init(tokens: [FilterToken]) { self.tokens = tokens }

    mutating func wholeFilter() throws -> RecipientFilter {
        guard !tokens.isEmpty else { throw FilterFault(message: "Invalid filter syntax. The filter is empty.") }
        let filter = try alternatives()
        guard place == tokens.count else { throw unexpected() }
        return filter
    }

    private mutating func alternatives() throws -> RecipientFilter {
        var filter = try conjunction()
        while take(.dashed("or")) { filter = .or(filter, try conjunction()) }
        return filter
    }

    private mutating func conjunction() throws -> RecipientFilter {
        var filter = try negation()
        while take(.dashed("and")) { filter = .and(filter, try negation()) }
        return filter
    }

    private mutating func negation() throws -> RecipientFilter {
        depth += 1
        defer { depth -= 1 }
        guard depth < 200 else { throw FilterFault(message: "Invalid filter syntax. The filter is nested too deeply.") }
        if take(.dashed("not")) { return .not(try negation()) }
        guard take(.open) else { return .comparison(try comparison()) }
        let inner = try alternatives()
        guard take(.close) else { throw unexpected() }
        return inner
    }

    private mutating func comparison() throws -> FilterComparison {
        guard case .word(let property)? = next(), property.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" })
        else {
            place -= 1
            throw unexpected()
        }
        guard case .dashed(let name)? = next(), let relation = FilterComparison.Relation(rawValue: name) else {
            place -= 1
            throw unexpected()
        }
        switch next() {
        case .quoted(let text)?: return FilterComparison(property: property, relation: relation, value: .text(text))
        case .word(let text)?:
            return FilterComparison(property: property, relation: relation, value: FilterComparison.Value(word: text))
        default:
            place -= 1
            throw unexpected()
        }
    }

    private mutating func next() -> FilterToken? {
        defer { place += 1 }
        return place < tokens.count ? tokens[place] : nil
    }

    private mutating func take(_ token: FilterToken) -> Bool {
        guard place < tokens.count, tokens[place] == token else { return false }
        place += 1
        return true
    }

    private func unexpected() -> FilterFault {
        guard place < tokens.count else {
            return FilterFault(message: "Invalid filter syntax. The filter ends too early.")
        }
        let word =
            switch tokens[place] {
            case .open: "("
            case .close: ")"
            case .dashed(let name): "-\(name)"
            case .word(let text), .quoted(let text): text
            }
        return FilterFault(
            message: "Invalid filter syntax. For a description of the filter parameter syntax see the command help. "
                + "'\(word)' was not expected (word \(place + 1))."
        )
    }
}
