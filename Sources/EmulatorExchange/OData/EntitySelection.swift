import CmdletCatalogue

/// Which properties of an entity are wanted: those of `$select` and of the property sets together, else the default set.
struct EntitySelection: Sendable {
    /// Places in the type's properties, `nil` for all that objects have.
    private(set) var places: [Int]?
    /// The names as `$select` had them, for the address of the description; `nil` without.
    private(set) var selected: [String]?

    /// What scripts read without asking for it, beyond the documented default sets.
    private static let undocumented = [
        "Get-EXOMailbox": ["Identity"],
        "Get-EXORecipient": [
            "Alias", "DisplayName", "DistinguishedName", "EmailAddresses", "Identity", "PrimarySmtpAddress",
        ],
    ]

    /// - Parameters:
    ///   - options: The options of the request.
    ///   - type: The type of the entities.
    ///   - cmdlet: The cmdlet of the official module, which has the property sets.
    ///   - addsDefault: Whether the default set comes along with what is named.
    /// - Throws: ``AdminAPIError`` with status 400 for a name that the type lacks.
    init(_ options: EntityOptions, of type: EntityType, cmdlet: String, addsDefault: Bool) throws {
        var wanted: Set<Int> = []
        let names = options.list("$select")
        if let names {
            selected = names
            if names.contains("*") { return }
            for name in names {
                if let place = type.place(of: name) {
                    wanted.insert(place)
                } else if !type.navigation.contains(name.lowercased()), name.lowercased() != "objectkey" {
                    throw type.unknown(name)
                }
            }
        }
        let facts = CmdletCatalogue.propertySets(of: cmdlet)
        let sets = options.list("PropertySet") ?? []
        for set in sets {
            if set.lowercased() == "all" { return }
            guard let properties = facts?.properties(ofSet: set) else {
                throw AdminAPIError.malformedRequest("The property set '\(set)' is not valid.")
            }
            wanted.formUnion(properties.compactMap(type.place))
        }
        let isOpen = names == nil && sets.isEmpty
        if isOpen || addsDefault {
            guard let defaults = facts?.defaultSet.flatMap({ facts?.properties(ofSet: $0) }) else {
                if !isOpen { places = wanted.sorted() }
                return
            }
            wanted.formUnion(defaults.compactMap(type.place))
            wanted.formUnion((Self.undocumented[cmdlet] ?? []).compactMap(type.place))
        }
        places = wanted.sorted()
    }

    /// Everything.
    init() {}
}
