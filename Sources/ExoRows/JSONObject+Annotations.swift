package import ExoJSON

extension JSONObject {
    /// The object without annotations, at any level: members whose name contains an at sign, which only describe others.
    package var withoutAnnotations: JSONObject {
        JSONObject(
            members.lazy.filter { !$0.name.utf8.contains(UInt8(ascii: "@")) }
                .map { Member(name: $0.name, value: Self.withoutAnnotations($0.value)) }
        )
    }

    private static func withoutAnnotations(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(let object): .object(object.withoutAnnotations)
        case .array(let elements): .array(elements.map(withoutAnnotations))
        default: value
        }
    }
}
