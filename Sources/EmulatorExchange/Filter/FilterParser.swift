/// Reads words into a filter; `-not` binds closest, then `-and`, then `-or`.
struct FilterParser {
    private static let depthLimit = 100
    private static let comparisonLimit = 2000

    private let tokens: [FilterToken]
    private let properties: FilterProperties
    private var place = 0
    private var depth = 0
    private var comparisons = 0

    init(tokens: [FilterToken], properties: FilterProperties) {
        self.tokens = tokens
        self.properties = properties
    }

    mutating func wholeFilter() throws -> RecipientFilter {
        guard !tokens.isEmpty else { throw FilterFault(message: "Invalid filter syntax. The filter is empty.") }
        // An asterisk alone leaves nothing out.
        guard tokens != [.word("*")] else { return .all([]) }
        let filter = try alternatives()
        guard place == tokens.count else { throw unexpected() }
        return filter
    }

    private mutating func alternatives() throws -> RecipientFilter {
        var parts = [try conjunction()]
        while take(.dashed("or")) { parts.append(try conjunction()) }
        return parts.count == 1 ? parts[0] : .any(parts)
    }

    private mutating func conjunction() throws -> RecipientFilter {
        var parts = [try negation()]
        while take(.dashed("and")) { parts.append(try negation()) }
        return parts.count == 1 ? parts[0] : .all(parts)
    }

    private mutating func negation() throws -> RecipientFilter {
        depth += 1
        defer { depth -= 1 }
        guard depth < Self.depthLimit else {
            throw FilterFault(message: "Invalid filter syntax. The filter is nested too deeply.")
        }
        if take(.dashed("not")) { return .not(try negation()) }
        guard take(.open) else { return .comparison(try comparison()) }
        let inner = try alternatives()
        guard take(.close) else { throw unexpected() }
        return inner
    }

    private mutating func comparison() throws -> FilterComparison {
        comparisons += 1
        guard comparisons <= Self.comparisonLimit else {
            throw FilterFault(
                message: "Invalid filter syntax. The filter has more than \(Self.comparisonLimit) comparisons."
            )
        }
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
        case .quoted(let text)?: return try properties.comparison(of: property, relation, .quoted(text))
        case .word(let text)?: return try properties.comparison(of: property, relation, .word(text))
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
