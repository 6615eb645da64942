/// The property sets of a cmdlet that reads through entities.
package struct PropertySetFacts: Sendable, Equatable {
    /// The cmdlet.
    package var cmdlet: String
    /// The cmdlet it took the place of.
    package var olderCmdlet: String?
    /// The set that is returned when none is named.
    package var defaultSet: String?
    /// The sets by name.
    package var sets: [PropertySet]
    /// Whether `All` may be named.
    package var acceptsAll: Bool
    /// The parameters it takes.
    package var parameters: [String]
    /// The parameters of the older cmdlet that it does not take.
    package var parametersNotCarriedOver: [String]
    /// The properties that its filter does not take.
    package var filterPropertiesNotSupported: [String]

    /// A named list of properties.
    package struct PropertySet: Sendable, Equatable {
        /// The name.
        package var name: String
        /// The properties.
        package var properties: [String]
    }

    /// The properties of the set with that name; letter case does not count.
    package func properties(ofSet name: String) -> [String]? {
        sets.first { $0.name.lowercased() == name.lowercased() }?.properties
    }

    init(_ cmdlet: String, _ entry: FactValue) {
        self.cmdlet = cmdlet
        self.olderCmdlet = entry.text("olderCmdlet")
        self.defaultSet = entry.text("defaultPropertySet")
        self.sets = entry.members("propertySets").map { PropertySet(name: $0.name, properties: $0.value.texts) }
        self.acceptsAll = entry.isTrue("acceptsAll")
        self.parameters = entry.texts("parameters")
        self.parametersNotCarriedOver = entry.texts("parametersNotCarriedOver")
        self.filterPropertiesNotSupported = entry.texts("filterPropertiesNotSupported")
    }
}
