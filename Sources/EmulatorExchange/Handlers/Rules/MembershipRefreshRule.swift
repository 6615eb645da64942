import ExoJSON

/// `-ForceMembershipRefresh`: who belongs to a dynamic group is found anew, as after a change of its filter.
///
/// Members are always found by the filter as it is, so that only the moment is new.
struct MembershipRefreshRule: ParameterRule {
    /// When members were found; of a group that says nothing, when it was made.
    static let moment = "CalculatedMembershipUpdateTime"

    func takes(_ parameter: String) -> Bool { parameter == "ForceMembershipRefresh" }

    func apply(_ parameter: String, _ value: BoundValue, to draft: inout ObjectDraft, scope: CallScope) throws {
        if value.flag == true { draft.object.properties[Self.moment] = scope.now.json }
    }

    func finish(_ draft: inout ObjectDraft, scope: CallScope) throws {
        guard draft.object.sequence != 0, draft.changes("RecipientFilter") else { return }
        draft.object.properties[Self.moment] = scope.now.json
    }
}
