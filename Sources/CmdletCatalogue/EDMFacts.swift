/// A type of the service's OData model (OASIS OData 4.0 CSDL), entity or complex.
package struct EDMTypeFacts: Sendable, Equatable {
    /// The name without its namespace.
    package var name: String
    /// The type it extends.
    package var base: String?
    /// The names of the key properties; empty for complex types.
    package var key: [String]
    /// The properties.
    package var properties: [Property]
    /// The properties that lead to other entities.
    package var navigation: [Property]
    /// Whether `$filter` is taken.
    package var isFilterable: Bool
    /// The properties that `$filter` may name, where they are listed.
    package var filterableProperties: [String]
    /// The query options of its own that it takes.
    package var queryOptions: [String]
    /// The properties that a write may carry, where they are listed.
    package var updatableProperties: [String]
    /// Whether it may not be made by itself.
    package var isAbstract: Bool
    /// Whether it may have properties that are not declared.
    package var isOpen: Bool

    /// A property of the model.
    package struct Property: Sendable, Equatable {
        /// The name.
        package var name: String
        /// The type without its namespace and without `Collection(…)`.
        package var type: String
        /// Whether it is a list.
        package var isCollection: Bool
        /// Whether null is allowed.
        package var isNullable: Bool
    }

    init(_ name: String, _ entry: FactValue) {
        self.name = name
        self.base = entry.text("base")
        self.key = entry.texts("key")
        self.properties = entry.members("properties").compactMap(Property.init)
        self.navigation = entry.members("navigation").compactMap(Property.init)
        self.isFilterable = entry.isTrue("filterable") || !entry.texts("filterable").isEmpty
        self.filterableProperties = entry.texts("filterableProperties")
        self.queryOptions = entry.texts("queryOptions")
        self.updatableProperties = entry.texts("updatableProperties")
        self.isAbstract = entry.isTrue("abstract")
        self.isOpen = entry.isTrue("open")
    }
}

extension EDMTypeFacts.Property {
    init?(_ member: FactValue.Member) {
        guard let text = member.value.text else { return nil }
        var type = text[...]
        isNullable = type.last != "!"
        if !isNullable { type.removeLast() }
        isCollection = type.hasPrefix("Collection(") && type.hasSuffix(")")
        if isCollection { type = type.dropFirst("Collection(".count).dropLast() }
        name = member.name
        self.type = String(type)
    }
}

/// A function or action of the model.
package struct EDMOperationFacts: Sendable, Equatable {
    /// The name.
    package var name: String
    /// Whether it is an action (it changes something) and no function.
    package var isAction: Bool
    /// Whether its first parameter is what it is bound to.
    package var isBound: Bool
    /// The parameters, each with its type.
    package var parameters: [EDMTypeFacts.Property]
    /// The type returned, with `Collection(…)` for lists; `nil` for none.
    package var returns: String?

    init?(_ entry: FactValue) {
        guard let name = entry.text("name") else { return nil }
        self.name = name
        self.isAction = entry.text("kind") == "action"
        self.isBound = entry.isTrue("bound")
        self.parameters = entry.members("parameters").compactMap(EDMTypeFacts.Property.init)
        self.returns = entry.text("returns")
    }
}
