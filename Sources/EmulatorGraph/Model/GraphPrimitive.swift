import ExoJSON

/// The primitive types of OData that properties and literals have, as far as they are told apart.
enum GraphPrimitive: String, Sendable {
    case boolean = "Edm.Boolean"
    case date = "Edm.DateTimeOffset"
    case guid = "Edm.Guid"
    case number = "Edm.Int32"
    case string = "Edm.String"

    /// The type of a property by its name in the model; `nil` for a type with members.
    init?(_ name: String) {
        switch name {
        case "Boolean": self = .boolean
        case "DateTimeOffset", "Date": self = .date
        case "Guid": self = .guid
        case "Int32", "Int64", "Double": self = .number
        case "String", "Binary", "Duration", "TimeOfDay": self = .string
        default: return nil
        }
    }
}

extension GraphPrimitive {
    /// A value of a body as one of it; `nil` where it is none.
    ///
    /// The service's OData library makes of a text what the property declares: `"false"` is as good as `false`.
    func taken(_ value: JSONValue) -> JSONValue? {
        switch (self, value) {
        case (.boolean, .bool), (.number, .integer), (.number, .double), (.number, .unsigned): value
        case (.boolean, .string(let text)): ["true": true, "false": false][text.lowercased()].map { .bool($0) }
        case (.number, .string(let text)): Int64(text).map { .integer($0) }
        case (.date, .string(let text)): GraphDate.parse(text).map { _ in value }
        case (.guid, .string), (.string, .string): value
        default: nil
        }
    }
}

extension GraphFilter.Literal {
    /// The type of the literal; `nil` for null, which every property may be compared with.
    var type: GraphPrimitive? {
        switch self {
        case .null: nil
        case .bool: .boolean
        case .number: .number
        case .text: .string
        case .guid: .guid
        case .date: .date
        }
    }
}
