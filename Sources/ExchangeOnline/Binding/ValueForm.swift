/// What a parameter takes, as far as it decides how a word on a command line is to be read.
package enum ValueForm: Sendable {
    /// One text: a name, an identity, a date, a member of an enumeration.
    case text
    /// An expression that chooses objects.
    case filter
    /// A number, a size or the word `Unlimited`.
    case number
    case boolean
    /// Nothing, or a truth value behind a colon.
    case `switch`
    /// Several values, or a table of what to add and what to remove.
    case list
    /// A table.
    case table
    /// Several tables.
    case tables
    case bytes
    /// A password, or a user's name with one.
    case secret
    /// Nobody knows.
    case any
}

extension ValueForm {
    /// What a person calls a value of this form.
    package var inWords: String {
        switch self {
        case .text: "a text"
        case .filter: "a filter"
        case .number: "a number"
        case .boolean, .switch: "true or false"
        case .list: "a list"
        case .table: "a table"
        case .tables: "tables"
        case .bytes: "bytes"
        case .secret: "a secret"
        case .any: "a value"
        }
    }
}

extension BindableParameter {
    /// What a person calls a value that it takes.
    var wantedInWords: String {
        netType.contains("DateTime") || documentedType?.name.contains("DateTime") == true ? "a date" : form.inWords
    }

    /// What it takes, by the type that the service declares and else by the documented one.
    package var form: ValueForm {
        if isFilter { return .filter }
        switch netType {
        case "SwitchParameter": return .switch
        case "Boolean": return .boolean
        case "SecureString", "PSCredential": return .secret
        case "Byte[]", "Stream": return .bytes
        case "Hashtable", "Dictionary<String,String>": return .table
        case "Hashtable[]": return .tables
        case "Int32", "UInt32", "UInt16", "Int64": return .number
        case "Object[]", "String[]", "List<String>": return .list
        case "Object": return documentedForm
        default: return .text
        }
    }

    private var documentedForm: ValueForm {
        guard let type = documentedType else { return .any }
        if type.isList || type.name.hasSuffix("Collection") { return .list }
        switch type.kind {
        case "multivalue": return .list
        case "int", "unlimited", "size", "double": return .number
        case "bool": return .boolean
        case "hashtable": return .table
        case "bytes": return .bytes
        case "secret", "credential": return .secret
        case nil, "object": return .any
        default: return .text
        }
    }
}
