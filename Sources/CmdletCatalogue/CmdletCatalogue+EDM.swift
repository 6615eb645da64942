extension CmdletCatalogue {
    /// The namespace of the service's OData model.
    package static var edmNamespace: String { find("namespace", "other")?.value.text ?? "" }

    /// The name of the model's container.
    package static var edmContainer: String { find("container", "other")?.value.text ?? "" }

    /// The entity types, sorted by name.
    package static var entityTypes: [EDMTypeFacts] { all("entityTypes", EDMTypeFacts.init) }

    /// The entity type of that name.
    package static func entityType(named name: String) -> EDMTypeFacts? {
        find(name, "entityTypes").map { EDMTypeFacts($0.key, $0.value) }
    }

    /// The complex types, sorted by name.
    package static var complexTypes: [EDMTypeFacts] { all("complexTypes", EDMTypeFacts.init) }

    /// The names of the model's enumerations, sorted.
    package static var enumTypeNames: [String] { keys("enumTypes") }

    /// The members of an enumeration of the model, each with its number.
    package static func enumType(named name: String) -> [FilterFacts.Value]? {
        find(name, "enumTypes").map { $0.value.members.map { .init(name: $0.name, number: $0.value.number) } }
    }

    /// The names of the official client's own enumerations, sorted.
    package static var clientEnumNames: [String] { keys("clientEnums") }

    /// The members of an enumeration of the official client, each with its number.
    package static func clientEnum(named name: String) -> [FilterFacts.Value]? {
        find(name, "clientEnums").map { $0.value.members.map { .init(name: $0.name, number: $0.value.number) } }
    }

    /// The entity sets, each with its entity type.
    package static var entitySets: [FactValue.Member] {
        all("entitySets") { FactValue.Member(name: $0, value: $1) }
    }

    /// The functions and actions of the model.
    package static var edmOperations: [EDMOperationFacts] {
        find("operations", "other")?.value.elements.compactMap(EDMOperationFacts.init) ?? []
    }

    /// The operations that are called without an entity, each `FunctionImport` or `ActionImport`.
    package static var edmImports: [FactValue.Member] { all("imports") { FactValue.Member(name: $0, value: $1) } }
}
