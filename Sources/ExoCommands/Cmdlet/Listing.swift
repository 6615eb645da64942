internal import ExchangeOnline

/// Writes a cmdlet's rows as they come, its warnings beside them, and a well-formed end whatever happens.
struct Listing {
    private let context: CommandContext
    private let isWhatIf: Bool
    private var printer: any RowPrinter
    private var progress: Progress
    private var rows = 0

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
                try printer.print(page.part, rows: page.ranges)
                rows += page.count
                progress.show(rows)
                if try note(page) { code = rows > 0 ? .incomplete : .failed }
                try Task.checkCancellation()
            }
        } catch let error as OutputEnded {
            throw error
        } catch {
            progress.clear()
            try printer.finish()
            throw error
        }
        progress.clear()
        if isWhatIf, rows == 0 { return code }
        try printer.finish()
        return code
    }

    /// Tells what the service said; whether there was an error.
    private func note(_ page: CmdletPage) throws -> Bool {
        guard !page.warnings.isEmpty || !page.errors.isEmpty || page.confirmationMessage != nil else { return false }
        progress.clear()
        for warning in page.warnings { context.errors.warning(warning) }
        for error in page.errors { context.errors.error(ErrorReport.commandError(error)) }
        if isWhatIf, let message = page.confirmationMessage { context.errors.write("What if: \(message)") }
        return !page.errors.isEmpty
    }
}
