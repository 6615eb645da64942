internal import CmdletCatalogue
internal import ExchangeOnline

/// Which column of a table is for which parameter.
struct ColumnPlan {
    /// What becomes of cells without anything in them.
    enum EmptyCells: String, CaseIterable {
        /// The parameter is left out.
        case omit
        /// The property is cleared: the parameter is `$null`.
        case clear
    }

    private static let quotesHelp = "a name with a comma stands in double quotes, as in '\"Name, first\"'"

    private let cmdlet: BindableCmdlet
    /// The parameters that columns are for which do not have their names, by the names of the columns in small letters.
    private let mapped: [String: String]
    private let ignored: Set<String>
    private let ignoresUnknown: Bool
    private let empties: EmptyCells
    private let fixed: [CmdletArgument]
    private let fixedNames: Set<String>
    /// The parameters of columns that were looked up; `nil` for one that is ignored.
    private var known: [String: BindableParameter?] = [:]
    private var columnsOfParameters: [String: String] = [:]

    /// Makes a plan.
    ///
    /// - Parameters:
    ///   - name: The cmdlet.
    ///   - fixed: The arguments that all calls have.
    ///   - map: `Parameter=column`, with commas between several; a column with a comma in its name stands in double quotes.
    ///   - ignore: Columns that are for no parameter, with commas between; `*` for all that are none.
    ///   - empties: What becomes of empty cells.
    /// - Throws: `BindingError`, ``CommandError``.
    init(_ name: String, fixed: [CmdletArgument], map: String?, ignore: String?, empties: EmptyCells) throws {
        let cmdlet = try BindableCmdlet(named: name)
        var mapped: [String: String] = [:]
        // An option that is given twice comes as two lines.
        for (place, pair) in ColumnNames.entries(map ?? "").enumerated() {
            let parts = pair.split(separator: "=", maxSplits: 1).map { ColumnNames.unquoted(String($0).trimmed) }
            guard parts.count == 2, !parts.contains("") else {
                throw CommandError(
                    .usage,
                    "--map takes Parameter=column, not '\(pair)'",
                    details: place > 0 && !pair.contains("=") ? [Self.quotesHelp] : [],
                    repair: "--map Identity=upn"
                )
            }
            do { mapped[parts[1].lowercased()] = try cmdlet.parameter(parts[0]).name } catch var error as BindingError {
                if let turned = try? cmdlet.parameter(parts[1]) {
                    error.repair = "Write the parameter first: --map \(turned.name)=\(ColumnNames.quoted(parts[0]))"
                }
                throw error
            }
        }
        let ignored = Set(
            ColumnNames.entries(ignore ?? "").map { ColumnNames.unquoted(String($0).trimmed).lowercased() }
        )
        self.cmdlet = cmdlet
        self.mapped = mapped
        self.ignored = ignored
        ignoresUnknown = ignored.contains("*")
        self.empties = empties
        self.fixed = fixed
        fixedNames = try Set(fixed.compactMap(\.name).map { try cmdlet.parameter($0).name })
    }

    /// The column that is for a parameter, as a message names it.
    func column(of parameter: String) -> String? { columnsOfParameters[parameter].map(Self.shown) }

    /// Looks up the columns of a heading.
    ///
    /// - Throws: ``CommandError`` for a column that is for no parameter.
    mutating func check(_ columns: [String]) throws {
        let names = Set(columns.map { $0.lowercased() })
        for (option, asked) in [("map", mapped.keys.sorted()), ("ignore", ignored.subtracting(["*", ""]).sorted())] {
            guard let missing = asked.first(where: { !names.contains($0) }) else { continue }
            let near = NearestNames.nearest(to: missing, among: columns.filter { Self.shown($0) == $0 })
            throw CommandError(
                .usage,
                "--\(option) names the column \(Self.shown(missing)), which the table does not have",
                details: DidYouMean.lines(near.map(ColumnNames.quoted))
                    + ["it has \(columns.map { ColumnNames.quoted(Self.shown($0)) }.joined(separator: ", "))"]
                    + (columns.contains { $0.contains(",") } ? [Self.quotesHelp] : [])
            )
        }
        for column in columns where !column.isEmpty { _ = try parameter(of: column) }
    }

    /// The call that a row means.
    ///
    /// - Throws: ``CommandError`` for a column that is for no parameter.
    mutating func cmdlet(of row: TableRow) throws -> Cmdlet {
        var arguments = fixed
        for (column, cell) in row.cells {
            guard !column.isEmpty else {
                guard cell.isEmpty else {
                    throw CommandError(.usage, "a cell stands in a column without a name")
                }
                continue
            }
            guard let parameter = try parameter(of: column) else { continue }
            var argument = CmdletArgument(parameter.name, nil)
            if cell.isEmpty, parameter.isIdentity {
                // Left out it would mean every object; so it is refused.
                argument.value = .text("")
            } else if cell.isEmpty {
                guard empties == .clear else { continue }
                argument.value = .null
            } else {
                switch cell {
                case .text(let text):
                    argument.value = .unread(TableWord(text: text))
                    argument.isTyped = parameter.form != .secret && parameter.form != .bytes
                case .value(let value): argument.value = CmdletValue(value).content
                }
            }
            arguments.append(argument)
        }
        return Cmdlet(cmdlet.name, parameters: CmdletParameters(arguments: arguments))
    }

    /// What a row is called where its result is told: its first cell, unless that holds a secret or is for nothing.
    func label(of row: TableRow) -> String {
        for (column, cell) in row.cells {
            guard case let parameter?? = known[column] else { continue }
            // Another column's value would name another object.
            if parameter.isIdentity, cell.isEmpty { return "" }
            guard !cell.isEmpty, !parameter.isSecret else { continue }
            switch cell {
            case .text(let text): return text
            case .value(let value): return value.stringValue ?? value.text()
            }
        }
        return ""
    }

    private mutating func parameter(of column: String) throws -> BindableParameter? {
        if let known = known[column] { return known }
        let found = try look(up: column)
        known[column] = .some(found)
        guard let found else { return nil }
        guard !fixedNames.contains(found.name) else {
            let column = Self.shown(column)
            throw CommandError(.usage, "-\(found.name) is given on the command line and as the column \(column)")
        }
        if let other = columnsOfParameters[found.name], other.lowercased() != column.lowercased() {
            let both = "\(Self.shown(other)) and \(Self.shown(column))"
            throw CommandError(.usage, "the columns \(both) are both for -\(found.name)")
        }
        columnsOfParameters[found.name] = column
        return found
    }

    /// A column's name for a message, which a cell of any length may be.
    private static func shown(_ column: String) -> String { column.count > 64 ? column.prefix(64) + "…" : column }

    private func look(up column: String) throws -> BindableParameter? {
        let name = column.lowercased()
        if let parameter = mapped[name] { return try cmdlet.parameter(parameter) }
        if ignored.contains(name) { return nil }
        do {
            let parameter = try cmdlet.parameter(column)
            // The beginning of a name would make a parameter of what somebody happened to call a column.
            if parameter.isCalled(name) { return parameter }
        } catch is BindingError {
            // Told below, with what helps here.
        }
        if ignoresUnknown { return nil }
        var details: [String] = []
        do { _ = try cmdlet.parameter(column + "?") } catch let error as BindingError {
            details = DidYouMean.lines(error.nearestNames)
        }
        throw CommandError(
            .usage,
            "the column \(Self.shown(column)) is no parameter of \(cmdlet.name)",
            details: details,
            repair: repair(for: column)
        )
    }

    /// What helps where a column is for nothing; a name that was cut would be none that an option takes.
    private func repair(for column: String) -> String {
        guard Self.shown(column) == column else {
            return "add --ignore '*', which leaves out all columns that are for nothing"
        }
        let column = ColumnNames.quoted(column)
        let ignoring = "--ignore \(ShellQuotes.wordOfOneLine(column)) (--ignore '*': all such)"
        return mapped.values.contains("Identity")
            ? "add \(ignoring), or --map \(ShellQuotes.wordOfOneLine("PARAMETER=\(column)"))"
            : "add --map \(ShellQuotes.wordOfOneLine("Identity=\(column)")) to say which it is for, or \(ignoring)"
    }
}
