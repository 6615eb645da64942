import ExoJSON

/// An object as filters see it: what its noun shows, and its groups and members where a filter asks for them.
struct FilteredObject: FilterSubject {
    let object: ExchangeObject
    let row: ObjectRow
    let memberships: Memberships?

    func filterValue(_ property: String) -> JSONValue? {
        memberships?.value(property, of: object) ?? row.filterValue(property) ?? kept(property)
    }

    /// What the object has and its noun does not show.
    private func kept(_ property: String) -> JSONValue? {
        object.properties[property]
            ?? object.properties.members.first { $0.name.lowercased() == property.lowercased() }?.value
    }
}
