import ExoJSON

/// What a `$select` names: properties, and what of complex values was named behind them.
struct GraphSelection: Sendable {
    private static let limit = 200
    private static let deepest = 5

    /// One property.
    struct Part: Sendable {
        let name: String
        let isCollection: Bool
        /// Whether it leads to other objects, which choosing does not show.
        let isNavigation: Bool
        /// What is chosen of its value; `nil` for all.
        var inner: GraphSelection?
    }

    private(set) var parts: [Part] = []

    /// Reads `id,web/redirectUris,api($select=oauth2PermissionScopes)`.
    ///
    /// - Throws: ``GraphError`` that names what objects of the type do not have.
    init(_ text: String, of type: GraphType) throws { try self.init(text, of: type, depth: 0) }

    private init(_ text: String, of type: GraphType, depth: Int) throws {
        let names = try Self.split(text[...])
        guard names.count <= Self.limit, depth <= Self.deepest else {
            throw GraphError.badRequest("The $select clause is too long.")
        }
        if names.contains("*") {
            parts = type.properties.map {
                Part(name: $0.name, isCollection: $0.isCollection, isNavigation: false, inner: nil)
            }
            return
        }
        for name in names { try add(name, of: type, depth: depth) }
    }

    /// The names, as contexts repeat them.
    var names: [String] {
        parts.flatMap { part in part.inner.map { $0.names.map { "\(part.name)/\($0)" } } ?? [part.name] }
    }

    func contains(_ name: String) -> Bool { parts.contains { $0.name == name } }

    /// The selection of what objects of another type have too.
    func selection(of type: GraphType) -> GraphSelection {
        var selection = self
        selection.parts.removeAll { type.member($0.name) == nil }
        return selection
    }

    /// What of an object was chosen, without those that are missing.
    func chosen(_ object: JSONObject) -> JSONObject {
        JSONObject(
            object.members.compactMap { member in
                if member.name.hasPrefix("@odata.") { return member }
                guard let part = parts.first(where: { $0.name == member.name }) else { return nil }
                return .init(name: member.name, value: part.inner?.chosen(in: member.value) ?? member.value)
            }
        )
    }

    /// The same of a complex value, or of each in a list; what it lacks is null.
    private func chosen(in value: JSONValue) -> JSONValue {
        switch value {
        case .array(let values): return .array(values.map(chosen))
        case .object(let object):
            var shown = chosen(object)
            for part in parts where shown[part.name] == nil { shown[part.name] = part.isCollection ? [] : .null }
            return .object(shown)
        default: return value
        }
    }

    private mutating func add(_ text: String, of type: GraphType, depth: Int) throws {
        let end = text.firstIndex { $0 == "/" || $0 == "(" } ?? text.endIndex
        let (root, rest) = (String(text[..<end]), text[end...])
        guard let member = type.member(root), member.kind != .operation else {
            guard type.isOpen, !root.isEmpty, rest.isEmpty else { throw Self.unknown(root, type.fullName) }
            return insert(Part(name: root, isCollection: false, isNavigation: false, inner: nil))
        }
        var part = Part(
            name: member.name,
            isCollection: member.isCollection,
            isNavigation: member.kind == .navigation,
            inner: nil
        )
        if !rest.isEmpty {
            let inner = try Self.nested(rest)
            guard member.kind == .property else {
                throw GraphError.unsupportedQuery("Choosing properties of '\(member.name)' needs $expand.")
            }
            guard let type = GraphModel.published.type(member.type), type.kind == .complex else {
                throw Self.unknown(inner, member.primitive?.rawValue ?? member.type)
            }
            part.inner = try GraphSelection(inner, of: type, depth: depth + 1)
        }
        insert(part)
    }

    private mutating func insert(_ part: Part) {
        guard let place = parts.firstIndex(where: { $0.name == part.name }) else { return parts.append(part) }
        if let inner = part.inner {
            for other in inner.parts { parts[place].inner?.insert(other) }
        } else {
            parts[place].inner = nil
        }
    }

    /// What stands behind a property: `/name` or `($select=names)`.
    private static func nested(_ rest: Substring) throws -> String {
        if rest.hasPrefix("/") { return String(rest.dropFirst()) }
        let option = rest.dropFirst().dropLast()
        guard rest.hasSuffix(")"), option.lowercased().hasPrefix("$select=") else {
            throw GraphError.badRequest("Invalid $select clause: only '$select' may stand in parentheses.")
        }
        return String(option.dropFirst("$select=".count))
    }

    /// The names between the commas outside parentheses.
    private static func split(_ text: Substring) throws -> [String] {
        var parts: [Substring] = []
        var depth = 0
        var start = text.startIndex
        for index in text.utf8.indices {
            switch text.utf8[index] {
            case UInt8(ascii: "("): depth += 1
            case UInt8(ascii: ")"): depth -= 1
            case UInt8(ascii: ",") where depth == 0:
                parts.append(text[start..<index])
                start = text.utf8.index(after: index)
            default: break
            }
            guard (0...deepest).contains(depth) else { break }
        }
        guard depth == 0 else { throw GraphError.badRequest("Invalid $select clause: the parentheses do not match.") }
        parts.append(text[start...])
        let names = parts.map { $0.filter { $0 != " " } }.filter { !$0.isEmpty }
        guard !names.isEmpty else { throw GraphError.badRequest("Invalid $select clause: it names nothing.") }
        return names
    }

    private static func unknown(_ name: String, _ type: String) -> GraphError {
        .badRequest(
            """
            Parsing OData Select and Expand failed: Could not find a property named '\(name.prefix(100))' on type \
            '\(type)'.
            """
        )
    }
}
