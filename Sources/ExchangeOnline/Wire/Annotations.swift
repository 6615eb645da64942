internal import ExoJSON

/// OData annotations: members whose name contains `@`.
enum Annotations {
    static func removed(from object: JSONObject) -> JSONObject {
        JSONObject(
            object.members.filter { !$0.name.contains("@") }.map {
                JSONObject.Member(name: $0.name, value: removed(from: $0.value))
            }
        )
    }

    private static func removed(from value: JSONValue) -> JSONValue {
        switch value {
        case .object(let object): .object(removed(from: object))
        case .array(let elements): .array(elements.map { removed(from: $0) })
        default: value
        }
    }
}
