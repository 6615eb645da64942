internal import ExoJSON
internal import ExoRows

/// The reply to `exo api` as rows: the elements of its `value`, else the reply itself.
///
/// A program of jq sees the reply as a whole.
struct ReplyRows {
    private let settings: OutputSettings

    /// Reads what the command line says; `nil` where the reply is written as it comes.
    ///
    /// - Throws: ``UsageError``.
    init?(_ invocation: Invocation, _ context: CommandContext) throws {
        var settings = try OutputSettings(invocation, context)
        let asks = ["output", "columns", "jq", "csv-for", "delimiter", "sort", "limit", "count"].filter(invocation.has)
        let isTable = invocation.has("output-file") && [.csv, .tsv, .yaml, .ndjson].contains(settings.form)
        guard !asks.isEmpty || isTable else { return nil }
        guard !invocation.has("include") else {
            throw invocation.usageError(
                "--include writes the reply as it is; leave --\(asks.first ?? "output-file") out"
            )
        }
        settings.jqSeesAnnotations = true
        self.settings = settings
    }

    /// Writes them.
    ///
    /// - Throws: ``CommandError`` for a reply that is no JSON, ``OutputEnded``.
    func write(_ body: [UInt8], _ context: CommandContext) throws {
        var pipeline = try RowPipeline(settings, context)
        // A change that is done often has nothing to say.
        guard !body.allSatisfy({ [0x20, 0x09, 0x0A, 0x0D].contains($0) }) else {
            return try pipeline.finish(tellsNone: true)
        }
        let batch = RowBatch(row: body)
        let reply: JSONValue
        do { reply = try batch.value(0) } catch {
            throw CommandError(
                .failed,
                "the reply is not JSON, so it has no rows",
                repair: "leave --output and the like out: it is written as it comes then"
            )
        }
        if settings.jq == nil {
            let rows = reply["value"]?.arrayValue ?? [reply]
            try pipeline.write(rows.map { $0.objectValue ?? ["Value": $0] })
        } else {
            try pipeline.write(batch)
        }
        if settings.jq == nil, reply["@odata.nextLink"]?.stringValue != nil {
            try pipeline.note(.line("there are more; --jq '.\"@odata.nextLink\"' gives the address of the next page"))
        }
        try pipeline.finish(tellsNone: true)
    }
}
