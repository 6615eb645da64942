import CmdletCatalogue
import Synchronization

/// A type of the service's OData model, ready to be looked up.
struct EntityType: Sendable {
    /// The name without its namespace.
    let name: String
    /// The properties in the model's order, those that only writes carry left out.
    let properties: [EDMTypeFacts.Property]
    /// The properties that lead to other entities, in small letters.
    let navigation: Set<String>
    /// Whether objects of it are told apart by `ObjectKey`.
    let isKeyed: Bool
    private let filterable: Set<String>
    private let places: [String: Int]

    private static let made = Mutex<[String: EntityType]>([:])

    /// The type of that name; the model has all that are asked for.
    static func named(_ name: String) -> EntityType {
        if let type = made.withLock({ $0[name] }) { return type }
        let facts = CmdletCatalogue.entityType(named: name) ?? CmdletCatalogue.complexTypes.first { $0.name == name }
        guard let facts else { preconditionFailure("The model has no type \(name)") }
        let type = EntityType(facts)
        made.withLock { $0[name] = type }
        return type
    }

    private init(_ facts: EDMTypeFacts) {
        name = facts.name
        properties = facts.properties.filter { !["DeltaUpdates", "ObjectKey"].contains($0.name) }
        navigation = Set(facts.navigation.map { $0.name.lowercased() })
        isKeyed = facts.properties.contains { $0.name == "ObjectKey" }
        filterable = Set(facts.filterableProperties.map { $0.lowercased() })
        places = Dictionary(properties.enumerated().map { ($1.name.lowercased(), $0) }) { first, _ in first }
    }

    /// Where a property stands, names compared without letter case.
    func place(of name: String) -> Int? { places[name.lowercased()] }

    /// A property that a filter may name.
    ///
    /// - Throws: ``AdminAPIError`` with status 400.
    func filterProperty(_ name: String) throws -> EDMTypeFacts.Property {
        guard let place = place(of: name) else { throw unknown(name) }
        guard filterable.contains(name.lowercased()) else {
            throw AdminAPIError.malformedRequest("The property '\(name)' cannot be used in the $filter query option.")
        }
        return properties[place]
    }

    func unknown(_ property: String) -> AdminAPIError {
        .malformedRequest("Could not find a property named '\(property)' on type 'Exchange.\(name)'.")
    }
}
