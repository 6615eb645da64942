internal import ExoJSON

/// A column that is asked for: a name or pattern, or a property under another name.
enum PropertyWish: Sendable {
    case named(String)
    case calculated(String, PropertyPath)

    /// The property that it shows.
    var path: PropertyPath {
        switch self {
        case .named(let name): WildcardPattern.isOne(name) ? PropertyPath([name]) : PropertyPath(name)
        case .calculated(_, let path): path
        }
    }

    /// The columns of a row; a name that the row lacks is `null`.
    static func columns(_ wishes: [PropertyWish], of row: JSONValue) -> JSONObject {
        var columns = JSONObject()
        for wish in wishes {
            switch wish {
            case .calculated(let name, let path): columns[name] = path.value(of: row)
            case .named(let name):
                let members = row.objectValue?.members ?? []
                if WildcardPattern.isOne(name) {
                    let pattern = WildcardPattern(name)
                    for member in members where columns[member.name] == nil && pattern.matches(member.name) {
                        columns[member.name] = member.value
                    }
                } else if let member = members.first(where: { $0.name.lowercased() == name.lowercased() }) {
                    columns[member.name] = member.value
                } else {
                    columns[name] = PropertyPath(name).value(of: row)
                }
            }
        }
        return columns
    }
}
