/// The command that runs a cmdlet for every row of a table.
extension CommandTable {
    static let bulk: CommandSpec = {
        var spec = CommandSpec("bulk", "Run a cmdlet for every row of a CSV or JSON table.")
        spec.words = .cmdlet
        spec.discussion = """
            Columns are parameters, by name or alias; JSON is one object a line, or a list of objects. A row that fails stops no other; exit code 2 when some failed. \
            How results are written: exo help output.
            """
        spec.options =
            [
                OptionSpec("from", .value("file"), "the table; - reads standard input", completion: .files),
                OptionSpec(
                    "map",
                    .value("P=column,…"),
                    "columns that have another name than their parameter",
                    completion: .parameters
                ).repeated,
                OptionSpec("ignore", .value("a,b"), "columns that are no parameters; * for all such").repeated,
                OptionSpec(
                    "empty",
                    .value("omit|clear"),
                    "empty cells: leave it as it is, or clear it (default: omit)",
                    completion: .words(["omit", "clear"])
                ),
                OptionSpec(
                    "encoding",
                    .value("name"),
                    "windows-1252, utf-16 … (default: found out)",
                    completion: .words(TableEncoding.allCases.map(\.rawValue))
                ),
                OptionSpec("dry-run", .flag, "hold every row against the catalogue and the guard rails, send nothing"),
                OptionSpec("parallel", .value("n"), "requests at once, ten small calls each (default: 16)"),
                OptionSpec("no-batch", .flag, "one call a request").unlisted,
                OptionSpec(
                    "order",
                    .value("input|done"),
                    "the order of results (default: input)",
                    completion: .words(["input", "done"])
                ),
                OptionSpec("journal", .value("file"), "note what was begun and done", completion: .files),
                OptionSpec("resume", .flag, "go on with the journal: skip what is done (into another --output-file)"),
                OptionSpec("retry-unknown", .flag, "also repeat what may have been executed"),
                OptionSpec("failed", .value("file"), "write the rows that failed, to be run again", completion: .files),
                .yes, .connection,
            ] + OptionSpec.output.map(\.unlisted) + OptionSpec.network.map(\.unlisted)
            + OptionSpec.token.map(\.unlisted) + OptionSpec.signIn.map(\.unlisted)
            + OptionSpec.identity.map(\.unlisted) + OptionSpec.target.map(\.unlisted)
            + [OptionSpec.pageSize, .repeatTenant].map(\.unlisted) + OptionSpec.common.map(\.unlisted)
        spec.examples = [.init("exo bulk Set-Mailbox --from users.csv --map Identity=upn --journal run.journal")]
        spec.isPaged = false
        spec.body = { try await BulkCommand.run($0, $1) }
        return spec
    }()
}
