/// The shell.
extension CommandTable {
    static let shell: CommandSpec = {
        var spec = CommandSpec("shell", "Run cmdlet lines with pipes, on one connection.")
        spec.discussion = """
            A line is cmdlets, joined by | with each other and with Select-Object, Where-Object, Sort-Object, Group-Object, \
            Measure-Object, Format-Table, Format-List, ConvertTo-Json, ConvertTo-Csv, Export-Csv, Out-File and Out-Null; \
            Import-Csv and Get-Content begin one. It is no PowerShell: variables and script blocks are refused before \
            anything runs.
            """
        spec.options =
            [
                OptionSpec("command", .value("line"), "run this line and end", letter: "c"),
                OptionSpec("keep-going", .flag, "of lines from a pipe, run those behind one that fails"), .connection,
                .yes,
                .pageSize, .timeout, OptionSpec.repeatTenant.unlisted,
            ]
            + OptionSpec.output.filter { $0.name != "no-pager" }
            + (OptionSpec.network + OptionSpec.token + OptionSpec.signIn + OptionSpec.identity + OptionSpec.target)
            .map(\.unlisted)
            + OptionSpec.common
        spec.examples = [
            .init("exo shell -c 'Get-Mailbox | Sort-Object Alias | Select-Object -First 5 Alias'"),
            .init("exo shell < lines.txt"),
        ]
        spec.body = { try await ShellCommand.run($0, $1) }
        return spec
    }()
}
