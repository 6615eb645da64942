/// Which properties `--columns` asks for: names in any letter case, or patterns as PowerShell has them (`*`, `?`, `[a-c]`).
struct ColumnSelection {
    private let wanted: [String]

    init(_ wanted: [String]) { self.wanted = wanted }

    /// The columns for rows that have these properties: each once, names spelt as the rows spell them, and a name that they
    /// lack as it was asked for.
    func columns(among names: [String]) -> [String] {
        var columns: [String] = []
        for column in wanted {
            let found = names.filter { Self.fits($0, column) }
            for name in found.isEmpty && !WildcardPattern.isOne(column) ? [column] : found where !columns.contains(name)
            {
                columns.append(name)
            }
        }
        return columns
    }

    /// What fits none of these properties.
    func unknown(among names: [String]) -> [String] {
        wanted.filter { column in !names.contains { Self.fits($0, column) } }
    }

    private static func fits(_ name: String, _ column: String) -> Bool {
        WildcardPattern.isOne(column)
            ? WildcardPattern(column).matches(name)
            : name.lowercased() == column.lowercased()
    }
}
