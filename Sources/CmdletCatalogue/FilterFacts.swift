/// A property that a filter may name.
package struct FilterFacts: Sendable, Equatable {
    /// The name.
    package var name: String
    /// The directory attribute behind it; `nil` for calculated ones.
    package var ldapName: String?
    /// The kind of value: `string`, `bool`, `dn`, `enum`, `datetime`, `guid`, `int`, `size` and more.
    package var kind: String
    /// Whether comparing with `$null` is stated.
    package var allowsNull: Bool
    /// Whether wildcards are stated.
    package var allowsWildcards: Bool
    /// The names of an enumeration, each with its number where one is stated.
    package var values: [Value]
    /// The parameter whose closed list holds the values.
    package var valuesFrom: (cmdlet: String, parameter: String)? { valuesSource.map { ($0.cmdlet, $0.parameter) } }
    /// How a list of values is compared: `contains` or `equals`; `nil` for single values.
    package var multiValued: String?
    /// Whether `Unlimited` may stand instead of a value.
    package var isUnlimited: Bool
    /// The cmdlets whose `-Filter` takes it; empty for `-RecipientFilter`.
    package var cmdlets: [String]
    /// The services that have it.
    package var services: [CmdletService]
    private var valuesSource: Source?

    /// A name of an enumeration.
    package struct Value: Sendable, Equatable {
        /// The name.
        package var name: String
        /// The number that the directory holds.
        package var number: Int?
    }

    private struct Source: Sendable, Equatable {
        var cmdlet: String
        var parameter: String
    }

    init?(_ name: String, _ entry: FactValue) {
        guard let kind = entry.text("kind") else { return nil }
        self.name = name
        self.ldapName = entry.text("ldap")
        self.kind = kind
        self.allowsNull = entry.isTrue("null")
        self.allowsWildcards = entry.isTrue("wildcards")
        self.values =
            entry.texts("values").map { Value(name: $0, number: nil) }
            + entry.members("values").map { Value(name: $0.name, number: $0.value.number) }
        self.multiValued = entry.text("multiValued")
        self.isUnlimited = entry.isTrue("unlimited")
        self.cmdlets = entry.texts("cmdlets")
        self.services = entry.services("services")
        if let source = entry["valuesFrom"], let cmdlet = source.text("cmdlet"), let name = source.text("parameter") {
            self.valuesSource = Source(cmdlet: cmdlet, parameter: name)
        }
    }
}
