import ExoJSON

/// `-MemberJoinRestriction` and `-MemberDepartRestriction`: nobody joins or leaves a security group by himself.
struct MembershipRestrictionRule: ParameterRule {
    private static let properties = ["MemberJoinRestriction", "MemberDepartRestriction"]

    func takes(_ parameter: String) -> Bool { false }

    func apply(_ parameter: String, _ value: BoundValue, to draft: inout ObjectDraft, scope: CallScope) throws {}

    func finish(_ draft: inout ObjectDraft, scope: CallScope) throws {
        guard draft.object.typeDetails == "MailUniversalSecurityGroup" else { return }
        for property in Self.properties where draft.changes(property) && draft.value(property) == "Open" {
            throw AdminAPIError.recipientTask(
                "The value Open of \(property) can't be used for the security group \"\(draft.object.name)\"."
            )
        }
    }
}
