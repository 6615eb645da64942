/// `-DisplayName`, which nobody who has one is without.
struct ShownNameRule: ParameterRule {
    private static let property = "DisplayName"

    func takes(_ parameter: String) -> Bool { false }

    func apply(_ parameter: String, _ value: BoundValue, to draft: inout ObjectDraft, scope: CallScope) throws {}

    func finish(_ draft: inout ObjectDraft, scope: CallScope) throws {
        guard draft.changes(Self.property), draft.object.text(Self.property)?.isEmpty ?? true,
            draft.original.text(Self.property)?.isEmpty == false
        else { return }
        throw AdminAPIError(
            exceptionType: "Microsoft.Exchange.Data.DataValidationException",
            message: "Property \(Self.property) can't be null or empty."
        )
    }
}
