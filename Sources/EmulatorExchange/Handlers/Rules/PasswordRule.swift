import ExoJSON

/// Parameters that set the password of the account.
struct PasswordRule: ParameterRule {
    let parameters: Set<String>

    func takes(_ parameter: String) -> Bool { parameters.contains(parameter) }

    func apply(_ parameter: String, _ value: BoundValue, to draft: inout ObjectDraft, scope: CallScope) throws {
        if case .secret(let password) = value { draft.password = password }
    }
}
