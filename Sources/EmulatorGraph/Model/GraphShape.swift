import EmulatorCore
import ExoJSON

/// What is shown of the objects of a type, and which of their relations the emulator has.
///
/// The rest, from properties to actions, is said by the published model.
struct GraphShape: Sendable {
    /// The objects that one is related to, by its id.
    typealias Relation = @Sendable (GraphRouter, _ id: String) throws -> [JSONObject]

    let type: GraphType
    /// The properties that come unasked; `nil` for all.
    let defaults: [String]?
    /// Whether the rules of eventual consistency hold.
    let isDirectory: Bool
    /// The relations by their names, as the model writes them.
    let relations: [String: Relation]

    init(
        _ type: String,
        defaults: [String]? = nil,
        isDirectory: Bool = false,
        relations: [String: Relation] = [:]
    ) {
        self.init(GraphModel.published[type], defaults: defaults, isDirectory: isDirectory, relations: relations)
    }

    private init(_ type: GraphType, defaults: [String]?, isDirectory: Bool, relations: [String: Relation]) {
        for name in relations.keys where type.member(name)?.kind != .navigation || type.member(name)?.name != name {
            preconditionFailure("\(type.name) has no relation \(name) by \(EmbeddedFile.graphModel.rawValue)")
        }
        self.type = type
        self.defaults = defaults
        self.isDirectory = isDirectory
        self.relations = relations
    }

    /// Lists of mixed directory objects.
    static let mixed = GraphShape(
        GraphModel.published.mixed,
        defaults: nil,
        isDirectory: true,
        relations: directory.reduce(into: [:]) { $0.merge($1.relations) { first, _ in first } }
    )

    private static let directory = [
        UserEntity.shape, GroupEntity.shape, ServicePrincipalEntity.shape, ApplicationEntity.shape,
        RoleEntity.activeShape, AdministrativeUnitEntity.shape,
    ]
    private static let all = Dictionary(
        (directory + [RoleEntity.assignmentShape]).map { ($0.type.name, $0) },
        uniquingKeysWith: { first, _ in first }
    )

    /// The shape of a type's objects.
    static func of(_ type: GraphType) -> GraphShape {
        if let shape = all[type.name] { return shape }
        guard type.isDescribed, type.name != mixed.type.name else { return mixed }
        return GraphShape(type, defaults: nil, isDirectory: false, relations: [:])
    }

    /// The shape that an object has by itself, which in mixed lists says what it is.
    func own(of object: JSONObject) -> GraphShape {
        guard type.name == Self.mixed.type.name, let type = Self.type(of: object) else { return self }
        return Self.of(type)
    }

    /// The type that an object of a mixed list says it has.
    static func type(of object: JSONObject) -> GraphType? {
        object["@odata.type"]?.stringValue.flatMap {
            GraphModel.published.type(String($0.dropFirst("#\(GraphPath.namespace)".count)))
        }
    }

    /// What is shown of an object: what was asked for, or what comes unasked.
    func project(_ object: JSONObject, _ select: GraphSelection?) -> JSONObject {
        let own = own(of: object)
        guard let select = select?.selection(of: own.type) else {
            guard let defaults = own.defaults else { return object }
            return JSONObject(
                object.members.filter { member in
                    defaults.contains(member.name) || member.name.hasPrefix("@odata.")
                        || member.name == "deletedDateTime" && !member.value.isNull
                }
            )
        }
        var shown = select.chosen(object)
        for part in select.parts where shown[part.name] == nil && !part.isNavigation {
            shown[part.name] = part.isCollection ? [] : .null
        }
        return shown
    }
}
