/// What a request is answered with, which decides what it may ask for beside it.
enum GraphAnswer: Sendable {
    case list
    case object
    /// Objects that a change or an action answers with.
    case made
    /// The addresses of objects.
    case references
    /// A number.
    case count
    /// A value, or nothing.
    case plain

    /// The query options that are applied to it.
    var options: Set<String> {
        switch self {
        case .list:
            [
                "$filter", "$select", "$top", "$orderby", "$expand", "$count", "$search", "$skiptoken", "$skip",
                "$format",
            ]
        case .object: ["$select", "$expand", "$format"]
        case .made: ["$select", "$format"]
        case .references: ["$filter", "$top", "$orderby", "$count", "$search", "$skiptoken", "$format"]
        case .count: ["$filter", "$search", "$format"]
        case .plain: ["$format"]
        }
    }
}
