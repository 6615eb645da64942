import ExoJSON

/// `-MemberJoinRestriction`: nobody joins a security group by himself.
struct JoinRestrictionRule: ParameterRule {
    private static let property = "MemberJoinRestriction"

    func takes(_ parameter: String) -> Bool { false }

    func apply(_ parameter: String, _ value: BoundValue, to draft: inout ObjectDraft, scope: CallScope) throws {}

    func finish(_ draft: inout ObjectDraft, scope: CallScope) throws {
        guard draft.object.typeDetails == "MailUniversalSecurityGroup", draft.changes(Self.property),
            draft.object.text(Self.property) == "Open"
        else { return }
        throw AdminAPIError.recipientTask(
            "The value Open of MemberJoinRestriction can't be used for the security group \"\(draft.object.name)\"."
        )
    }
}
