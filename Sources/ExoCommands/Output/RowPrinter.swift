package import ExoJSON
package import ExoRows

/// Writes rows in one form as they come.
package protocol RowPrinter {
    /// Writes rows.
    ///
    /// - Throws: `RowError` when a row is not JSON, after those before it; else what the output throws.
    mutating func print(_ batch: RowBatch) throws

    /// Writes what belongs after the last row, so that the output is well formed even where the rows ended early.
    mutating func finish() throws
}

extension RowPrinter {
    /// Writes rows at hand.
    package mutating func print(_ objects: [JSONObject]) throws { try print(RowBatch(objects)) }
}

extension OutputSettings {
    /// The printer of the form.
    ///
    /// - Parameters:
    ///   - output: Where it writes.
    ///   - noun: What the rows are, as in `Get-Mailbox`; decides the usual columns of a table.
    /// - Returns: The printer, which has written nothing yet.
    package func printer(to output: OutputWriter, noun: String = "") -> any RowPrinter {
        switch form {
        case .table: TablePrinter(self, noun: noun, output: output)
        case .list: ListPrinter(self, output: output)
        case .csv: CSVPrinter(self, output: output)
        case .json: JSONPrinter(self, output: output)
        case .ndjson: LinePrinter(self, keepsAnnotations: false, output: output)
        case .raw: LinePrinter(self, keepsAnnotations: true, output: output)
        }
    }

    /// Writes one thing of this program: an object in the JSON forms, else as a list or table of one row.
    package func printOne(_ object: JSONObject, to output: OutputWriter) throws {
        if form == .json {
            let text = JSONValue.object(RowValue.selected(object, columns)).text(indented: true)
            return try output.line(isTerminal ? RowValue.harmlessJSON(text) : text)
        }
        var printer: any RowPrinter =
            form == .table ? ListPrinter(self, output: output) : printer(to: output)
        try printer.print([object])
        try printer.finish()
    }
}
