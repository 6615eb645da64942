/// Options that say what is written, how and where.
extension OptionSpec {
    /// All of them, in the groups that `exo help output` shows.
    static let outputGroups: [CommandSpec.OptionGroup] = [
        .init(
            "FORM",
            [
                OptionSpec(
                    "output",
                    .value("form"),
                    "table, list, json, ndjson, csv, tsv, yaml or raw; more: exo help output",
                    letter: "o",
                    completion: .words(OutputForm.allCases.map(\.rawValue))
                ),
                OptionSpec(
                    "csv-for",
                    .value("reader"),
                    "excel, or powershell as Export-Csv writes it",
                    completion: .words(CSVDialect.Reader.allCases.map(\.rawValue))
                ),
                OptionSpec("delimiter", .value("sign"), "between the cells of csv: one character, or tab"),
            ]
        ),
        .init(
            "ROWS",
            [
                OptionSpec(
                    "columns",
                    .value("a,b"),
                    "properties in this order; also *Smtp*, Mail=Alias",
                    completion: .columns
                ),
                OptionSpec(
                    "sort",
                    .value("a,-b"),
                    "order by these; behind a dash the largest first",
                    completion: .columns
                ),
                OptionSpec("limit", .value("rows"), "stop after so many rows"),
                OptionSpec("count", .flag, "write the number of rows, not the rows"),
                OptionSpec("jq", .value("expression"), "run jq on each row"),
            ]
        ),
        .init(
            "PLACE",
            [
                OptionSpec(
                    "output-file",
                    .value("file"),
                    "write to a file, all of it or nothing",
                    completion: .files
                ),
                OptionSpec("no-pager", .flag, "do not page on a terminal"),
            ]
        ),
        .init(
            "MEANWHILE",
            [
                OptionSpec(
                    "progress",
                    .value("kind"),
                    "line on a terminal, json for events, or none (default: line)",
                    completion: .words(ProgressKind.allCases.map(\.rawValue))
                ), noInput,
            ]
        ),
    ]

    /// Those that say what rows are written and in which form, so that each line of a shell may have its own.
    static let rows: [OptionSpec] = outputGroups.prefix(2).flatMap(\.options)

    /// Said by commands that write data; what their help does not show of them stands in `exo help output`.
    static let output: [OptionSpec] = outputGroups.flatMap(\.options).filter { $0.name != noInput.name }.map {
        ["output", "columns"].contains($0.name) ? $0 : $0.unlisted
    }
}
