internal import CmdletCatalogue

/// A filter as cmdlets take it (OPATH, `Name -like 'a*'`), written as the service's entities take it (OData).
///
/// A filter that is OData already passes as it stands. What has no exact counterpart is refused, since a filter that means
/// something else finds the wrong objects.
struct EntityFilter {
    private static let longest = 32_768
    private static let depthLimit = 64

    private let cmdlet: EntityCmdlet
    private let tokens: [EntityFilterToken]
    private var place = 0
    private var depth = 0

    /// The filter in OData.
    ///
    /// - Throws: ``BindingError``.
    static func odata(of text: String, for cmdlet: EntityCmdlet) throws -> String {
        guard text.utf8.count <= longest else { throw refusal("it is longer than \(longest) bytes") }
        let tokens = try EntityFilterToken.all(in: text)
        // Operators of a shell have a dash in front; a filter without any was written for OData.
        guard tokens.contains(where: \.isOperator) else { return text }
        var filter = EntityFilter(cmdlet: cmdlet, tokens: tokens)
        let result = try filter.alternatives()
        guard filter.place == tokens.count else { throw filter.unexpected() }
        return result
    }

    private init(cmdlet: EntityCmdlet, tokens: [EntityFilterToken]) {
        self.cmdlet = cmdlet
        self.tokens = tokens
    }

    private mutating func alternatives() throws -> String {
        var parts = [try conjunction()]
        while take("or") { parts.append(try conjunction()) }
        return parts.joined(separator: " or ")
    }

    private mutating func conjunction() throws -> String {
        var parts = [try negation()]
        while take("and") { parts.append(try negation()) }
        return parts.joined(separator: " and ")
    }

    private mutating func negation() throws -> String {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthLimit else { throw Self.refusal("it is nested too deeply") }
        if take("not") { return "not (\(try withoutBrackets(try negation())))" }
        guard next == .open else { return try comparison() }
        place += 1
        let inner = try alternatives()
        guard next == .close else { throw unexpected() }
        place += 1
        return "(\(inner))"
    }

    /// What stands in brackets of its own needs no second pair.
    private func withoutBrackets(_ text: String) throws -> String {
        guard text.hasPrefix("("), text.hasSuffix(")") else { return text }
        var open = 0
        var isQuoted = false
        for (offset, byte) in text.utf8.enumerated() {
            if byte == UInt8(ascii: "'") { isQuoted.toggle() }
            if !isQuoted, byte == UInt8(ascii: "(") { open += 1 }
            if !isQuoted, byte == UInt8(ascii: ")") { open -= 1 }
            if open == 0, offset < text.utf8.count - 1 { return text }
        }
        return String(text.dropFirst().dropLast())
    }

    private mutating func comparison() throws -> String {
        guard case .word(let written)? = next else { throw unexpected() }
        place += 1
        guard case .operation(let relation)? = next else { throw unexpected() }
        place += 1
        let value = next
        place += 1
        let facts = cmdlet.property(named: written)
        let name = facts?.name ?? written
        let isList = facts?.isCollection ?? false
        switch (relation, value) {
        case (_, nil), (_, .open?), (_, .close?), (_, .operation?):
            place -= 1
            throw unexpected()
        case ("like", let value?), ("notlike", let value?):
            let pattern = try pattern(of: value.text, isList ? "d" : name)
            let condition = isList ? "\(name)/any(d:\(pattern.text))" : pattern.text
            guard relation == "notlike" else { return condition }
            return pattern.isEquality && !isList
                ? condition.replacing(" eq ", with: " ne ", maxReplacements: 1) : "not (\(condition))"
        case ("eq", let value?), ("ne", let value?), ("gt", let value?), ("ge", let value?), ("lt", let value?),
            ("le", let value?):
            let literal = literal(value, of: facts)
            guard isList else { return "\(name) \(relation) \(literal)" }
            guard literal != "null" else {
                // Nobody has seen in which form the service takes that.
                throw Self.refusal(
                    "whether the list \(name) is empty cannot be asked of its entities; \(cmdlet.olderCmdlet) can be asked"
                )
            }
            // None of them is that one.
            guard relation != "ne" else { return "not (\(name)/any(d:d eq \(literal)))" }
            return "\(name)/any(d:d \(relation) \(literal))"
        default: throw Self.refusal("the service's entities know no -\(relation)")
        }
    }

    /// The condition of a pattern, which may have an asterisk at either end.
    private func pattern(of text: String, _ name: String) throws -> (text: String, isEquality: Bool) {
        let inner = text.drop { $0 == "*" }
        let core = String(inner.reversed().drop { $0 == "*" }.reversed())
        guard !core.contains("*") else {
            throw Self.refusal("an asterisk may stand at the beginning and the end of '\(text)' only")
        }
        guard !core.isEmpty else {
            if text.isEmpty { return ("\(name) eq ''", true) }
            return ("\(name) ne null", false)
        }
        let quoted = Self.quoted(core)
        switch (text.hasPrefix("*"), text.hasSuffix("*")) {
        case (true, true): return ("contains(\(name), \(quoted))", false)
        case (false, true): return ("startswith(\(name), \(quoted))", false)
        case (true, false): return ("endswith(\(name), \(quoted))", false)
        case (false, false): return ("\(name) eq \(quoted)", true)
        }
    }

    /// A value as the property's type has it; a date stays the text that it is.
    private func literal(_ value: EntityFilterToken, of facts: EDMTypeFacts.Property?) -> String {
        let text = value.text
        switch value {
        case .word where text.lowercased() == "$null": return "null"
        case .word where ["$true", "$false"].contains(text.lowercased()): return String(text.lowercased().dropFirst())
        case .quoted where facts?.type == "Boolean" && ["true", "false"].contains(text.lowercased()):
            return text.lowercased()
        case .quoted where facts?.type.hasPrefix("Int") == true && Int64(text) != nil: return text
        case .word where Int64(text) != nil && facts?.type != "String": return text
        default: return Self.quoted(text)
        }
    }

    private static func quoted(_ text: String) -> String { "'\(text.replacing("'", with: "''"))'" }

    // MARK: Words

    private var next: EntityFilterToken? { place < tokens.count ? tokens[place] : nil }

    private mutating func take(_ name: String) -> Bool {
        guard case .operation(name)? = next else { return false }
        place += 1
        return true
    }

    private func unexpected() -> BindingError {
        guard let next else { return Self.refusal("it ends too early") }
        return Self.refusal("'\(next.text)' stands at word \(place + 1) where something else is expected")
    }

    static func refusal(_ reason: String) -> BindingError {
        BindingError(
            .transformation,
            "-Filter cannot be asked of the service: \(reason).",
            repair: "A filter looks like: RecipientTypeDetails -eq 'SharedMailbox' -and Name -like 'a*'"
        )
    }
}
