import ExoJSON

/// `-SensitivityLabelId`, which shows as the label and as its id.
struct SensitivityLabelRule: ParameterRule {
    func takes(_ parameter: String) -> Bool { parameter == "SensitivityLabelId" }

    func apply(_ parameter: String, _ value: BoundValue, to draft: inout ObjectDraft, scope: CallScope) throws {
        let label = value.text.flatMap { $0.isEmpty ? nil : JSONValue.string($0) } ?? .null
        draft.store("SensitivityLabelId", label)
        draft.store("SensitivityLabel", label)
    }
}
