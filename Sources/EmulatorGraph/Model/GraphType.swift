/// A type of the published model.
struct GraphType: Sendable {
    enum Kind: String, Sendable {
        /// Its objects have addresses.
        case entity
        /// Its values are parts of objects.
        case complex
        /// It holds sets.
        case container
    }

    let name: String
    let kind: Kind
    let base: String?
    /// Whether it takes members that it does not declare.
    let isOpen: Bool
    /// Whether more than its name is known.
    private(set) var isDescribed = false
    /// The names of its base and of what that derives from.
    private var ancestors: Set<String> = []
    /// Members by their names in small letters.
    private var members: [String: GraphMember] = [:]
    private var operationsOfCollections: [String: GraphMember] = [:]

    /// Reads `entity user directoryObject`, with `open` in front of one that takes other members too.
    init(_ line: Substring) {
        let words = line.split(separator: " ").map(String.init)
        isOpen = words.first == "open"
        let rest = words.dropFirst(isOpen ? 1 : 0)
        kind = rest.first.flatMap { Kind(rawValue: $0) } ?? .entity
        name = rest.dropFirst().first ?? ""
        base = rest.dropFirst(2).first
    }

    mutating func add(_ member: GraphMember) {
        isDescribed = true
        if member.isOfCollections {
            operationsOfCollections[member.name.lowercased()] = member
        } else {
            members[member.name.lowercased()] = member
        }
    }

    /// The type with what its base has.
    func deriving(from base: GraphType) -> GraphType {
        var type = joined(with: base)
        type.ancestors = base.ancestors.union([base.name])
        return type
    }

    /// The type with what another one has beside it.
    func joined(with other: GraphType) -> GraphType {
        var type = self
        type.members.merge(other.members) { own, _ in own }
        type.operationsOfCollections.merge(other.operationsOfCollections) { own, _ in own }
        return type
    }

    /// Whether it is a type or derives from it.
    func isKind(of other: String) -> Bool { name == other || ancestors.contains(other) }

    /// What stands behind an object, by its name in any letter case.
    func member(_ name: String) -> GraphMember? { members[name.lowercased()] }

    /// A property, by its name in any letter case.
    func property(_ name: String) -> GraphMember? {
        members[name.lowercased()].flatMap { $0.kind == .property ? $0 : nil }
    }

    /// An action or function of collections of it.
    func operationOfCollections(_ name: String) -> GraphMember? { operationsOfCollections[name.lowercased()] }

    /// The properties, by their names.
    var properties: [GraphMember] {
        members.values.filter { $0.kind == .property }.sorted { $0.name < $1.name }
    }

    /// What leads to other objects.
    var navigation: [GraphMember] { members.values.filter { $0.kind == .navigation } }

    /// The name with its namespace, as the service writes it.
    var fullName: String { GraphPath.namespace + name }
}
