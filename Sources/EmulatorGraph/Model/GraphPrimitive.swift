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
    /// Whether a value of a body is of it.
    func takes(_ value: JSONValue) -> Bool {
        switch (self, value) {
        case (.boolean, .bool), (.number, .integer), (.number, .double), (.number, .unsigned): true
        case (.date, .string(let text)): GraphDate.parse(text) != nil
        case (.guid, .string), (.string, .string): true
        default: false
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
