internal import ExchangeOnline
internal import ExoJSON
internal import ExoRows

/// Writes what became of each call: the rows of cmdlets that are asked for rows, else a row for each call.
struct BulkReport {
    private let givesRows: Bool
    private let rows: BulkRows
    private var pipeline: RowPipeline
    private var progress: Progress
    private var failed: FailedLines?
    private var count = 0
    /// How many errors are told one by one where rows of the service go to standard output.
    private static let mostNotes = 50
    private var notes = 0
    private var hasFinished = false

    /// Makes a report.
    ///
    /// - Parameters:
    ///   - settings: How rows are written.
    ///   - shape: What the cmdlet gives.
    ///   - rows: Where the calls come from.
    ///   - failed: Where rows go that failed.
    ///   - context: Where rows and notes go.
    /// - Throws: ``CommandError`` when rows cannot be written as asked.
    init(
        _ settings: OutputSettings,
        _ shape: CmdletOutput,
        _ rows: BulkRows,
        failed: FailedLines?,
        _ context: CommandContext
    ) throws {
        self.rows = rows
        self.failed = failed
        givesRows = shape.givesRows
        pipeline =
            try shape.givesRows
            ? RowPipeline(settings, noun: shape.noun, properties: shape.properties, context)
            : RowPipeline(settings, noun: "bulkresult", properties: Self.columns, context)
        progress = Progress(context)
    }

    /// The properties of a row about a call.
    static let columns = ["Line", "Target"] + JSONObject.outcomeColumns

    /// Takes what became of a call.
    mutating func take(_ result: BulkResult) throws {
        count += 1
        lastLine = max(lastLine, result.line)
        progress.show(count)
        let text = rows.takeText(ofLine: result.line)
        if result.status == .failed {
            if let text { failed?.add(text) } else { unreadable += 1 }
        }
        let told = result.outcome?.errors.first?.message == result.error?.message ? 1 : 0
        for error in result.outcome?.errors.dropFirst(told) ?? [] {
            var told = ErrorReport.commandError(error)
            told.message = "line \(result.line): \(told.message)"
            try note(.error(told))
        }
        if result.status == .skipped { return }
        for warning in result.outcome?.warnings ?? [] { try note(.warning("line \(result.line): \(warning)")) }
        if let message = result.outcome?.confirmationMessage, result.outcome?.rows.isEmpty == true {
            try note(.line("What if: \(message)"))
        }
        guard givesRows else { return try pipeline.write([row(of: result)]) }
        if let outcome = result.outcome { try pipeline.write(RowBatch(outcome.rows)) }
        if let error = result.error {
            var told = ErrorReport.commandError(error)
            told.message = message(of: result, error)
            told.repair = nil
            try note(.error(told))
        }
    }

    private mutating func note(_ note: RowNote) throws {
        notes += 1
        guard notes <= Self.mostNotes else {
            if notes == Self.mostNotes + 1 { try pipeline.note(.line("more notes are not told one by one")) }
            return
        }
        try pipeline.note(note)
    }

    /// Takes the rows whose calls were not begun since the run stopped before.
    ///
    /// - Returns: How many there are.
    mutating func takeLeft() -> Int {
        let left = rows.left(after: count)
        for row in left.rows { failed?.add(row) }
        return left.count
    }

    /// Whether rows that came were left out, or would be now: there is a limit.
    var hasEnough: Bool { pipeline.isComplete }

    /// Writes the rows that came, as far as they need not wait for others.
    ///
    /// - Returns: Whether all of them are written.
    mutating func settle() throws -> Bool { try pipeline.settle() }

    /// Ends the output, once.
    mutating func finish() throws {
        guard !hasFinished else { return }
        hasFinished = true
        progress.clear()
        failed?.finish()
        try pipeline.finish()
    }

    /// Tells where the rows that failed are.
    ///
    /// - Parameters:
    ///   - isWhole: Whether every row of the table had its turn.
    ///   - context: Where it is told.
    func tellFailed(isWhole: Bool, _ context: CommandContext) {
        guard let failed else { return }
        if unreadable > 0 {
            context.errors.warning("\(unreadable) rows cannot be read and are not in the file of those that failed")
        }
        failed.tell(isWhole: isWhole && unreadable == 0, context)
    }

    /// The greatest line of which it is known what became.
    private(set) var lastLine = 0

    /// Whether the file of rows that failed could not be written.
    var hasFailedToKeep: Bool { failed?.failure != nil }

    /// How many rows failed that cannot be read, so that they are in no file of those that failed.
    private var unreadable = 0

    private func row(of result: BulkResult) -> JSONObject {
        var row: JSONObject = ["Line": .integer(Int64(result.line)), "Target": .string(result.label)]
        let text = result.error.map { message(of: result, $0, withLine: false) }
        row.addOutcome(result.status, result.error, message: text, requestID: result.outcome?.requestID)
        return row
    }

    /// What is wrong, and in which column where it is the value of one.
    private func message(of result: BulkResult, _ error: ExchangeError, withLine: Bool = true) -> String {
        let parameter = (error.cause as? BindingError)?.parameter?.name
        let column = parameter.flatMap { rows.column(of: $0) }
        let place = [withLine ? "line \(result.line)" : nil, column.map { "column \($0)" }].compactMap(\.self)
        return place.isEmpty ? error.description : "\(place.joined(separator: ", ")): \(error.description)"
    }
}

extension RowBatch {
    /// Makes a batch of rows that were handed out one by one.
    init(_ rows: [CmdletRow]) {
        var bytes: [UInt8] = []
        var ranges: [Range<Int>] = []
        for row in rows {
            let start = bytes.count
            bytes += row.bytes
            ranges.append(start..<bytes.count)
        }
        self.init(bytes: bytes, ranges: ranges)
    }
}
