/// The commands that look at tokens or reach the service.
extension CommandTable {
    static let connect: CommandSpec = {
        var spec = CommandSpec("connect", "Sign in or take a token, and remember the connection.")
        spec.discussion = """
            Name the user, the organization or the delegated organization. The token is held against it before anything \
            is sent. Ways to sign in, such as --device, --certificate or --managed-identity: exo help sign-in. To \
            limit what the connection may do, and note what it did: exo help guard-rails.
            """
        spec.options =
            OptionSpec.token + OptionSpec.signIn + (OptionSpec.guards + [.lazy]).map(\.unlisted) + OptionSpec.identity
            + [.name] + OptionSpec.target + [
                OptionSpec(
                    "store",
                    .value("store"),
                    "where tokens are kept: file, keyring or none (default: file)",
                    completion: .words(["file", "keyring", "none"])
                ), .pageSize,
            ] + OptionSpec.network + OptionSpec.output + OptionSpec.common
        spec.examples = [
            .init("get-my-token | exo connect --organization contoso.com --access-token-stdin"),
            .init("exo connect --organization contoso.com --client-id ID --client-secret-file secret.txt"),
        ]
        spec.environment = [.init("EXO_ACCESS_TOKEN", "the token, where no option names another way")]
        spec.body = { try await ConnectCommand.run($0, $1) }
        return spec
    }()

    /// The ways to sign in, as a page of help.
    static let signIn: CommandSpec = {
        var spec = CommandSpec("sign-in", "Ways to get tokens and renew them, for 'exo connect' and other commands.")
        spec.discussion = "Give one; a connection remembers it, and where its secret lies."
        spec.isHidden = true
        spec.explained = OptionSpec.signInGroups
        spec.body = { _, context in
            try context.output.write(Array(HelpText([root, signIn], width: context.terminal.width).text.utf8))
            return .done
        }
        return spec
    }()

    /// What limits connections, as a page of help.
    static let guardRails: CommandSpec = {
        var spec = CommandSpec("guard-rails", "What a connection may be used for, and a log of what it changed.")
        spec.discussion = """
            'exo connect' stores them with the connection; 'exo connection show' shows them. A connection that is made \
            anew keeps them, beside those given then; a list of --allow may become narrower. --no-guard-rails drops them, or \
            puts those given beside it in their place. Refused cmdlets are not sent.
            """
        spec.isHidden = true
        spec.explained = [
            .init("WITH 'exo connect'", OptionSpec.guards + [.lazy]),
            .init("WITH A CMDLET", OptionSpec.cmdletGuards),
        ]
        spec.examples = [
            .init("exo connect --device --name prod --read-only"),
            .init("exo changelog verify changes.ndjson"),
        ]
        spec.body = { _, context in
            try context.output.write(Array(HelpText([root, guardRails], width: context.terminal.width).text.utf8))
            return .done
        }
        return spec
    }()

    /// What is written, how and where, as a page of help.
    static let output: CommandSpec = {
        var spec = CommandSpec("output", "What commands write, in which form and where.")
        spec.discussion = """
            Rows are put in order, limited, brought to their columns, and given to jq, in this order. Columns are names, \
            patterns, paths such as EmailAddresses[0], and NewName=Property. The form is that of --output, else the ending \
            of --output-file, else EXO_OUTPUT, else table on a terminal and json elsewhere.
            """
        spec.isHidden = true
        spec.explained = OptionSpec.outputGroups
        spec.examples = [
            .init("exo Get-Mailbox -ResultSize Unlimited --output-file boxes.csv --csv-for excel"),
            .init("exo Get-Mailbox --sort -WhenCreated --limit 10 --columns 'Mail=PrimarySmtpAddress,When*'"),
            .init("exo Get-Mailbox --jq 'select(.ArchiveStatus == \"Active\") | .PrimarySmtpAddress'"),
        ]
        spec.environment = [
            .init("EXO_OUTPUT, EXO_PAGER, PAGER", "the form, and the pager of rows on a terminal (less -FRX)"),
            .init("NO_COLOR, CLICOLOR_FORCE", "no colours, and colours where nobody watches too"),
        ]
        spec.body = { _, context in
            try context.output.write(Array(HelpText([root, output], width: context.terminal.width).text.utf8))
            return .done
        }
        return spec
    }()

    static let changelog: CommandSpec = {
        var group = CommandSpec("changelog", "Look through the log of what connections changed.")
        var verify = CommandSpec(
            "verify",
            "Say whether every line is as it was written, and which changes have no end."
        )
        verify.arguments = [.init("file", "the log", completion: .files)]
        verify.options = OptionSpec.output + OptionSpec.common
        verify.examples = [.init("exo changelog verify changes.ndjson")]
        verify.body = { try ChangeLogVerify.run($0, $1) }
        group.subcommands = [verify]
        return group
    }()

    static let token: CommandSpec = {
        var group = CommandSpec("token", "Look into tokens, get one for a program, forget them.")
        var get = CommandSpec("get", "Print a token for another program; the connection renews it where it can.")
        get.options =
            [
                .connection, OptionSpec("scope", .value("scope"), "the permission (default: all of the service)"),
                OptionSpec(
                    "output",
                    .value("form"),
                    "plain, json, exec-credential (kubectl) or az (default: plain)",
                    letter: "o",
                    completion: .words(TokenShape.allCases.map(\.rawValue))
                ),
                OptionSpec(
                    "for",
                    .value("module"),
                    "print the line that hands it to the official module",
                    completion: .words(["module"])
                ),
                // What the option was called first.
                OptionSpec("format", .value("form"), "the same as --output").unlisted,
            ] + OptionSpec.signIn + OptionSpec.token + OptionSpec.identity + OptionSpec.target + OptionSpec.network
            + OptionSpec.common
        get.examples = [.init("exo token get --scope https://graph.microsoft.com/.default")]
        get.body = { try await TokenGet.run($0, $1) }
        var list = CommandSpec("list", "List which tokens are kept, for what and how long; never the tokens.")
        list.options = OptionSpec.output + OptionSpec.common
        list.body = { try await TokenList.run($0, $1) }
        var forget = CommandSpec("forget", "Forget the kept tokens of a connection; what gets new ones stays.")
        forget.arguments = [
            .init("name", "the connection (default: the current one)", isOptional: true, completion: .connections)
        ]
        forget.options = [OptionSpec("all", .flag, "every connection")] + OptionSpec.common
        forget.body = { try await TokenForget.run($0, $1) }
        var show = CommandSpec("show", "Say in plain words what a token is for, whose it is and how long it lasts.")
        show.options =
            OptionSpec.token + [.connection] + OptionSpec.network.map(\.unlisted) + OptionSpec.output
            + OptionSpec.common
        show.examples = [.init("exo token show --access-token-file token.txt")]
        show.environment = [.init("EXO_ACCESS_TOKEN", "the token, where no option names another way")]
        show.body = { try await TokenShow.run($0, $1) }
        var check = CommandSpec("check", "Hold a token against a user or organization and name every contradiction.")
        check.options =
            OptionSpec.token + [.connection] + OptionSpec.identity + OptionSpec.target + OptionSpec.network
            + OptionSpec.output + OptionSpec.common
        check.examples = [.init("exo token check --organization contoso.com --access-token-stdin < token.txt")]
        check.environment = [.init("EXO_ACCESS_TOKEN", "the token, where no option names another way")]
        check.body = { try await TokenCheckCommand.run($0, $1) }
        group.subcommands = [show, check, get, list, forget]
        return group
    }()

    static let run: CommandSpec = {
        var spec = CommandSpec("run", "Run a cmdlet; the same as the cmdlet's name alone.")
        spec.words = .cmdlet
        spec.options =
            [.connection, .parameters, .yes, .pageSize, .timeout, .fidelity, .dryRun] + OptionSpec.output
            + OptionSpec.network
            + OptionSpec.token + OptionSpec.signIn + OptionSpec.cmdletGuards.map(\.unlisted)
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
