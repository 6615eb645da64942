/// The commands that look at tokens or reach the service.
extension CommandTable {
    static let connect: CommandSpec = {
        var spec = CommandSpec("connect", "Check an access token, connect with it and remember the connection.")
        spec.discussion = """
            Name exactly one of the user, the organization or the delegated organization. The token is held against it \
            before anything is sent: audience, tenant, user, permission and expiry.
            """
        spec.options =
            OptionSpec.token + OptionSpec.identity + [.name] + OptionSpec.target + [
                OptionSpec(
                    "store",
                    .value("store"),
                    "where the token is kept: file (mode 0600) or none (default: file)",
                    completion: .words(["file", "none"])
                ), .pageSize,
            ] + OptionSpec.network + OptionSpec.output + OptionSpec.common
        spec.examples = [
            .init("get-my-token | exo connect --organization contoso.com --access-token-stdin"),
            .init("exo connect --cloud emulator --user-principal-name admin@contoso.com --access-token-file token"),
        ]
        spec.environment = [.init("EXO_ACCESS_TOKEN", "the token, where no option names another way")]
        spec.body = { try await ConnectCommand.run($0, $1) }
        return spec
    }()

    static let token: CommandSpec = {
        var group = CommandSpec("token", "Look into an access token without sending it anywhere.")
        var show = CommandSpec("show", "Say in plain words what a token is for, whose it is and how long it lasts.")
        show.options =
            OptionSpec.token + [.connection] + OptionSpec.output + OptionSpec.common
        show.examples = [.init("exo token show --access-token-file token.txt")]
        show.environment = [.init("EXO_ACCESS_TOKEN", "the token, where no option names another way")]
        show.body = { try TokenShow.run($0, $1) }
        var check = CommandSpec("check", "Hold a token against a user or organization and name every contradiction.")
        check.options =
            OptionSpec.token + [.connection] + OptionSpec.identity + OptionSpec.target + OptionSpec.network
            + OptionSpec.output + OptionSpec.common
        check.examples = [.init("exo token check --organization contoso.com --access-token-stdin < token.txt")]
        check.environment = [.init("EXO_ACCESS_TOKEN", "the token, where no option names another way")]
        check.body = { try await TokenCheckCommand.run($0, $1) }
        group.subcommands = [show, check]
        return group
    }()

    static let run: CommandSpec = {
        var spec = CommandSpec("run", "Run a cmdlet; the same as the cmdlet's name alone.")
        spec.words = .cmdlet
        spec.options =
            [.connection, .parameters, .yes, .pageSize, .timeout] + OptionSpec.output + OptionSpec.network
            + OptionSpec.token
            + OptionSpec.identity + OptionSpec.target + OptionSpec.common
        spec.examples = [
            .init("exo run Get-Mailbox -Identity adele@contoso.com"),
            .init("exo run New-Mailbox --parameters new.json"),
        ]
        spec.environment = [
            .init("EXO_ACCESS_TOKEN", "the token, with --organization or --user-principal-name: nothing is stored")
        ]
        spec.body = { try await RunCommand.run($0, $1) }
        return spec
    }()
}
