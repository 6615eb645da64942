import CmdletCatalogue

/// A `$filter`, written as the OPATH filter that a cmdlet takes.
///
/// The official module knows the reverse way: what is written `Name -like 'a*'` in a shell arrives here as
/// `startswith(Name, 'a')`.
struct ODataFilter {
    private static let depthLimit = 100
    private static let comparisonLimit = 2000
    private static let longest = 131_072
    private static let relations: Set = ["eq", "ne", "gt", "ge", "lt", "le"]

    private let tokens: [ODataToken]
    private let type: EntityType
    private var place = 0
    private var depth = 0
    private var comparisons = 0
    /// The name that stands for an element of a list, inside `any(…)`, with the list.
    private var element: (name: String, list: String)?

    /// The filter of a cmdlet.
    ///
    /// - Throws: ``AdminAPIError`` with status 400.
    static func opath(of text: String, for type: EntityType) throws -> String {
        guard text.utf8.count <= longest else {
            throw AdminAPIError.malformedRequest("The filter is longer than \(longest) bytes.")
        }
        var filter = ODataFilter(tokens: try ODataToken.all(in: text), type: type)
        let opath = try filter.alternatives()
        guard filter.place == filter.tokens.count else { throw filter.unexpected() }
        return opath
    }

    private init(tokens: [ODataToken], type: EntityType) {
        self.tokens = tokens
        self.type = type
    }

    private mutating func alternatives() throws -> String {
        var parts = [try conjunction()]
        while take("or") { parts.append(try conjunction()) }
        return parts.count == 1 ? parts[0] : "(\(parts.joined(separator: " -or ")))"
    }

    private mutating func conjunction() throws -> String {
        var parts = [try negation()]
        while take("and") { parts.append(try negation()) }
        return parts.count == 1 ? parts[0] : "(\(parts.joined(separator: " -and ")))"
    }

    private mutating func negation() throws -> String {
        depth += 1
        defer { depth -= 1 }
        guard depth < Self.depthLimit else {
            throw AdminAPIError.malformedRequest("The recursion limit of the filter has been exceeded.")
        }
        if take("not") { return "-not (\(try negation()))" }
        guard take(.open) else { return try comparison() }
        let inner = try alternatives()
        try expect(.close)
        return inner
    }

    private mutating func comparison() throws -> String {
        comparisons += 1
        guard comparisons <= Self.comparisonLimit else {
            throw AdminAPIError.malformedRequest("The filter has more than \(Self.comparisonLimit) comparisons.")
        }
        guard case .word(let word)? = next() else { throw unexpectedBefore() }
        if peek == .open { return try function(word) }
        let property = try property(word)
        guard case .word(let relation)? = next() else { throw unexpectedBefore() }
        if relation.lowercased() == "in" { return try list(of: property) }
        guard Self.relations.contains(relation.lowercased()) else { throw unexpectedBefore() }
        return "\(property) -\(relation.lowercased()) \(try literal())"
    }

    /// `startswith(P, 'x')` and its like, and `P/any(d:…)`.
    private mutating func function(_ word: String) throws -> String {
        try expect(.open)
        let name = word.lowercased()
        if name.hasSuffix("/any") {
            let list = try property(String(word.dropLast("/any".count)))
            guard element == nil, case .word(let variable)? = next() else { throw unexpectedBefore() }
            try expect(.colon)
            element = (variable.lowercased(), list)
            let inner = try alternatives()
            element = nil
            try expect(.close)
            return inner
        }
        guard ["startswith", "endswith", "contains"].contains(name) else {
            throw AdminAPIError.malformedRequest("An unknown function with name '\(word.prefix(100))' was found.")
        }
        guard case .word(let argument)? = next() else { throw unexpectedBefore() }
        let property = try property(argument)
        try expect(.comma)
        guard case .quoted(let text)? = next() else { throw unexpectedBefore() }
        try expect(.close)
        // A function may be compared with a truth value.
        let isWanted = try truth()
        guard !text.contains("*") else {
            throw AdminAPIError.malformedRequest("The text of \(name) must not hold an asterisk.")
        }
        let pattern = (name == "startswith" ? "" : "*") + text + (name == "endswith" ? "" : "*")
        return "\(property) -\(isWanted ? "like" : "notlike") \(Self.quoted(pattern))"
    }

    private mutating func truth() throws -> Bool {
        guard take("eq") else { return true }
        guard case .word(let word)? = next(), ["true", "false"].contains(word.lowercased()) else {
            throw unexpectedBefore()
        }
        return word.lowercased() == "true"
    }

    private mutating func list(of property: String) throws -> String {
        try expect(.open)
        var parts: [String] = []
        repeat { parts.append("\(property) -eq \(try literal())") } while take(.comma)
        try expect(.close)
        comparisons += parts.count - 1
        return "(\(parts.joined(separator: " -or ")))"
    }

    private mutating func property(_ word: String) throws -> String {
        if let element, word.lowercased() == element.name { return element.list }
        return try type.filterProperty(word).name
    }

    private mutating func literal() throws -> String {
        switch next() {
        case .quoted(let text)?: return Self.quoted(text)
        case .word("null")?: return "$null"
        case .word(let word)?:
            let isValue = word.unicodeScalars.allSatisfy {
                ("0"..."9").contains($0) || ("a"..."z").contains($0) || ("A"..."Z").contains($0)
                    || "-+.:".unicodeScalars.contains($0)
            }
            guard isValue else { throw unexpectedBefore() }
            return Self.quoted(word)
        default: throw unexpectedBefore()
        }
    }

    private static func quoted(_ text: String) -> String {
        "'\(text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''"))'"
    }

    // MARK: Words

    private var peek: ODataToken? { place < tokens.count ? tokens[place] : nil }

    private mutating func next() -> ODataToken? {
        defer { place += 1 }
        return peek
    }

    private mutating func take(_ token: ODataToken) -> Bool {
        guard peek == token else { return false }
        place += 1
        return true
    }

    private mutating func take(_ word: String) -> Bool {
        guard case .word(let found)? = peek, found.lowercased() == word else { return false }
        place += 1
        return true
    }

    private mutating func expect(_ token: ODataToken) throws {
        guard take(token) else { throw unexpected() }
    }

    private mutating func unexpectedBefore() -> AdminAPIError {
        place -= 1
        return unexpected()
    }

    private func unexpected() -> AdminAPIError {
        guard place >= 0, place < tokens.count else {
            return .malformedRequest("Syntax error in the filter: it ends too early.")
        }
        let word =
            switch tokens[place] {
            case .open: "("
            case .close: ")"
            case .comma: ","
            case .colon: ":"
            case .word(let text), .quoted(let text): String(text.prefix(100))
            }
        return .malformedRequest("Syntax error in the filter at word \(place + 1): '\(word)' was not expected.")
    }
}
