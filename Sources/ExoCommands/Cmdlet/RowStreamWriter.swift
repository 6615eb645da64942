internal import ExchangeOnline

/// Writes a cmdlet's rows as they come, what the service says among them, and a well-formed end whatever happens.
///
/// Nothing goes to standard output where there is nothing to say: a change that is done without rows, and a listing that
/// fails before its first row.
struct RowStreamWriter {
    private let shape: CmdletOutput
    private let isWhatIf: Bool
    private let hidesWarnings: Bool
    /// Whether the cmdlet's `-ErrorAction` says that errors are not told.
    let hidesErrors: Bool
    private var pipeline: RowPipeline
    private var progress: Progress

    /// Makes a writer for the rows of one cmdlet.
    init(_ settings: OutputSettings, _ shape: CmdletOutput, _ cmdlet: BoundCmdlet, _ context: CommandContext) throws {
        self.shape = shape
        isWhatIf = cmdlet.isWhatIf
        hidesWarnings = cmdlet.isSilent("WarningAction")
        hidesErrors = cmdlet.isSilent("ErrorAction")
        pipeline = try RowPipeline(settings, noun: shape.noun, properties: shape.properties, context)
        progress = Progress(context)
    }

    /// Writes all pages.
    ///
    /// - Returns: `done`, or `failed` or `incomplete` when the service reported errors beside the rows.
    mutating func write(_ pages: AdvisedPages) async throws -> ExitCode {
        var hasErrors = false
        do {
            var pages = pages.makeAsyncIterator()
            // What a change became is told at its end, also where no more rows are wanted.
            while !(pipeline.isComplete && shape.givesRows), let page = try await pages.next() {
                do { try pipeline.write(page.batch) } catch var error as ExchangeError {
                    // A row that is no JSON is found here; the reply that it came in has ids.
                    error.requestID = error.requestID ?? page.requestID
                    error.correlationID = error.correlationID ?? pages.correlationID
                    throw error
                }
                progress.show(pipeline.count)
                if try note(page) { hasErrors = true }
                try Task.checkCancellation()
            }
        } catch let error as OutputEnded {
            throw error
        } catch {
            progress.clear()
            try pipeline.finish(evenWithoutRows: false)
            throw error is CancellationError ? ErrorReport.interrupted(afterRows: pipeline.count) : error
        }
        progress.clear()
        try pipeline.finish(evenWithoutRows: shape.givesRows && !hasErrors && !isWhatIf, tellsNone: true)
        return hasErrors ? (pipeline.count > 0 ? .incomplete : .failed) : .done
    }

    /// Tells what the service said; whether there was an error.
    private mutating func note(_ page: CmdletPage) throws -> Bool {
        for text in page.warnings where !hidesWarnings { try pipeline.note(.warning(text)) }
        for error in page.errors where !hidesErrors { try pipeline.note(.error(ErrorReport.commandError(error))) }
        if isWhatIf, let message = page.confirmationMessage { try pipeline.note(.line("What if: \(message)")) }
        return !page.errors.isEmpty
    }
}

extension BoundCmdlet {
    /// Whether a preference says that nothing is told and the run goes on.
    func isSilent(_ preference: String) -> Bool {
        ["silentlycontinue", "ignore"].contains(parameters[preference]?.stringValue?.lowercased() ?? "")
    }

    /// Whether it says by itself that the run goes on after its errors.
    var goesOnAfterErrors: Bool {
        isSilent("ErrorAction") || parameters["ErrorAction"]?.stringValue?.lowercased() == "continue"
    }

    /// The variables of PowerShell that it is to fill, of which there are none here.
    var wantedVariables: [String] {
        ["ErrorVariable", "InformationVariable", "OutBuffer", "OutVariable", "PipelineVariable", "WarningVariable"]
            .filter { parameters[$0] != nil }
    }
}
