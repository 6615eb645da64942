package import ExoJSON

/// Things of this program, which are at hand as a whole.
extension OutputSettings {
    /// Writes rows of this program.
    ///
    /// - Parameters:
    ///   - objects: The rows.
    ///   - properties: Their properties; the head of a CSV text where there is no row.
    ///   - context: Where they go.
    /// - Throws: ``CommandError`` when they lack a column; ``OutputEnded``.
    package func print(_ objects: [JSONObject], properties: [String] = [], _ context: CommandContext) throws {
        if let first = objects.first { try requireColumns(among: first.names) }
        var pipeline = try RowPipeline(self, properties: properties, context)
        try pipeline.write(objects)
        try pipeline.finish()
    }

    /// Writes one thing of this program: an object in JSON and YAML, else as a list or table of one row.
    ///
    /// - Throws: As ``print(_:properties:_:)``.
    package func printOne(_ object: JSONObject, _ context: CommandContext) throws {
        try requireColumns(among: object.names)
        guard jq == nil, !isCount else { return try print([object], context) }
        var columns = RowColumns(columns)
        let chosen = JSONValue.object(columns.select(from: object))
        switch form {
        case .json: try context.output.line(indentedJSON(chosen))
        case .yaml: try YAMLPrinter.printOne(chosen, self, to: context.output)
        case .table:
            var settings = self
            settings.form = .list
            try settings.print([object], context)
        default: try print([object], context)
        }
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
            details: DidYouMean.columns(unknown, among: names)
        )
    }
}
