/// The commands about settings and about what other programs take from this one.
extension CommandTable {
    static let api: CommandSpec = {
        var spec = CommandSpec("api", "Send a request to any route of the service.")
        spec.discussion = """
            The path goes below /adminapi/beta/{tenant}/ unless it begins with a slash; {tenant} is the tenant's id. Token, \
            host and anchor are the connection's. What is no GET is never repeated by itself. The reply is written as it \
            comes; with --output, --columns and the like its 'value' is rows; --jq sees it whole.
            """
        spec.arguments = [
            .init("method", "GET, POST, PATCH …", completion: .words(["GET", "POST", "PATCH", "PUT", "DELETE"])),
            .init("path", "path and query, percent-encoded"),
        ]
        var header = OptionSpec("header", .value("name: value"), "a header more; may be given several times")
        header.repeats = true
        spec.options =
            [
                .connection,
                OptionSpec("input", .value("file"), "the body; - reads standard input", completion: .files),
                header, OptionSpec("include", .flag, "write status and headers before the body"), .dryRun,
                .repeatTenant.unlisted,
            ] + OptionSpec.network + (OptionSpec.token + OptionSpec.signIn).map(\.unlisted) + OptionSpec.identity
            + OptionSpec.target + OptionSpec.output.map { $0.name == "columns" ? $0.unlisted : $0 } + OptionSpec.common
        spec.examples = [
            .init("exo api GET 'Mailbox?$top=2' --jq '.value[].Alias'"),
            .init("exo api GET 'Mailbox?$top=2&PropertySet=Minimum'"),
            .init("exo api POST InvokeCommand --input call.json --dry-run"),
        ]
        spec.body = { try await APICommand.run($0, $1) }
        return spec
    }()

    static let config: CommandSpec = {
        var group = CommandSpec("config", "Show and change settings, and where each comes from.")
        let name = CommandSpec.Argument("setting", "its name", completion: .words(Setting.all.map(\.name)))
        var get = CommandSpec("get", "Print the value of a setting.")
        get.arguments = [name]
        get.options = OptionSpec.common
        get.readsSettings = false
        get.body = { try ConfigCommand.get($0, $1) }
        var set = CommandSpec("set", "Write a setting into your own file.")
        set.arguments = [name, .init("value", "what it is to be", completion: .settingValues)]
        set.options = OptionSpec.common
        set.examples = [
            .init("exo config set output csv"), .init("exo config set connection contoso-audit --profile audit"),
        ]
        set.readsSettings = false
        set.body = { try ConfigCommand.set($0, $1) }
        var unset = CommandSpec("unset", "Take a setting out of your own file.")
        unset.arguments = [name]
        unset.options = OptionSpec.common
        unset.readsSettings = false
        unset.body = { try ConfigCommand.unset($0, $1) }
        var explain = CommandSpec("explain", "Show each setting, its value, and what said so.")
        explain.options = OptionSpec.output + OptionSpec.common
        explain.readsSettings = false
        explain.body = { try ConfigCommand.explain($0, $1) }
        var path = CommandSpec("path", "Print where the files of settings are, the one that counts most first.")
        path.options = OptionSpec.common
        path.readsSettings = false
        path.body = { try ConfigCommand.path($0, $1) }
        group.subcommands = [get, set, unset, explain, path]
        return group
    }()

    static let shellInit: CommandSpec = {
        var spec = CommandSpec("shell-init", "Print what lets cmdlets in PowerShell be run by exo.")
        spec.discussion = """
            In PowerShell the cmdlets' names then call exo and give objects: the connection is exo's, and the official \
            module need not be there.
            """
        spec.arguments = [.init("shell", "powershell", completion: .words(["powershell"]))]
        spec.options = [
            OptionSpec("cmdlets", .value("a,b"), "the cmdlets to define; also *-Mailbox (default: all)")
        ]
        spec.examples = [.init("exo shell-init powershell | Out-String | Invoke-Expression")]
        spec.readsSettings = false
        spec.body = { try ShellInit.run($0, $1) }
        return spec
    }()

    static let manual: CommandSpec = {
        var spec = CommandSpec("__manual", "Write the manual pages into a folder; called when exo is installed.")
        spec.isHidden = true
        spec.arguments = [.init("folder", "where they go")]
        spec.readsSettings = false
        spec.body = { try ManualCommand.run($0, $1) }
        return spec
    }()
}
