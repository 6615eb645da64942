import ExoJSON

/// `-SensitivityLabelId`, which shows as the label and as its id.
struct SensitivityLabelRule: ParameterRule {
    func takes(_ parameter: String) -> Bool { parameter == "SensitivityLabelId" }

    func apply(_ parameter: String, _ value: BoundValue, to draft: inout ObjectDraft, scope: CallScope) throws {
        let id = value.text.flatMap { $0.isEmpty ? nil : $0 }
        if let id, id != draft.object.text("SensitivityLabelId") {
            let labels = try scope.objects.objects(named: id, of: .setting(noun: "Label")) {
                $0.guid == id.lowercased()
            }
            guard !labels.isEmpty else { throw AdminAPIError.notFound(id, noun: "Label") }
        }
        let label = id.map { JSONValue.string($0) } ?? .null
        draft.store("SensitivityLabelId", label)
        draft.store("SensitivityLabel", label)
    }
}
