import EmulatorAdministration
import ExoJSON

/// `-Manager` of an account, which the directory keeps.
struct ManagerRule: ParameterRule {
    func takes(_ parameter: String) -> Bool { parameter == "Manager" }

    func apply(_ parameter: String, _ value: BoundValue, to draft: inout ObjectDraft, scope: CallScope) throws {
        let identity = value.text.flatMap { $0.isEmpty ? nil : $0 }
        let manager = try identity.map { try scope.referenced($0, types: NounView.user.types).memberID }
        draft.later.append { users, id in try users.setManager(manager, of: id) }
    }
}
