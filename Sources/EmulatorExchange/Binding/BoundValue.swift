import ExoJSON

/// The value of a parameter once it is of the parameter's type.
enum BoundValue: Sendable, Equatable {
    /// A value: text, number, truth, list of texts, or null.
    case value(JSONValue)
    /// What to add to and to remove from a list.
    case delta(add: [String], remove: [String])
    /// A secret in the clear.
    case secret(ParameterSecret)

    /// The text, when it is one.
    var text: String? {
        if case .value(let value) = self { value.stringValue } else { nil }
    }

    /// The truth value, when it is one.
    var flag: Bool? {
        if case .value(let value) = self { value.boolValue } else { nil }
    }

    /// The texts of a list that is new: of a change of one, what it adds.
    var newTexts: [String] {
        guard case .delta(let add, _) = self else { return texts ?? [] }
        return ObjectDraft.merged([], add: add, remove: [])
    }

    /// The texts of a list; a single text counts as one.
    var texts: [String]? {
        guard case .value(let value) = self else { return nil }
        switch value {
        case .array(let elements): return elements.compactMap(\.stringValue)
        case .string(let text): return [text]
        default: return nil
        }
    }
}
