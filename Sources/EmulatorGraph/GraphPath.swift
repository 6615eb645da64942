import EmulatorCore

/// The path below the version, taken apart.
struct GraphPath: Sendable {
    /// One segment: `applications`, `applications(appId='…')`, an id.
    struct Segment: Sendable, Equatable {
        /// The segment without its key.
        var name: String
        /// The segment as it was written.
        var text: String
        /// The key in parentheses.
        var key: Key?

        /// The type that the segment casts to, or the action that it names with its namespace, in small letters.
        var cast: String? {
            let name = name.lowercased()
            return name.hasPrefix(GraphPath.namespace) ? String(name.dropFirst(GraphPath.namespace.count)) : nil
        }
    }

    /// What picks one object out of a set.
    struct Key: Sendable, Equatable {
        /// `appId` and so on; `nil` for the id.
        var property: String?
        var value: String
    }

    /// What stands before types in casts; `graph.` alone is its short form.
    static let namespace = "microsoft.graph."

    private(set) var rest: ArraySlice<Segment>

    init(_ segments: some Sequence<String>) { rest = ArraySlice(segments.map { Self.segment(Self.whole($0)) }) }

    /// The segment with the namespace written out.
    private static func whole(_ text: String) -> String {
        let lower = text.lowercased()
        if lower.hasPrefix(namespace) { return namespace + text.dropFirst(namespace.count) }
        guard lower.hasPrefix("graph."), !text.contains("@") else { return text }
        let name = text.dropFirst("graph.".count)
        return name.prefix { $0 != "(" }.allSatisfy(\.isLetter) ? namespace + name : text
    }

    /// Takes a cast to the type that the object before it has.
    ///
    /// - Throws: ``GraphError`` when it casts to another type.
    mutating func takeCast(to type: String) throws {
        guard let first = rest.first, let cast = first.cast, GraphModel.isType(cast) else { return }
        guard [type.lowercased(), "directoryobject"].contains(cast) else { throw GraphError.noResource(first.text) }
        rest.removeFirst()
    }

    var isEmpty: Bool { rest.isEmpty }

    /// The next segment's name in small letters, without taking it.
    var nextName: String? { rest.first?.name.lowercased() }

    /// Takes the next segment.
    mutating func next() -> Segment? { rest.popFirst() }

    /// Takes the key of a set's segment, or the segment behind it that is one; `nil` when the set itself is meant.
    mutating func key(of set: Segment) -> Key? {
        if let key = set.key { return key }
        guard let first = rest.first, !first.text.hasPrefix("$"), !first.text.hasSuffix("()"), first.cast == nil else {
            return nil
        }
        rest.removeFirst()
        return Key(value: first.text)
    }

    /// What is left as a name to switch on: `members/$ref`.
    var remainder: String { rest.map { $0.name.lowercased() }.joined(separator: "/") }

    private static func segment(_ text: String) -> Segment {
        guard text.hasSuffix(")"), let open = text.firstIndex(of: "("), open > text.startIndex else {
            return Segment(name: text, text: text, key: nil)
        }
        let inner = text[text.index(after: open)...].dropLast()
        let name = String(text[..<open])
        var property: String?
        var value = inner
        if let equals = inner.firstIndex(of: "="), !inner.hasPrefix("'") {
            property = String(inner[..<equals])
            value = inner[inner.index(after: equals)...]
        }
        if value.utf8.count >= 2, value.hasPrefix("'"), value.hasSuffix("'") {
            value = value.dropFirst().dropLast()
        }
        return Segment(
            name: name,
            text: text,
            key: inner.isEmpty ? nil : Key(property: property, value: String(value).replacing("''", with: "'"))
        )
    }
}
