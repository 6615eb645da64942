import EmulatorCore
import ExoJSON

/// `-LitigationHoldEnabled`, with which date and owner of the hold come and go.
struct LitigationHoldRule: ParameterRule {
    func takes(_ parameter: String) -> Bool { parameter == "LitigationHoldEnabled" }

    func apply(_ parameter: String, _ value: BoundValue, to draft: inout ObjectDraft, scope: CallScope) throws {
        let isOn = value.flag ?? false
        guard draft.value(parameter) != .bool(isOn) else { return }
        draft.store(parameter, .bool(isOn))
        draft.store("LitigationHoldDate", isOn ? .string(scope.now.text(.utc)) : .null)
        draft.store("LitigationHoldOwner", isOn ? .string(scope.caller.userPrincipalName ?? "") : "")
    }
}
