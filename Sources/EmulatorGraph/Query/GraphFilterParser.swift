import EmulatorAdministration
import EmulatorCore

/// Reads a `$filter` (OData 4.01, section 11.2.6, as far as directory objects know it).
struct GraphFilterParser: ~Copyable {
    private static let depthLimit = 30
    private static let tokenLimit = 1500

    private var tokens: ArraySlice<GraphFilterToken>
    private var depth = 0
    /// The names that stand for elements of collections.
    private var variables: [String] = []

    /// Reads a filter.
    ///
    /// - Throws: ``GraphError`` when it is malformed or too deep.
    static func parse(_ text: String) throws -> GraphFilter {
        guard text.utf8.count <= 16_384 else { throw GraphError.badRequest("Invalid filter clause: it is too long.") }
        let tokens = try GraphFilterToken.split(text)
        guard tokens.count <= tokenLimit else { throw GraphError.badRequest("Invalid filter clause: it is too long.") }
        var parser = GraphFilterParser(tokens: tokens[...])
        let filter = try parser.disjunction()
        guard parser.tokens.isEmpty else { throw syntaxError() }
        return filter
    }

    private init(tokens: ArraySlice<GraphFilterToken>) { self.tokens = tokens }

    private mutating func disjunction() throws -> GraphFilter {
        var parts = [try conjunction()]
        while takeWord("or") { parts.append(try conjunction()) }
        return parts.count == 1 ? parts[0] : .or(parts)
    }

    private mutating func conjunction() throws -> GraphFilter {
        var parts = [try negation()]
        while takeWord("and") { parts.append(try negation()) }
        return parts.count == 1 ? parts[0] : .and(parts)
    }

    private mutating func negation() throws -> GraphFilter {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthLimit else {
            throw GraphError.badRequest("Invalid filter clause: it is nested too deeply.")
        }
        if takeWord("not") { return .not(try negation()) }
        if take(.open) {
            let filter = try disjunction()
            try require(.close)
            return filter
        }
        return try condition()
    }

    private mutating func condition() throws -> GraphFilter {
        guard case .word(let word) = tokens.popFirst() else { throw Self.syntaxError() }
        if let function = GraphFilter.Comparison(rawValue: word.lowercased()), tokens.first == .open,
            [.startsWith, .endsWith, .contains].contains(function)
        {
            try require(.open)
            let path = try path()
            try require(.comma)
            let literal = try literal()
            try require(.close)
            return .compare(path: path, function, literal)
        }
        var path = try split(word)
        if tokens.first == .open, let last = path.last?.lowercased(), ["any", "all"].contains(last), path.count > 1 {
            path.removeLast()
            return try elements(of: path, isAll: last == "all")
        }
        guard case .word(let name) = tokens.popFirst() else { throw Self.syntaxError() }
        if name.lowercased() == "in" { return .isIn(path: path, try list()) }
        guard let comparison = GraphFilter.Comparison(rawValue: name.lowercased()),
            ![.startsWith, .endsWith, .contains, .hasWord].contains(comparison)
        else { throw Self.syntaxError() }
        return .compare(path: path, comparison, try literal())
    }

    private mutating func elements(of path: [String], isAll: Bool) throws -> GraphFilter {
        try require(.open)
        if take(.close) { return .elements(path: path, isAll: isAll, nil) }
        guard case .word(let variable) = tokens.popFirst() else { throw Self.syntaxError() }
        try require(.colon)
        variables.append(variable)
        defer { variables.removeLast() }
        let inner = try disjunction()
        try require(.close)
        return .elements(path: path, isAll: isAll, inner)
    }

    private mutating func list() throws -> [GraphFilter.Literal] {
        try require(.open)
        var literals = [try literal()]
        while take(.comma) { literals.append(try literal()) }
        try require(.close)
        return literals
    }

    private mutating func path() throws -> [String] {
        guard case .word(let word) = tokens.popFirst() else { throw Self.syntaxError() }
        return try split(word)
    }

    /// A path without the name that stands for an element in front of it.
    private func split(_ word: String) throws -> [String] {
        var path = word.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard
            path.allSatisfy({
                $0 == GraphFilter.count
                    || $0.first?.isLetter == true && $0.allSatisfy { $0.isLetter || $0.isNumber || "_@.".contains($0) }
            })
        else { throw Self.syntaxError() }
        if let variable = variables.last {
            guard path.first == variable else { throw Self.syntaxError() }
            path.removeFirst()
        }
        return path
    }

    private mutating func literal() throws -> GraphFilter.Literal {
        switch tokens.popFirst() {
        case .text(let text): return .text(text)
        case .word("null"): return .null
        case .word("true"): return .bool(true)
        case .word("false"): return .bool(false)
        case .word(let word):
            if let number = Double(word), number.isFinite { return .number(number) }
            if Administration.identifier(word) != nil { return .guid(word) }
            guard GraphDate.parse(word) != nil else { throw Self.syntaxError() }
            return .date(word)
        default: throw Self.syntaxError()
        }
    }

    private mutating func take(_ token: GraphFilterToken) -> Bool {
        guard tokens.first == token else { return false }
        tokens.removeFirst()
        return true
    }

    private mutating func takeWord(_ word: String) -> Bool {
        guard case .word(let text) = tokens.first, text.lowercased() == word else { return false }
        tokens.removeFirst()
        return true
    }

    private mutating func require(_ token: GraphFilterToken) throws {
        guard take(token) else { throw Self.syntaxError() }
    }

    private static func syntaxError() -> GraphError { .badRequest("Invalid filter clause: syntax error.") }
}
