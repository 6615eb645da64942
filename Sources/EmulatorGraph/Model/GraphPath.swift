import EmulatorCore

/// The path below the version, taken apart.
struct GraphPath: Sendable {
    /// What a segment is by the published model.
    enum Role: Sendable, Equatable {
        /// Not looked up yet, or behind something that the model does not describe.
        case unknown
        /// A set, or what leads to other objects.
        case navigation
        /// The id of an object in the set before it.
        case key
        /// A kind of objects, to which those before it are narrowed.
        case cast(String)
        case property
        case operation
        /// `$count`, `$ref`, `$value`.
        case option
    }

    /// One segment: `applications`, `applications(appId='…')`, an id.
    struct Segment: Sendable, Equatable {
        /// The segment without its key; as the model writes it, once it is looked up.
        var name: String
        /// The segment as it was written.
        var text: String
        /// The key in parentheses.
        var key: Key?
        var role = Role.unknown

        /// The kind of objects that the segment casts to.
        var cast: String? { if case .cast(let type) = role { type } else { nil } }

        /// The name behind the service's namespace or its short form, as casts and operations are written.
        var qualified: (name: String, isWhole: Bool)? {
            let lower = name.lowercased()
            if lower.hasPrefix(GraphPath.namespace) { return (String(name.dropFirst(GraphPath.namespace.count)), true) }
            return lower.hasPrefix("graph.") ? (String(name.dropFirst("graph.".count)), false) : nil
        }
    }

    /// What picks one object out of a set.
    struct Key: Sendable, Equatable {
        /// `appId` and so on; `nil` for the id.
        var property: String?
        var value: String
    }

    /// What stands before the names of types.
    static let namespace = "microsoft.graph."

    var rest: ArraySlice<Segment>

    init(_ segments: some Sequence<String>) { rest = ArraySlice(segments.map(Self.segment)) }

    /// Takes a cast, which the model says the object before it may have.
    ///
    /// - Throws: ``GraphError`` when it casts to a kind of which the emulator has none.
    mutating func takeCast(to type: String) throws {
        guard let first = rest.first, let cast = first.cast else { return }
        guard [type, "directoryObject"].contains(cast) else { throw GraphError.notEmulated(first.text) }
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
        guard let first = rest.first, first.role == .key else { return nil }
        rest.removeFirst()
        // As older documentation writes the key of a directory role.
        let parts = first.text.split(separator: "=", maxSplits: 1)
        if parts.count == 2, parts[0].lowercased() == "roletemplateid" {
            return Key(property: "roleTemplateId", value: String(parts[1]))
        }
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
