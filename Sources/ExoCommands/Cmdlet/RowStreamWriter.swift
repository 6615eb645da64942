internal import ExchangeOnline
internal import ExoJSON
internal import ExoRows

/// Writes a cmdlet's rows as they come, its warnings beside them, and a well-formed end whatever happens.
///
/// Nothing goes to standard output where there is nothing to say: a change that is done without rows, and a listing that
/// fails before its first row.
struct RowStreamWriter {
    private let context: CommandContext
    private let settings: OutputSettings
    private let shape: CmdletOutput
    private let isWhatIf: Bool
    private var printer: any RowPrinter
    private var progress: Progress
    private var rows = 0
    private var notes: [Note] = []

    /// What the service said beside the rows; told after them, where a reader of a terminal looks.
    private enum Note {
        case warning(String)
        case error(ExchangeError)
        case whatIf(String)
    }

    /// Makes a writer for the rows of one cmdlet.
    init(_ settings: OutputSettings, _ shape: CmdletOutput, isWhatIf: Bool, _ context: CommandContext) {
        self.context = context
        self.settings = settings
        self.shape = shape
        self.isWhatIf = isWhatIf
        printer = settings.printer(to: context.output, noun: shape.noun, properties: shape.properties)
        progress = Progress(context)
    }

    /// Writes all pages.
    ///
    /// - Returns: `done`, or `failed` or `incomplete` when the service reported errors beside the rows.
    mutating func write(_ pages: CmdletPages) async throws -> ExitCode {
        var hasErrors = false
        do {
            var pages = pages.makeAsyncIterator()
            while let page = try await pages.next() {
                try write(page.batch)
                progress.show(rows)
                if note(page) { hasErrors = true }
                try Task.checkCancellation()
            }
        } catch let error as OutputEnded {
            throw error
        } catch {
            progress.clear()
            if rows > 0 { try printer.finish() }
            try tell()
            throw error
        }
        progress.clear()
        if rows > 0 || shape.givesRows && !hasErrors && !isWhatIf { try printer.finish() }
        try tell()
        return hasErrors ? (rows > 0 ? .incomplete : .failed) : .done
    }

    private mutating func write(_ batch: RowBatch) throws {
        guard !batch.isEmpty else { return }
        if rows == 0 { try warnOfUnknownColumns(batch) }
        do {
            try printer.print(batch)
            rows += batch.count
        } catch let error as RowError {
            rows += error.place
            throw ExchangeError(
                code: .unexpectedResponse,
                message: "row \(rows + 1) of the reply is not JSON, so the listing ends before it",
                rowsDelivered: rows,
                cause: error.cause
            )
        }
    }

    /// Tells which columns the first rows do not have.
    private func warnOfUnknownColumns(_ batch: RowBatch) throws {
        guard !settings.columns.isEmpty else { return }
        let selection = ColumnSelection(settings.columns)
        var names: [String] = []
        var unknown = selection.unknown(among: names)
        do {
            try batch.forEach { place in
                guard !unknown.isEmpty, let row = try batch.value(place).objectValue else { return }
                let known = names.count
                for name in row.names where !names.contains(name) { names.append(name) }
                if names.count > known { unknown = selection.unknown(among: names) }
            }
        } catch is RowError {
            // The printer meets it too, and reports it.
        }
        for column in unknown where !WildcardPattern.isOne(column) || unknown.count < settings.columns.count {
            let question = DidYouMean.lines(column, among: names.filter { !$0.contains("@") }).first
            context.errors.warning(
                "--columns: no row has a property \(column)" + (question.map { "; \($0)" } ?? "")
            )
        }
        guard selection.columns(among: names).isEmpty else { return }
        throw CommandError(
            .usage,
            "--columns: no property fits \(settings.columns.joined(separator: ", ")), so there is nothing to show",
            details: ["there are \(names.filter { !$0.contains("@") }.joined(separator: ", "))"]
        )
    }

    /// Keeps what the service said; whether there was an error.
    private mutating func note(_ page: CmdletPage) -> Bool {
        notes += page.warnings.map { .warning($0) } + page.errors.map { .error($0) }
        if isWhatIf, let message = page.confirmationMessage { notes.append(.whatIf(message)) }
        return !page.errors.isEmpty
    }

    private func tell() throws {
        guard !notes.isEmpty else { return }
        try context.output.flush()
        for note in notes {
            switch note {
            case .warning(let text): context.errors.warning(text)
            case .error(let error): context.errors.error(ErrorReport.commandError(error))
            case .whatIf(let text): context.errors.write("What if: \(text)")
            }
        }
    }
}
