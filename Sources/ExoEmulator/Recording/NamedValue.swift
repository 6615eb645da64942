import ExoJSON

/// A name with its value in a list of such, as events tell of parameters and of what was changed.
struct NamedValue {
    private static let values: Set = ["value", "newvalue", "oldvalue"]

    let name: String
    /// Whether the value is what somebody asked for, or changed a property from or to.
    let isParameter: Bool
    let members: [JSONObject.Member]

    /// Reads an element of a list; `nil` where the list is none of such.
    ///
    /// - Parameters:
    ///   - element: The element.
    ///   - list: The name of the list.
    init?(_ element: JSONValue, in list: String) {
        guard let object = element.objectValue,
            object.members.contains(where: { Self.values.contains($0.name.lowercased()) }),
            object.members.allSatisfy({ Self.isName($0) || Self.values.contains($0.name.lowercased()) }),
            let name = object.members.first(where: Self.isName)?.value.stringValue,
            // The names of parameters and properties are words.
            name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) })
        else { return nil }
        self.name = name
        let list = list.lowercased()
        isParameter = list.hasSuffix("parameters") || list.hasSuffix("properties") && list != "deviceproperties"
        members = object.members
    }

    func isName(_ member: JSONObject.Member) -> Bool { Self.isName(member) }

    private static func isName(_ member: JSONObject.Member) -> Bool {
        ["name", "displayname"].contains(member.name.lowercased())
    }
}
