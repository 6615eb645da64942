internal import ExchangeOnline

/// Holds every row against the catalogue; nothing is sent.
enum BulkDryRun {
    /// How many rows with values that are hardly meant are told of.
    private static let mostDoubts = 20

    static func run(_ plan: BulkPlan, _ invocation: Invocation, _ context: CommandContext) throws -> ExitCode {
        let failed = plan.failedPath.map { FailedRows($0, of: plan.table) }
        // Of cmdlets that give rows, `--columns` means those.
        let settings = plan.shape.givesRows ? plan.settings.withoutColumns : plan.settings
        var report = try BulkReport(settings, CmdletOutput(of: "Set-Row"), plan.rows, failed: failed, context)
        var good = 0
        var bad = 0
        var doubtful = 0
        while let call = try plan.rows.next() {
            var result = BulkResult(line: call.line, label: call.label, status: .failed)
            do {
                let doubts = try BoundCmdlet(call.cmdlet.get()).doubtLines
                if !doubts.isEmpty { doubtful += 1 }
                for text in doubts where doubtful <= Self.mostDoubts {
                    context.errors.warning("line \(call.line): \(text)")
                }
                good += 1
                _ = plan.rows.takeText(ofLine: call.line)
                continue
            } catch let error as BindingError {
                result.error = ExchangeError(error)
            } catch let error as ExchangeError {
                result.error = error
            }
            bad += 1
            try report.take(result)
        }
        if bad > 0 { try report.finish() }
        try context.output.flush()
        let rows = good + bad == 1 ? "1 row" : "\(good + bad) rows"
        let doubts = doubtful == 0 ? "" : " (\(doubtful) with values that the service will hardly take)"
        context.errors.note("\(rows): \(good) can be sent\(doubts), \(bad) cannot; nothing was sent")
        if let path = plan.failedPath { report.tellFailed(path, isWhole: false, context) }
        if context.interruption.isRequested { return .interrupted }
        return bad == 0 ? .done : .incomplete
    }
}
