/// A command of PowerShell that works on rows, as far as it is read here.
struct StageSpec: Sendable {
    /// What a parameter takes.
    enum Kind: Sendable {
        case flag, text, number, list
    }

    struct Parameter: Sendable {
        var name: String
        var kind: Kind
        var aliases: [String] = []
        /// The place among the arguments without a name.
        var position: Int?
        /// Why it is refused, with what works.
        var refusal: String?
        /// What it does, for completion.
        var help = ""
    }

    let name: String
    let aliases: [String]
    let summary: String
    let parameters: [Parameter]
    /// Whether it may begin a line.
    var isSource = false

    private static func flag(_ name: String, _ help: String = "", _ aliases: String...) -> Parameter {
        Parameter(name: name, kind: .flag, aliases: aliases, help: help)
    }

    private static func value(
        _ name: String,
        _ kind: Kind,
        _ position: Int? = nil,
        _ help: String = "",
        aliases: [String] = []
    ) -> Parameter {
        Parameter(name: name, kind: kind, aliases: aliases, position: position, help: help)
    }

    private static func refused(_ name: String, _ kind: Kind, _ refusal: String) -> Parameter {
        Parameter(name: name, kind: kind, refusal: refusal)
    }

    private static let path = value("Path", .text, 0, "the file", aliases: ["FilePath", "LiteralPath", "PSPath"])
    private static let delimiter = value("Delimiter", .text, nil, "what stands between cells (default: ,)")
    private static let layout: [Parameter] = [
        value("Property", .list, 0, "columns, in this order; *pattern* and @{Name=…; Expression=…} too"),
        flag("AutoSize", "columns always fit"), flag("Wrap", "has no effect; Format-List wraps"),
        flag("Force"),
        refused("GroupBy", .list, "Sort-Object sorts by the property, and Group-Object counts its values"),
        refused("HideTableHeaders", .flag, "Select-Object -ExpandProperty writes the values of a property alone"),
        refused("View", .text, "name the columns"),
    ]

    static let all: [StageSpec] = [
        StageSpec(
            name: "Where-Object",
            aliases: ["where", "?"],
            summary: "rows that fit: Where-Object Name -like a*",
            parameters: [value("FilterScript", .text, 0), value("Property", .text), value("Value", .text), flag("not")]
                + RowOperator.Kind.allCases.map { flag($0.rawValue) } + [flag("and"), flag("or")]
        ),
        StageSpec(
            name: "Select-Object",
            aliases: ["select"],
            summary: "columns, and how many rows",
            parameters: [
                value("Property", .list, 0, "columns; *pattern* and @{Name=…; Expression=…} too"),
                value("ExcludeProperty", .list, nil, "columns to leave out"),
                value("ExpandProperty", .text, nil, "the values of one property alone"),
                value("First", .number, nil, "so many rows from the start"),
                value("Last", .number, nil, "so many rows from the end"),
                value("Skip", .number, nil, "rows to leave out at the start"),
                value("SkipLast", .number, nil, "rows to leave out at the end"),
                flag("Unique", "each once"), flag("Wait", "has no effect"),
                refused("Index", .list, "use -Skip and -First"),
            ]
        ),
        StageSpec(
            name: "Sort-Object",
            aliases: ["sort"],
            summary: "rows in the order of properties",
            parameters: [
                value("Property", .list, 0, "what to sort by"), flag("Descending", "the highest first"),
                flag("Unique", "one of each"),
                refused("Top", .number, "| Select-Object -First takes so many from the start"),
                refused("Bottom", .number, "| Select-Object -Last takes so many from the end"),
                refused("CaseSensitive", .flag, "letter case does not count"),
                refused("Culture", .text, "the order is that of Unicode in small letters"),
            ]
        ),
        StageSpec(
            name: "Group-Object",
            aliases: ["group"],
            summary: "how many rows have each value",
            parameters: [
                value("Property", .list, 0, "what to group by"), flag("NoElement", "without the rows themselves"),
                refused("AsHashTable", .flag, "ConvertTo-Json writes the groups"),
                refused("CaseSensitive", .flag, "letter case does not count"),
            ]
        ),
        StageSpec(
            name: "Measure-Object",
            aliases: ["measure"],
            summary: "counts rows, and sums up properties",
            parameters: [
                value("Property", .list, 0, "what to sum up"), flag("Sum"), flag("Average"), flag("Minimum"),
                flag("Maximum"),
            ]
        ),
        StageSpec(name: "Format-Table", aliases: ["ft"], summary: "writes a table", parameters: layout),
        StageSpec(name: "Format-List", aliases: ["fl"], summary: "writes a line for each property", parameters: layout),
        StageSpec(
            name: "ConvertTo-Json",
            aliases: [],
            summary: "writes JSON, one object or a list",
            parameters: [
                value("Depth", .number, nil, "has no effect: nothing is cut"), flag("Compress", "on one line"),
                flag("AsArray", "a list even of one"), flag("EnumsAsStrings"),
            ]
        ),
        StageSpec(
            name: "ConvertTo-Csv",
            aliases: [],
            summary: "writes CSV",
            parameters: [delimiter, flag("NoTypeInformation", "", "nti")]
        ),
        StageSpec(
            name: "Export-Csv",
            aliases: ["epcsv"],
            summary: "writes CSV into a file",
            parameters: [
                path, value("Delimiter", .text, 1, "what stands between cells (default: ,)"),
                flag("NoTypeInformation", "", "nti"), flag("NoClobber", "not over a file", "NoOverwrite"),
                flag("Force"), flag("Append", "behind what the file holds"),
                value("Encoding", .text, nil, "utf8 or utf8BOM"),
            ]
        ),
        StageSpec(
            name: "Out-File",
            aliases: ["Set-Content", "sc"],
            summary: "writes into a file what would be shown",
            parameters: [
                path, value("Encoding", .text, 1, "utf8 or utf8BOM"), flag("Append", "behind what the file holds"),
                flag("NoClobber", "not over a file", "NoOverwrite"), flag("Force"), value("Width", .number),
            ]
        ),
        StageSpec(name: "Out-Null", aliases: [], summary: "writes nothing", parameters: []),
        StageSpec(name: "Out-Host", aliases: ["oh"], summary: "writes as without it", parameters: []),
        StageSpec(
            name: "Import-Csv",
            aliases: ["ipcsv"],
            summary: "rows of a CSV file; columns bind by their names",
            parameters: [
                path, value("Delimiter", .text, 1, "what stands between cells (default: found out)"),
                value("Header", .list, nil, "the names of the columns, where the file has none"),
                value("Encoding", .text, nil, "utf8, utf16 or windows-1252"),
            ],
            isSource: true
        ),
        StageSpec(
            name: "Get-Content",
            aliases: ["gc", "cat", "type"],
            summary: "the lines of a file, as values",
            parameters: [path, value("Encoding", .text)],
            isSource: true
        ),
        StageSpec(
            name: "Write-Output",
            aliases: ["Write-Host", "echo", "write"],
            summary: "the values behind it",
            parameters: [
                value("InputObject", .list, 0, "texts with commas between them", aliases: ["Object"]),
                flag("NoEnumerate", "has no effect"), flag("NoNewline", "has no effect"),
                value("ForegroundColor", .text, nil, "has no effect"),
                value("BackgroundColor", .text, nil, "has no effect"),
            ],
            isSource: true
        ),
    ]

    /// The command of that name or alias, in any letter case.
    static func named(_ name: String) -> StageSpec? {
        let wanted = name.lowercased()
        return all.first { $0.name.lowercased() == wanted }
            ?? all.first { $0.aliases.contains { $0.lowercased() == wanted } }
    }
}
