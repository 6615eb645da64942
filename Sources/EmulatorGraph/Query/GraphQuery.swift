import EmulatorCore
import ExoCrypto
import ExoJSON
import HTTPServer

/// The options of a query, read and checked in the one place.
struct GraphQuery: Sendable {
    private static let pageLimit = 999

    private(set) var filter: GraphFilter?
    private(set) var select: GraphSelection?
    private(set) var top = 100
    private(set) var order: (property: String, isDescending: Bool)?
    private(set) var expand: GraphExpansion?
    private(set) var wantsCount = false
    /// Where the page before ended.
    private(set) var position: [String]?

    /// Asks for nothing beside what comes by itself.
    init() {}

    /// Reads the options of a request.
    ///
    /// - Parameters:
    ///   - call: The request.
    ///   - shape: What the objects look like that it is about; `nil` where it is about none.
    ///   - answer: What it is answered with.
    /// - Throws: ``GraphError`` for what cannot be read, is not applied to such an answer, or needs eventual consistency.
    init(_ call: GraphCall, _ shape: GraphShape?, _ answer: GraphAnswer) throws {
        let options = call.options
        try options.check(for: answer)
        guard let shape else { return }
        filter = try options["$filter"].map { try GraphFilterParser.parse($0).bound(to: shape.type) }
        if let text = options["$search"] {
            guard call.isEventual || !shape.isDirectory else {
                throw GraphError.unsupportedQuery(
                    """
                    Request with $search query parameter only works through MSGraph with a special request header: \
                    'ConsistencyLevel: eventual'
                    """
                )
            }
            let search = try GraphSearch.filter(text).bound(to: shape.type)
            filter = filter.map { .and([$0, search]) } ?? search
        }
        if let text = options["$top"] {
            guard let number = Int(text), (1...Self.pageLimit).contains(number) else {
                throw GraphError.badRequest(
                    "Invalid page size specified: '\(text.prefix(20))'. Must be between 1 and 999 inclusive."
                )
            }
            top = number
        }
        if options["$skip"] != nil { throw GraphError.badRequest("'$skip' is not supported by the service.") }
        if let text = options["$count"] {
            guard let flag = Bool(text.lowercased()) else { throw GraphError.badRequest("Invalid value for '$count'.") }
            wantsCount = flag && (call.isEventual || !shape.isDirectory)
        }
        if let text = options["$select"] { select = try GraphSelection(text, of: shape.type) }
        if let text = options["$orderby"] { order = try Self.order(text, shape.type) }
        if let text = options["$expand"] { expand = try GraphExpansion(text, of: shape) }
        if let text = options["$skiptoken"] { position = try Self.position(text) }
        try check(call, shape)
    }

    /// The address of the page behind a position.
    func next(_ call: GraphCall, after position: [String]) -> String {
        let token = Base64URL.encode(JSONValue.array(position.map { .string($0) }).serialized())
        return "\(call.root)\(call.rawPath)?\(call.options.next(token))"
    }

    /// Whether it chooses a property, or filters by it.
    func mentions(_ property: String) -> Bool {
        select?.contains(property) == true || filter?.mentions(property) == true
    }

    private func check(_ call: GraphCall, _ shape: GraphShape) throws {
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

    private static func order(_ text: String, _ type: GraphType) throws -> (String, Bool) {
        let words = text.split(separator: " ").map(String.init)
        guard let name = words.first, words.count <= 2,
            ["asc", "desc"].contains(words.last?.lowercased() ?? "") || words.count == 1
        else { throw GraphError.badRequest("Invalid $orderby clause.") }
        guard let property = type.property(name) else {
            throw GraphError.badRequest(
                "Could not find a property named '\(name.prefix(100))' on type '\(type.fullName)'."
            )
        }
        guard property.primitive != nil, !property.isCollection else {
            throw GraphError.unsupportedQuery("Sorting by '\(property.name)' is not supported.")
        }
        return (property.name, words.count == 2 && words[1].lowercased() == "desc")
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
