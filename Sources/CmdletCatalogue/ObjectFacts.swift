/// What a Get- cmdlet returns: the properties of its objects.
package struct ObjectFacts: Sendable, Equatable {
    /// The noun.
    package var noun: String
    /// The cmdlet that returns the objects.
    package var cmdlet: String
    /// The verbs that act on them.
    package var verbs: [String]
    /// The properties in the order of the table.
    package var properties: [PropertyFacts]

    /// The property of that name; letter case does not count.
    package func property(named name: String) -> PropertyFacts? {
        let wanted = name.lowercased()
        return properties.first { $0.name.lowercased() == wanted }
    }
}

/// One property of a returned object.
package struct PropertyFacts: Sendable, Equatable {
    /// The name.
    package var name: String
    /// `string`, `boolean`, `integer`, `number`, `object` or `array<…>`.
    package var json: String
    /// Whether null was seen.
    package var isNullable: Bool
    /// How the value is written: `guid`, `datetime`, `timespan`, `size`, `dn`, `identity`, `enum` and more.
    package var format: String?
    /// The names of an enumeration.
    package var values: [String]
    /// The default as the page of the parameter states it.
    package var defaultValue: String?
    /// Whether `Unlimited` may stand instead of a value.
    package var isUnlimited: Bool
    /// The verbs (`New`, `Set`) that have a parameter of this name.
    package var settableBy: [String]
    /// Whether its JSON type was never seen.
    package var isAssumed: Bool
    /// Whether it can be written and is never returned.
    package var isWriteOnly: Bool
    /// Where the property is known from, the strongest first.
    package var evidence: [String]
}

extension ObjectFacts {
    init?(_ noun: String, _ entry: FactValue) {
        guard let cmdlet = entry.text("get") else { return nil }
        self.init(
            noun: noun,
            cmdlet: cmdlet,
            verbs: entry.texts("verbs"),
            properties: entry.elements("properties").compactMap(PropertyFacts.init)
        )
    }
}

extension PropertyFacts {
    init?(_ entry: FactValue) {
        guard let name = entry.text("name"), let json = entry.text("json") else { return nil }
        self.init(
            name: name,
            json: json,
            isNullable: entry.isTrue("nullable"),
            format: entry.text("format"),
            values: entry.texts("values"),
            defaultValue: entry.text("default"),
            isUnlimited: entry.isTrue("unlimited"),
            settableBy: entry.texts("set"),
            isAssumed: entry.isTrue("assumed"),
            isWriteOnly: entry.isTrue("writeOnly"),
            evidence: entry.texts("evidence")
        )
    }
}
