internal import ExchangeOnline

/// Writes a cmdlet's rows as they come, its warnings beside them, and a well-formed end whatever happens.
struct RowStreamWriter {
    private let context: CommandContext
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

    init(_ settings: OutputSettings, noun: String, isWhatIf: Bool, _ context: CommandContext) {
        self.context = context
        self.isWhatIf = isWhatIf
        printer = settings.printer(to: context.output, noun: noun)
        progress = Progress(context)
    }

    /// Writes all pages.
    ///
    /// - Returns: `done`, or `failed` or `incomplete` when the service reported errors beside the rows.
    mutating func write(_ pages: CmdletPages) async throws -> ExitCode {
        var code = ExitCode.done
        do {
            var pages = pages.makeAsyncIterator()
            while let page = try await pages.next() {
                try printer.print(page.batch)
                rows += page.count
                progress.show(rows)
                if note(page) { code = rows > 0 ? .incomplete : .failed }
                try Task.checkCancellation()
            }
        } catch let error as OutputEnded {
            throw error
        } catch {
            progress.clear()
            try printer.finish()
            try tell()
            throw error
        }
        progress.clear()
        if !isWhatIf || rows > 0 { try printer.finish() }
        try tell()
        return code
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
