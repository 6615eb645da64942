/// What is known of a documented parameter type.
package struct TypeFacts: Sendable, Equatable {
    /// The short name.
    package var name: String
    /// The kind of value: `switch`, `bool`, `int`, `size`, `identity`, `multivalue`, `enum` and more.
    package var kind: String
    /// The members of an enumeration over all cmdlets; the list on a parameter is the stricter one.
    package var values: [String]
    /// How many parameters have it.
    package var uses: Int

    init?(_ name: String, _ entry: FactValue) {
        guard let kind = entry.text("kind") else { return nil }
        self.name = name
        self.kind = kind
        self.values = entry.texts("values")
        self.uses = entry.number("uses") ?? 0
    }
}
