/// All commands.
package enum CommandTable {
    /// The root of the table.
    package static let root: CommandSpec = {
        var root = CommandSpec(
            "exo",
            "Administer Exchange Online: sign in or hand over an access token, and run its cmdlets."
        )
        root.discussion = """
            Cmdlets are commands: exo Get-Mailbox -Identity adele --output csv. Words with one dash belong to the \
            cmdlet, words with two to exo.

            More to read: exo help tokens, quoting, filters, paging, exit-codes, environment (all: exo help topics).
            """
        root.entries = commands + session
        root.options = OptionSpec.common
        root.examples = [
            .init("exo connect --device"),
            .init("exo connect --organization contoso.com --access-token-stdin < token.txt"),
            .init("exo Get-Mailbox -ResultSize Unlimited --output csv --columns DisplayName,PrimarySmtpAddress"),
            .init("exo Set-Mailbox -Identity adele -EmailAddresses \"@{Add='smtp:a@contoso.com'}\" -WhatIf"),
        ]
        return root
    }()

    /// The commands by name; a run makes the one that it is.
    private static let commands: [CommandSpec.Entry] = [
        .init("connect") { connect }, .init("disconnect") { disconnect }, .init("connection") { connection },
        .init("token") { token }, .init("app") { app }, .init("doctor") { doctor }, .init("cmdlet") { cmdlet },
        .init("run") { run }, .init("bulk") { bulk }, .init("fleet") { fleet }, .init("shell") { shell },
        .init("api") { api }, .init("changelog") { changelog }, .init("config") { config },
        .init("completion") { completion }, .init("shell-init") { shellInit }, .init("help") { help },
        .init("version") { version }, .init("__complete") { complete }, .init("sign-in") { signIn },
        .init("output") { output }, .init("guard-rails") { guardRails }, .init("__manual") { manual },
    ]

    private static let disconnect: CommandSpec = {
        var spec = CommandSpec("disconnect", "Forget the token of a connection; its description stays.")
        spec.arguments = [
            .init("name", "the connection (default: the current one)", isOptional: true, completion: .connections)
        ]
        spec.options = [OptionSpec("all", .flag, "every connection")] + OptionSpec.common
        spec.body = { try await DisconnectCommand.run($0, $1) }
        return spec
    }()

    private static let connection: CommandSpec = {
        var group = CommandSpec("connection", "List, show, choose and remove stored connections.")
        var list = CommandSpec("list", "List the connections with the true expiry of their tokens.")
        list.options = OptionSpec.output + OptionSpec.common
        list.body = { try ConnectionList.run($0, $1) }
        var show = CommandSpec("show", "Show a connection as Get-ConnectionInformation does.")
        show.arguments = [
            .init("name", "the connection (default: the current one)", isOptional: true, completion: .connections)
        ]
        show.options = OptionSpec.output + OptionSpec.common
        show.body = { try ConnectionShow.run($0, $1) }
        var use = CommandSpec("use", "Make a connection the current one.")
        use.arguments = [.init("name", "the connection", completion: .connections)]
        use.options = OptionSpec.common
        use.body = { try ConnectionUse.run($0, $1) }
        var remove = CommandSpec("remove", "Remove a connection and its token.")
        remove.arguments = [.init("name", "the connection", completion: .connections)]
        remove.options = OptionSpec.common
        remove.body = { try await ConnectionRemove.run($0, $1) }
        group.subcommands = [list, show, use, remove]
        return group
    }()

    private static let cmdlet: CommandSpec = {
        var group = CommandSpec("cmdlet", "Look up the cmdlets and their parameters, from facts within exo.")
        let online: [OptionSpec] =
            [OptionSpec("online", .flag, "ask the service what this connection may run, and say why not the rest")]
            + [.connection]
            + (OptionSpec.token + OptionSpec.signIn + OptionSpec.identity + OptionSpec.target + OptionSpec.network)
            .map(\.unlisted)
        var list = CommandSpec("list", "List the cmdlets, or those whose name holds a text.")
        list.arguments = [.init("text", "part of the name, as in mailbox or Get-*", isOptional: true)]
        list.options = online + OptionSpec.output + OptionSpec.common
        list.body = { try await CmdletList.run($0, $1) }
        var search = CommandSpec("search", "Find cmdlets by what they do and what their parameters are about.")
        search.arguments = [.init("words", "what it is about", repeats: true)]
        search.options =
            [OptionSpec("online", .flag, "only what the service lets this connection run")] + online.dropFirst()
            + OptionSpec.output + OptionSpec.common
        search.examples = [.init("exo cmdlet search forwarding"), .init("exo cmdlet search 'hide address list'")]
        search.body = { try await CmdletSearchCommand.run($0, $1) }
        var show = CommandSpec("show", "Show the parameters of a cmdlet.")
        show.arguments = [.init("name", "the cmdlet", completion: .cmdlets)]
        show.options = online + OptionSpec.output + OptionSpec.common
        show.body = { try await CmdletShow.run($0, $1) }
        group.subcommands = [list, search, show]
        return group
    }()

    private static let completion: CommandSpec = {
        var spec = CommandSpec("completion", "Print the completion script of a shell.")
        spec.arguments = [
            .init(
                "shell",
                "bash, zsh, fish or powershell",
                completion: .words(["bash", "zsh", "fish", "powershell"])
            )
        ]
        spec.examples = [.init("source <(exo completion bash)")]
        spec.readsSettings = false
        spec.body = { try CompletionCommand.run($0, $1) }
        return spec
    }()

    private static let help: CommandSpec = {
        var spec = CommandSpec("help", "Show help of a command, a cmdlet or a topic.")
        spec.discussion = "Topics: \(HelpTopic.all.map(\.name).joined(separator: ", ")), sign-in."
        spec.arguments = [
            .init("command", "the words of the command, a cmdlet or a topic", isOptional: true, completion: .commands)
        ]
        spec.isHelp = true
        return spec
    }()

    private static let version: CommandSpec = {
        var spec = CommandSpec("version", "Show the version.")
        spec.readsSettings = false
        spec.body = { _, context in
            try context.output.line("exo \(ExoProgram.version)")
            return .done
        }
        return spec
    }()

    private static let complete: CommandSpec = {
        var spec = CommandSpec("__complete", "Print what may come next; called by completion scripts.")
        spec.isHidden = true
        spec.words = .parameters
        spec.readsSettings = false
        spec.body = { try CompleteCommand.run($0, $1) }
        return spec
    }()
}
