import ExoJSON

/// A parameter that adds to the list of a property or takes from it: `AddDomains`, `RemoveSentTo`.
struct ListChange {
    private let property: String
    private let adds: Bool

    /// `nil` for a parameter that is a property itself, or has no list.
    init?(_ parameter: String, of shape: ObjectShape) {
        adds = parameter.hasPrefix("Add")
        guard adds || parameter.hasPrefix("Remove"), shape.property(parameter) == nil,
            let property = shape.property(String(parameter.dropFirst(adds ? "Add".count : "Remove".count))),
            property.kind == .texts
        else { return nil }
        self.property = property.name
    }

    /// Changes the list; what is there already is not added again, and what is not there is not missed.
    func apply(_ value: BoundValue, to draft: inout ObjectDraft) {
        let named = value.texts ?? []
        let list = ObjectDraft.merged(draft.texts(property), add: adds ? named : [], remove: adds ? [] : named)
        draft.store(property, .array(list.map { .string($0) }))
    }
}
