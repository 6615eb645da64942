import EmulatorAdministration
import EmulatorCore
import ExoJSON

/// What the objects of a set have, for choosing and filtering.
struct GraphShape: Sendable {
    /// `microsoft.graph.user` and so on.
    var type: String
    /// All properties by name.
    var properties: Set<String>
    /// The properties that come unasked; `nil` for all.
    var defaults: [String]?
    /// What `$expand` may name.
    var relations: Set<String> = []
    /// Whether the rules of eventual consistency hold.
    var isDirectory = true
    /// The properties in small letters with their names.
    private let names: [String: String]

    init(
        _ type: String,
        _ properties: [String],
        defaults: [String]? = nil,
        relations: Set<String> = [],
        isDirectory: Bool = true
    ) {
        self.type = "microsoft.graph.\(type)"
        self.properties = Set(properties)
        names = Dictionary(properties.map { ($0.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
        self.defaults = defaults
        self.relations = relations
        self.isDirectory = isDirectory
    }

    /// A property by its name in any letter case.
    func property(_ name: String) -> String? { names[name.lowercased()] }

    /// A relation by its name in any letter case.
    func relation(_ name: String) -> String? { relations.first { $0.lowercased() == name.lowercased() } }

    /// Reads a `$select`.
    func selection(_ text: String) throws -> [String] {
        let names = text.split(separator: ",").map { $0.filter { $0 != " " } }
        guard names.count <= 200 else { throw GraphError.badRequest("The $select clause is too long.") }
        if names.contains("*") { return Array(properties) }
        return try names.map { name in
            let root = String(name.prefix { $0 != "/" })
            let known =
                property(root) ?? relation(root) ?? Self.common.first { $0.lowercased() == root.lowercased() }
                ?? (type == "microsoft.graph.user" && GraphModel.isRelationOfUsers(root) ? root : nil)
            guard let known else {
                throw GraphError.badRequest(
                    """
                    Parsing OData Select and Expand failed: Could not find a property named '\(root.prefix(100))' on type \
                    '\(type)'.
                    """
                )
            }
            return known
        }
    }

    /// Reads an `$expand` of one relation, with a `$select` of its own or without.
    func expansion(_ text: String) throws -> GraphExpansion {
        let expansion = try GraphExpansion(text)
        let name = expansion.relation
        guard let relation = relation(name) else {
            throw GraphError.badRequest(
                """
                Parsing OData Select and Expand failed: Could not find a property named '\(name.prefix(100))' on type \
                '\(type)'.
                """
            )
        }
        return GraphExpansion(relation: relation, select: expansion.select)
    }

    /// What is shown of an object: what was asked for, or what comes unasked.
    func project(_ object: JSONObject, _ select: [String]?) -> JSONObject {
        guard let names = select ?? defaults else { return object }
        let wanted = Set(names + (select == nil ? ["id"] : []))
        var shown = JSONObject(object.members.filter { wanted.contains($0.name) || $0.name.hasPrefix("@odata.") })
        // Objects of mixed lists have properties of their own kinds alone.
        guard select != nil, type != "microsoft.graph.directoryObject" else { return shown }
        for name in names where shown[name] == nil && properties.contains(name) {
            shown[name] = GraphModel.lists.contains(name) ? [] : .null
        }
        return shown
    }

    // Properties of the service that the emulator has no value for, but that clients ask for by name.
    private static let common: Set = ["id", "deletedDateTime", "createdDateTime", "displayName", "description"]
}
