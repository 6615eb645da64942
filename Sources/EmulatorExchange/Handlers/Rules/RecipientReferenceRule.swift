import ExoJSON

/// Parameters that name recipients, by any of their names; the names of the objects are kept.
struct RecipientReferenceRule: ParameterRule {
    /// Those that name one.
    let single: Set<String>
    /// Those that name several.
    let lists: Set<String>
    /// The recipient types in detail of those that may be named, `nil` for every recipient.
    var types: Set<String>?

    func takes(_ parameter: String) -> Bool { single.contains(parameter) || lists.contains(parameter) }

    func apply(_ parameter: String, _ value: BoundValue, to draft: inout ObjectDraft, scope: CallScope) throws {
        guard lists.contains(parameter) else {
            let identity = value.text.flatMap { $0.isEmpty ? nil : $0 }
            draft.store(parameter, try identity.map { .string(try name(of: $0, scope)) } ?? .null)
            return
        }
        try draft.set(parameter, try resolved(value, current: draft.texts(parameter), scope))
    }

    private func resolved(_ value: BoundValue, current: [String], _ scope: CallScope) throws -> BoundValue {
        switch value {
        case .delta(let add, let remove):
            return .delta(
                add: try add.map { try name(of: $0, scope) },
                remove: try remove.map { identity in
                    current.contains { $0.lowercased() == identity.lowercased() }
                        ? identity : try name(of: identity, scope)
                }
            )
        case .value(.array(let elements)):
            return .value(.array(try elements.compactMap(\.stringValue).map { .string(try name(of: $0, scope)) }))
        case .value, .secret: return value
        }
    }

    private func name(of identity: String, _ scope: CallScope) throws -> String {
        try scope.referenced(identity, types: types).name
    }
}
