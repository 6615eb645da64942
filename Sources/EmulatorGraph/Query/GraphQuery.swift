import EmulatorCore
import ExoCrypto
import ExoJSON
import HTTPServer

/// The options of a query, read and checked.
struct GraphQuery: Sendable {
    private static let known: Set = [
        "$filter", "$select", "$top", "$orderby", "$expand", "$count", "$search", "$skiptoken", "$skip", "$format",
    ]
    /// What lists alone know.
    private static let ofLists: Set = ["$filter", "$top", "$orderby", "$search", "$skiptoken", "$skip", "$count"]
    private static let pageLimit = 999

    var filter: GraphFilter?
    var select: [String]?
    var top = 100
    var order: (property: String, isDescending: Bool)?
    var expand: GraphExpansion?
    var wantsCount = false
    /// Where the page before ended.
    var position: [String]?
    /// The options as they go into the next page's address, without the position.
    private let repeated: FormFields

    /// Reads the options of a request for objects of a kind.
    ///
    /// - Throws: ``GraphError`` for what cannot be read, is not known, or needs eventual consistency.
    init(_ call: GraphCall, _ shape: GraphShape, isList: Bool = true, chooses: Bool = true) throws {
        let fields = FormFields(call.request.query.fields.map { .init(Self.name($0.name), $0.value) })
        repeated = FormFields(fields.fields.filter { $0.name != "$skiptoken" })
        for field in fields.fields where field.name.hasPrefix("$") {
            guard Self.known.contains(field.name), isList || !Self.ofLists.contains(field.name),
                chooses || field.name == "$format"
            else {
                throw GraphError.badRequest("The query parameter '\(field.name.prefix(100))' is not supported here.")
            }
            guard !fields.repeats(field.name) else {
                throw GraphError.badRequest(
                    "Query option '\(field.name)' was specified more than once, but it must be specified at most once."
                )
            }
        }
        func option(_ name: String) -> String? { fields.value(ignoringCase: name) }
        filter = try option("$filter").map { try GraphFilterParser.parse($0).named(by: shape.property) }
        if let text = option("$search") {
            guard call.isEventual || !shape.isDirectory else {
                throw GraphError.unsupportedQuery(
                    """
                    Request with $search query parameter only works through MSGraph with a special request header: \
                    'ConsistencyLevel: eventual'
                    """
                )
            }
            let search = try GraphSearch.filter(text).named(by: shape.property)
            filter = filter.map { .and([$0, search]) } ?? search
        }
        if let text = option("$top") {
            guard let number = Int(text), (1...Self.pageLimit).contains(number) else {
                throw GraphError.badRequest(
                    "Invalid page size specified: '\(text.prefix(20))'. Must be between 1 and 999 inclusive."
                )
            }
            top = number
        }
        if option("$skip") != nil { throw GraphError.badRequest("'$skip' is not supported by the service.") }
        if let text = option("$count") {
            guard let flag = Bool(text.lowercased()) else { throw GraphError.badRequest("Invalid value for '$count'.") }
            wantsCount = flag && (call.isEventual || !shape.isDirectory)
        }
        if let text = option("$select") { select = try shape.selection(text) }
        if let text = option("$orderby") { order = try Self.order(text, shape) }
        if let text = option("$expand") { expand = try shape.expansion(text) }
        if let text = option("$skiptoken") { position = try Self.position(text) }
        try check(call, shape)
    }

    /// The name of an option with its sign, which may be left out, in small letters.
    private static func name(_ text: String) -> String {
        let name = text.lowercased()
        return known.contains("$\(name)") ? "$\(name)" : name.hasPrefix("$") ? name : text
    }

    /// The address of the page behind a position.
    func next(_ call: GraphCall, after position: [String]) -> String {
        let token = Base64URL.encode(JSONValue.array(position.map { .string($0) }).serialized())
        var fields = repeated
        fields.fields.append(.init("$skiptoken", token))
        // OData's own names stay readable, as the service leaves them.
        let query = fields.encoded.replacing("%24", with: "$")
        return "\(call.root)\(call.rawPath)?\(query)"
    }

    private func check(_ call: GraphCall, _ shape: GraphShape) throws {
        for name in filter?.properties ?? [] where !shape.properties.contains(name) {
            throw GraphError.badRequest(
                "Invalid filter clause: Could not find a property named '\(name.prefix(100))' on type '\(shape.type)'."
            )
        }
        try filter?.checkTypes(shape)
        guard shape.isDirectory, !call.isEventual else { return }
        if let filter, filter.isAdvanced {
            throw GraphError.unsupportedQuery(
                """
                Operator is not supported because the 'ConsistencyLevel:eventual' header is missing. Refer to \
                https://aka.ms/graph-docs/advanced-queries for more information
                """
            )
        }
        guard filter == nil || order == nil else {
            throw GraphError.unsupportedQuery("Sorting not supported for current query.")
        }
    }

    private static func order(_ text: String, _ shape: GraphShape) throws -> (String, Bool) {
        let words = text.split(separator: " ").map(String.init)
        guard let property = words.first, words.count <= 2,
            ["asc", "desc"].contains(words.last?.lowercased() ?? "") || words.count == 1
        else { throw GraphError.badRequest("Invalid $orderby clause.") }
        guard let property = shape.property(property) else {
            throw GraphError.badRequest(
                "Could not find a property named '\(property.prefix(100))' on type '\(shape.type)'."
            )
        }
        return (property, words.count == 2 && words[1].lowercased() == "desc")
    }

    private static func position(_ text: String) throws -> [String] {
        let position = Base64URL.decode(text).flatMap { try? JSONValue(parsing: $0) }?.arrayValue?.compactMap(
            \.stringValue
        )
        guard let position, (1...2).contains(position.count), text.utf8.count <= 4096 else {
            throw GraphError.badRequest("The value of '$skiptoken' is not valid.")
        }
        return position
    }
}
