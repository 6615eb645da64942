/// The command that finds out what is wrong.
extension CommandTable {
    static let doctor: CommandSpec = {
        var spec = CommandSpec(
            "doctor",
            "Find the first thing that is wrong with a connection."
        )
        spec.discussion = """
            Looked at are the clock, the way to the token service, the tenant, the application, consent, assignment, the \
            token, its audience, scope or role, Exchange's answer, and the user's PowerShell switch. Nothing is changed. \
            Exit code: 1 for the way, 3 for what leads to a token, 4 where Exchange refuses.
            """
        spec.options =
            [.connection] + OptionSpec.token + OptionSpec.signIn + OptionSpec.identity + OptionSpec.target
            + OptionSpec.network
            + OptionSpec.output + OptionSpec.common
        spec.examples = [
            .init("exo doctor"),
            .init("exo doctor --organization contoso.onmicrosoft.com --access-token-file token.txt"),
        ]
        spec.environment = [.init("EXO_ACCESS_TOKEN", "the token, where no option names another way")]
        spec.body = { try await DoctorCommand.run($0, $1) }
        return spec
    }()
}
