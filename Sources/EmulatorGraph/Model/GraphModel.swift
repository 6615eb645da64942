import EmulatorCore

/// The service's published model: its types, and what can stand behind an object of each.
///
/// Paths, options and bodies are read by it. What it has and nothing here answers is what the emulator lacks.
struct GraphModel: Sendable {
    static let published = GraphModel(EmbeddedFile.graphModel.text)

    /// The types by their names in small letters.
    private let types: [String: GraphType]
    /// Where paths begin.
    let root: GraphType
    /// What lists of mixed directory objects may be asked for: everything that a kind of them has.
    let mixed: GraphType

    /// Reads the form that `scripts/build-graph-model.py` writes.
    init(_ text: String) {
        var order: [String] = []
        var written: [String: GraphType] = [:]
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            if line.first == " " {
                guard let last = order.last else { continue }
                written[last]?.add(GraphMember(line))
            } else {
                let type = GraphType(line)
                order.append(type.name)
                written[type.name] = type
            }
        }
        func whole(_ name: String) -> GraphType? {
            guard let type = written[name] else { return nil }
            return type.base.flatMap(whole).map(type.deriving) ?? type
        }
        let all = order.compactMap(whole)
        types = Dictionary(all.map { ($0.name.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
        root = whole("graph") ?? GraphType("container graph")
        mixed = all.filter { $0.isKind(of: "directoryObject") && $0.isDescribed }
            .reduce(GraphType("entity directoryObject")) { $0.joined(with: $1) }
    }

    /// A type by its name in any letter case; `nil` for one of which nothing is known.
    func type(_ name: String) -> GraphType? { types[name.lowercased()] }

    /// A type that the model is known to have.
    subscript(name: String) -> GraphType {
        guard let type = type(name) else { preconditionFailure("\(EmbeddedFile.graphModel.rawValue): no \(name)") }
        return type
    }

    /// The set that all objects of a type are in; `nil` for what only belongs to other objects.
    func set(of type: String) -> String? {
        root.navigation.first { $0.type == type && $0.isCollection }?.name
    }
}
