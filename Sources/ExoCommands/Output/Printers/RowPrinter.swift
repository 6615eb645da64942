internal import ExoJSON
package import ExoRows

/// Writes rows in one form as they come.
package protocol RowPrinter {
    /// What the command line says about the rows.
    var settings: OutputSettings { get }

    /// Writes rows.
    ///
    /// - Throws: `RowError` when a row is not JSON, after those before it; else what the output throws.
    mutating func print(_ batch: RowBatch) throws

    /// Whether rows that come now are written without those that come later being known.
    var writesAtOnce: Bool { get }

    /// Writes rows that are held back for their layout, since something else is to be told now.
    mutating func settle() throws

    /// Ends a line that the next row would go on with, since something else is to be told now.
    mutating func breakLine() throws

    /// Keeps what is to be told between rows that are held back, and tells it in its place.
    ///
    /// - Returns: Whether it is kept; else it is to be told now.
    mutating func hold(_ note: RowNote) -> Bool

    /// Writes what belongs after the last row, so that the output is well formed even where the rows ended early.
    mutating func finish() throws
}

extension RowPrinter {
    package var writesAtOnce: Bool { true }

    package mutating func settle() throws {}

    package mutating func breakLine() throws {}

    package mutating func hold(_ note: RowNote) -> Bool { false }
}

extension OutputSettings {
    /// The printer of the form.
    ///
    /// - Parameters:
    ///   - output: Where it writes.
    ///   - noun: What the rows are, as in `Get-Mailbox`; decides the usual columns of a table.
    ///   - properties: The properties of the rows where they are known; the head of a CSV text without rows.
    ///   - errors: Where what is told between rows goes; `nil` where nothing is.
    /// - Returns: The printer, which has written nothing yet.
    func printer(
        to output: OutputWriter,
        noun: String = "",
        properties: [String] = [],
        errors: MessageWriter? = nil
    ) -> any RowPrinter {
        if isCount { return CountPrinter(self, output: output) }
        if isPlainJQ { return ValuePrinter(self, output: output) }
        // What the columns are for was done before jq.
        let settings = jq == nil ? self : withoutColumns
        return switch form {
        case .table: TablePrinter(settings, noun: jq == nil ? noun : "", output: output, errors: errors)
        case .list: ListPrinter(settings, output: output)
        case .csv, .tsv: CSVPrinter(settings, properties: jq == nil ? properties : [], output: output)
        case .json: JSONPrinter(settings, output: output)
        case .yaml: YAMLPrinter(settings, output: output)
        case .ndjson: LinePrinter(settings, keepsAnnotations: false, output: output)
        case .raw: LinePrinter(settings, keepsAnnotations: true, output: output)
        }
    }

    /// What rows pass through before they are written.
    ///
    /// - Throws: ``CommandError`` where the program of jq is none.
    func transforms(_ context: CommandContext) throws -> [any RowTransform] {
        var stages: [any RowTransform] = []
        if !columns.isEmpty || !order.isEmpty { stages.append(ColumnCheck(self, context.errors)) }
        if !order.isEmpty { stages.append(RowSorter(order)) }
        if let limit { stages.append(RowLimiter(limit)) }
        if let jq { stages.append(try JQFilter(jq, columns: columns, keepsAnnotations: jqSeesAnnotations)) }
        return stages
    }

    /// Whether rows must be objects in this form.
    var takesObjectsOnly: Bool { !isCount && !isPlainJQ && [.table, .list, .csv, .tsv].contains(form) }

    /// The same for rows that have their columns already.
    var withoutColumns: OutputSettings {
        var settings = self
        settings.columns = []
        return settings
    }

    /// JSON on several lines, as a terminal shows it or a file has it.
    func indentedJSON(_ value: JSONValue, level: Int = 0) -> String {
        if hasColor { return ColoredJSON.text(value, level: level) }
        let text = value.text(indented: true)
        let margin = "\n" + String(repeating: "  ", count: level)
        return (isTerminal ? RowValue.harmlessJSON(text) : text).split(separator: "\n").joined(separator: margin)
    }
}
