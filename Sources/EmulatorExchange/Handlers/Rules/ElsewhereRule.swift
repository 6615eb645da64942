/// Parameters of what the directory alone keeps, which cannot be written here.
struct ElsewhereRule: ParameterRule {
    let parameters: Set<String>

    func takes(_ parameter: String) -> Bool { parameters.contains(parameter) }

    func apply(_ parameter: String, _ value: BoundValue, to draft: inout ObjectDraft, scope: CallScope) throws {
        throw AdminAPIError.notEmulated("-\(parameter) of Set-\(draft.shape.noun)", stage: .cmdlet)
    }
}
