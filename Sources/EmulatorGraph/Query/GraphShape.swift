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

    init(
        _ type: String,
        _ properties: [String],
        defaults: [String]? = nil,
        relations: Set<String> = [],
        isDirectory: Bool = true
    ) {
        self.type = "microsoft.graph.\(type)"
        self.properties = Set(properties)
        self.defaults = defaults
        self.relations = relations
        self.isDirectory = isDirectory
    }

    /// Reads a `$select`.
    func selection(_ text: String) throws -> [String] {
        let names = text.split(separator: ",").map { $0.filter { $0 != " " } }
        guard names.count <= 200 else { throw GraphError.badRequest("The $select clause is too long.") }
        if names.contains("*") { return Array(properties) }
        return try names.map { name in
            let root = String(name.prefix { $0 != "/" })
            guard properties.contains(root) || relations.contains(root) || isDirectory && Self.common.contains(root)
            else {
                throw GraphError.badRequest(
                    """
                    Parsing OData Select and Expand failed: Could not find a property named '\(root.prefix(100))' on type \
                    '\(type)'.
                    """
                )
            }
            return root
        }
    }

    /// Reads an `$expand`; options in parentheses are not looked at.
    func expansion(_ text: String) throws -> [String] {
        var depth = 0
        let outer = text.prefix(2048).filter { character in
            if character == "(" { depth += 1 }
            defer { if character == ")" { depth -= 1 } }
            return depth <= 0 && character != ")"
        }
        let names = outer.split(separator: ",").map { $0.filter { $0 != " " } }
        for name in names where !relations.contains(name) {
            throw GraphError.badRequest(
                """
                Parsing OData Select and Expand failed: Could not find a property named '\(name.prefix(100))' on type \
                '\(type)'.
                """
            )
        }
        guard names.count == 1 else { throw GraphError.unsupportedQuery("Only one property may be expanded.") }
        return names
    }

    /// What is shown of an object: what was asked for, or what comes unasked.
    func project(_ object: JSONObject, _ select: [String]?) -> JSONObject {
        guard let names = select ?? defaults else { return object }
        let wanted = Set(names + (select == nil ? ["id"] : []))
        return JSONObject(object.members.filter { wanted.contains($0.name) || $0.name.hasPrefix("@odata.") })
    }

    // Properties of the service that the emulator has no value for, but that clients ask for by name.
    private static let common: Set = ["id", "deletedDateTime", "createdDateTime", "displayName", "description"]
}
