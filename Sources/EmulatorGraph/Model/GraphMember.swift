/// What stands behind an object of a type.
struct GraphMember: Sendable, Equatable {
    enum Kind: Sendable {
        case property
        /// Leads to other objects.
        case navigation
        /// An action or a function.
        case operation
    }

    let name: String
    let kind: Kind
    /// The type of its value, of the values in it, or of what an operation answers; empty where that is nothing.
    let type: String
    let isCollection: Bool
    /// Whether it is an operation of collections.
    let isOfCollections: Bool

    /// Reads ` memberOf > [directoryObject]`.
    init(_ line: Substring) {
        let words = line.split(separator: " ").map(String.init)
        name = words.first ?? ""
        let sign = words.dropFirst().first ?? ""
        kind = sign == ">" ? .navigation : ["()", "[]"].contains(sign) ? .operation : .property
        isOfCollections = sign == "[]"
        let written = kind == .property ? sign : words.dropFirst(2).first ?? ""
        isCollection = written.hasPrefix("[")
        type = String(isCollection ? written.dropFirst().dropLast() : written[...])
    }

    /// The primitive type of its value, or of the values in it.
    var primitive: GraphPrimitive? { GraphPrimitive(type) }
}
