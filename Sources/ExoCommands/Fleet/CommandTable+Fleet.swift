/// The commands for many tenants.
extension CommandTable {
    static let fleet: CommandSpec = {
        var group = CommandSpec("fleet", "Work on many tenants at once.")
        var run = CommandSpec("run", "Run a cmdlet over many connections; rows are labelled by connection and tenant.")
        run.words = .cmdlet
        run.options =
            [
                OptionSpec(
                    "connections",
                    .value("a,msp-*"),
                    "stored connections, by name or pattern",
                    completion: .connections
                ),
                OptionSpec(
                    "connections-from",
                    .value("file"),
                    "a file with the name of one a line; - reads standard input",
                    completion: .files
                ),
                OptionSpec(
                    "organizations-from",
                    .value("file"),
                    "a file with one domain a line, all by the sign-in given here",
                    completion: .files
                ),
                OptionSpec("customers", .flag, "a partner's customers, by the partner's connection or sign-in"),
                OptionSpec("dry-run", .flag, "list the tenants that it would be run in, do not run it"),
                OptionSpec("shard", .value("i/n"), "only share i of n; each name is always in the same"),
                OptionSpec("parallel", .value("n"), "tenants at once (default: 16)"),
                OptionSpec(
                    "failed",
                    .value("file"),
                    "write the names of those that failed, to be run again",
                    completion: .files
                ),
                OptionSpec("journal", .value("file"), "note which tenants are done", completion: .files),
                OptionSpec("resume", .flag, "go on with the journal: skip those that are done"),
                OptionSpec("retry-unknown", .flag, "also repeat a change that may have been made"),
                OptionSpec(
                    "repeat-tenant",
                    .value("domain"),
                    "each tenant's name, with commas, where its connection wants that"
                ),
                .yes,
            ] + OptionSpec.output + [OptionSpec.parameters, .timeout, .pageSize].map(\.unlisted)
            + [OptionSpec.connection.unlisted] + signingIn
        run.examples = [
            .init("exo fleet run Get-OrganizationConfig --connections 'msp-*' --output ndjson"),
            .init("exo fleet run Get-OrganizationConfig --customers --connection partner"),
        ]
        run.isPaged = false
        run.body = { try await FleetCommand.run($0, $1) }
        var customers = CommandSpec("customers", "List the customers that a partner administers.")
        customers.options = [.connection] + OptionSpec.output + signingIn
        customers.examples = [.init("exo fleet customers --connection partner")]
        customers.body = { try await FleetCustomers.run($0, $1) }
        group.subcommands = [run, customers]
        return group
    }()

    /// How a command gets at tokens that are not those of a stored connection, and how it reaches the network.
    private static let signingIn =
        (OptionSpec.network + OptionSpec.token + OptionSpec.signIn + OptionSpec.identity + OptionSpec.target
        + OptionSpec.common).map(\.unlisted)
}
