package import ExoJSON
package import ExoRows

/// Writes rows in one form as they come.
package protocol RowPrinter {
    /// What the command line says about the rows.
    var settings: OutputSettings { get }

    /// Writes rows.
    ///
    /// - Throws: `RowError` when a row is not JSON, after those before it; else what the output throws.
    mutating func print(_ batch: RowBatch) throws

    /// Writes rows that are held back for their layout, since something else is to be told now.
    mutating func settle() throws

    /// Writes what belongs after the last row, so that the output is well formed even where the rows ended early.
    mutating func finish() throws
}

extension RowPrinter {
    package mutating func settle() throws {}

    /// Writes rows of this program.
    ///
    /// - Throws: ``CommandError`` when they lack a column; what the output throws.
    package mutating func print(_ objects: [JSONObject]) throws {
        if let first = objects.first { try settings.requireColumns(among: first.names) }
        try print(RowBatch(objects))
    }
}

extension OutputSettings {
    /// The printer of the form.
    ///
    /// - Parameters:
    ///   - output: Where it writes.
    ///   - noun: What the rows are, as in `Get-Mailbox`; decides the usual columns of a table.
    ///   - properties: The properties of the rows where they are known; the head of a CSV text without rows.
    /// - Returns: The printer, which has written nothing yet.
    package func printer(to output: OutputWriter, noun: String = "", properties: [String] = []) -> any RowPrinter {
        switch form {
        case .table: TablePrinter(self, noun: noun, output: output)
        case .list: ListPrinter(self, output: output)
        case .csv: CSVPrinter(self, properties: properties, output: output)
        case .json: JSONPrinter(self, output: output)
        case .ndjson: LinePrinter(self, keepsAnnotations: false, output: output)
        case .raw: LinePrinter(self, keepsAnnotations: true, output: output)
        }
    }

    /// The properties of an object of this program that are columns.
    ///
    /// - Throws: ``CommandError`` for a column that it does not have.
    private func chosen(of object: JSONObject) throws -> JSONObject {
        try requireColumns(among: object.names)
        var columns = RowColumns(columns)
        return columns.select(from: object)
    }

    /// Refuses columns that rows of this program do not have.
    ///
    /// - Parameter names: The properties that there are.
    /// - Throws: ``CommandError`` with the nearest names.
    package func requireColumns(among names: [String]) throws {
        guard let unknown = ColumnSelection(columns).unknown(among: names).first else { return }
        throw CommandError(
            .usage,
            "--columns: there is no property \(unknown)",
            details: DidYouMean.lines(unknown, among: names) + ["there are \(names.joined(separator: ", "))"]
        )
    }

    /// Writes one thing of this program: an object in the JSON forms, else as a list or table of one row.
    package func printOne(_ object: JSONObject, to output: OutputWriter) throws {
        if form == .json {
            let text = JSONValue.object(try chosen(of: object)).text(indented: true)
            return try output.line(isTerminal ? RowValue.harmlessJSON(text) : text)
        }
        try requireColumns(among: object.names)
        var printer: any RowPrinter =
            form == .table ? ListPrinter(self, output: output) : printer(to: output)
        try printer.print([object])
        try printer.finish()
    }
}
