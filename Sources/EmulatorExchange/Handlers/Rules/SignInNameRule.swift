import ExoJSON

/// `-MicrosoftOnlineServicesID`: the name with which the user signs in.
struct SignInNameRule: ParameterRule {
    func takes(_ parameter: String) -> Bool { parameter == "MicrosoftOnlineServicesID" }

    func apply(_ parameter: String, _ value: BoundValue, to draft: inout ObjectDraft, scope: CallScope) throws {
        guard let name = value.text, !name.isEmpty else { return }
        try scope.requireAcceptedDomain(of: name)
        for property in ["MicrosoftOnlineServicesID", "UserPrincipalName", "WindowsLiveID"] {
            draft.store(property, .string(name))
        }
    }
}
