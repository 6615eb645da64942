import EmulatorCore
import ExoJSON

/// Tells from an object as it is stored that filters do not hold for it, so that only those are read for which they may.
struct FilterScreen: Sendable {
    /// Filters, or parts of them that have to hold, about nothing but what can be told.
    private let filters: [RecipientFilter]
    /// What is looked for in the text of an object.
    private let names: [String]
    private let shape: ObjectShape
    /// What objects show that say nothing, where that is not the shape's default.
    private let unsaid: JSONObject

    /// - Returns: `nil` where nothing can be told.
    init?(_ filters: [RecipientFilter], view: NounView, names: TenantNames, unsaid: JSONObject = [:]) {
        guard !filters.isEmpty else { return nil }
        let shape = view.shape
        let derived = RowBuilder.derivedPlaces(of: view, names: names)
        func canTell(_ property: String) -> Bool {
            guard !Memberships.properties.contains(property.lowercased()),
                let place = shape.place(ignoringCase: property)
            else { return false }
            return !derived.contains(place) || ScreenedObject.columns.contains(shape.properties[place].name)
        }
        self.filters = filters.flatMap(\.conjuncts).filter { $0.properties.allSatisfy(canTell) }
        guard !self.filters.isEmpty else { return nil }
        let places = Set(self.filters.flatMap(\.properties).compactMap(shape.place(ignoringCase:)))
        self.names = places.sorted().map { shape.properties[$0].name }
        self.shape = shape
        self.unsaid = unsaid
    }

    /// Whether an object may be one that is wanted.
    func mayMatch(_ object: StoredObject) -> Bool {
        guard let values = StoredText.values(of: names, in: object.properties) else { return true }
        let subject = ScreenedObject(object: object, values: values, shape: shape, unsaid: unsaid)
        return filters.allSatisfy { $0.matches(subject) }
    }
}

/// An object that is stored, as filters see it.
private struct ScreenedObject: FilterSubject {
    let object: StoredObject
    let values: [String: JSONValue]
    let shape: ObjectShape
    let unsaid: JSONObject

    /// Properties that every object shows after what is stored beside its text.
    static let columns: Set = [
        "ExchangeObjectId", "Guid", "Name", "WhenChanged", "WhenChangedUTC", "WhenCreated", "WhenCreatedUTC",
    ]

    func filterValue(_ property: String) -> JSONValue? {
        guard let place = shape.place(ignoringCase: property) else { return nil }
        let shown = shape.properties[place]
        if let value = values[shown.name] { return value }
        switch shown.name {
        case "Name": return .string(object.name)
        case "Guid", "ExchangeObjectId": return .string(object.guid)
        case "WhenCreated", "WhenCreatedUTC": return object.created.wholeSecond.json
        case "WhenChanged", "WhenChangedUTC": return object.changed.wholeSecond.json
        default: return unsaid[shown.name] ?? shown.fallback
        }
    }

    func filterDate(_ property: String) -> ServiceDate? {
        guard let place = shape.place(ignoringCase: property) else { return nil }
        let name = shape.properties[place].name
        guard values[name] == nil else { return nil }
        switch name {
        case "WhenCreated", "WhenCreatedUTC": return object.created.wholeSecond
        case "WhenChanged", "WhenChangedUTC": return object.changed.wholeSecond
        default: return nil
        }
    }
}

extension RecipientFilter {
    /// What has to hold for the filter to hold.
    fileprivate var conjuncts: [RecipientFilter] {
        if case .all(let parts) = self { parts.flatMap(\.conjuncts) } else { [self] }
    }

    /// The properties that comparisons are about, as they were written.
    fileprivate var properties: [String] {
        switch self {
        case .all(let parts), .any(let parts): parts.flatMap(\.properties)
        case .not(let inner): inner.properties
        case .comparison(let comparison): [comparison.property]
        }
    }
}
