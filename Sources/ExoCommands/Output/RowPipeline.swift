internal import ExchangeOnline
package import ExoJSON
package import ExoRows
internal import ExoTransport

/// The one way of rows to the output: as they arrive through transforms into a form and to where they are written, and notes in
/// order among them.
///
/// A cmdlet's listing, a line of the shell, a bulk run and a fleet make one each, call ``write(_:)`` and ``note(_:)`` as
/// things happen, stop fetching when ``isComplete`` says so, and end with ``finish(evenWithoutRows:)``, also after an error:
/// what was written is then well formed.
package struct RowPipeline {
    /// How many rows came in.
    package private(set) var count = 0
    private let context: CommandContext
    private var stages: [any RowTransform]
    private var printer: any RowPrinter
    private let takesObjectsOnly: Bool
    private var hasPrinted = false
    /// Whether a person sees nothing at all where there is no row.
    private let isSilentWithoutRows: Bool
    private let stopwatch: Stopwatch
    /// When rows were shown last, or the first ones printed.
    private var shown: Duration?

    /// Makes a pipeline that has written nothing yet.
    ///
    /// - Parameters:
    ///   - settings: What the command line says about output.
    ///   - noun: What the rows are, as in `Get-Mailbox`; decides the usual columns of a table.
    ///   - properties: The properties of the rows where they are known; the head of a CSV text without rows.
    ///   - transforms: What rows pass through before what the settings ask for.
    ///   - context: Where rows and notes go.
    /// - Throws: ``CommandError`` where the program of `--jq` is none; nothing needs to be asked for then.
    package init(
        _ settings: OutputSettings,
        noun: String = "",
        properties: @autoclosure () -> [String] = [],
        transforms: [any RowTransform] = [],
        _ context: CommandContext
    ) throws {
        self.context = context
        stages = try transforms + settings.transforms(context)
        takesObjectsOnly = settings.takesObjectsOnly
        isSilentWithoutRows =
            settings.isTerminal && !settings.isCount
            && (settings.isPlainJQ || [.table, .list, .ndjson, .raw].contains(settings.form))
        stopwatch = Stopwatch(context.clock)
        // Looked up where they are written, since a single call is over in milliseconds.
        let properties = [.csv, .tsv].contains(settings.form) ? properties() : []
        printer = settings.printer(to: context.output, noun: noun, properties: properties, errors: context.errors)
    }

    /// Whether no row that comes now would be written.
    package var isComplete: Bool { stages.contains { $0.isComplete } }

    /// Takes rows.
    ///
    /// - Throws: `ExchangeError` when a row is not JSON, after those before it; ``CommandError``; ``OutputEnded``.
    package mutating func write(_ batch: RowBatch) throws {
        guard !batch.isEmpty else { return }
        do {
            try pass(batch, from: 0)
            count += batch.count
        } catch let error as RowError {
            count += error.place
            throw ExchangeError(
                code: .unexpectedResponse,
                message: "row \(count + 1) of the reply is not JSON, so the listing ends before it",
                rowsDelivered: count,
                cause: error.cause
            )
        }
    }

    /// Takes rows of this program.
    ///
    /// - Throws: As ``write(_:)``.
    package mutating func write(_ objects: [JSONObject]) throws { try write(RowBatch(objects)) }

    /// Tells something, after the rows that are written before it.
    ///
    /// - Throws: ``OutputEnded``, ``CommandError``.
    package mutating func note(_ note: RowNote) throws {
        // Among the first rows of a table it waits with them, so that one layout holds for all.
        if let shown, stopwatch.elapsed - shown < .seconds(1), printer.hold(note) { return }
        try printer.settle()
        try printer.breakLine()
        try context.output.flush()
        context.errors.tell(note)
    }

    /// Writes what came so far, unless rows wait for those that come later.
    ///
    /// - Returns: Whether all of it is where the output goes.
    /// - Throws: As ``note(_:)``.
    package mutating func settle() throws -> Bool {
        guard printer.writesAtOnce, !stages.contains(where: \.holdsRows) else { return false }
        try printer.settle()
        try context.output.flush()
        return true
    }

    /// Writes what was held back and the end of the form.
    ///
    /// - Parameters:
    ///   - evenWithoutRows: Whether no row is an answer too, such as `[]`.
    ///   - tellsNone: Whether a person who would see nothing is told that there is no row.
    /// - Throws: As ``write(_:)``.
    package mutating func finish(evenWithoutRows: Bool = true, tellsNone: Bool = false) throws {
        for place in stages.indices {
            let held = try stages[place].finish()
            if !held.isEmpty { try pass(held, from: place + 1) }
        }
        if hasPrinted || evenWithoutRows { try printer.finish() }
        if tellsNone, evenWithoutRows, !hasPrinted, isSilentWithoutRows { context.errors.note("no rows") }
    }

    private mutating func pass(_ batch: RowBatch, from first: Int) throws {
        var batch = batch
        for place in first..<stages.count where !batch.isEmpty {
            do { batch = try stages[place].pass(batch) } catch let failure as TransformFailure {
                try pass(failure.rows, from: place + 1)
                throw failure.cause
            }
        }
        guard !batch.isEmpty else { return }
        if takesObjectsOnly { batch = RowValue.objects(batch) }
        do { try printer.print(batch) } catch let error as RowError {
            if error.place > 0 { hasPrinted = true }
            throw error
        }
        hasPrinted = true
        let now = stopwatch.elapsed
        guard let last = shown else { return shown = now }
        // Where rows come slowly, whoever reads them sees them once a second, also before there are enough to lay out a table well.
        guard now - last >= .seconds(1) else { return }
        shown = now
        try printer.settle()
        try context.output.flush()
    }
}
