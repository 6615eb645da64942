internal import CmdletCatalogue

/// The type that a parameter has in the documentation.
package struct DocumentedType: Sendable {
    /// The short name.
    package let name: String
    /// What kind of value it is, such as `identity` or `multivalue`, of a list its elements; `nil` where nobody knows.
    let kind: String?
    /// The closed list of values of the parameter; empty where there is none.
    var values: [String] = []

    /// The type of that name, as the catalogue knows it.
    init(named name: String) {
        self.name = name
        kind = (CmdletCatalogue.type(named: name) ?? CmdletCatalogue.type(named: Self.element(of: name)))?.kind
    }

    /// Whether it is a list.
    var isList: Bool { name.hasSuffix("[]") }

    private static func element(of name: String) -> String {
        name.hasSuffix("[]") ? String(name.dropLast(2)) : name
    }
}
