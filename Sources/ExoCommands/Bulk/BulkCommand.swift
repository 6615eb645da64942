internal import ExchangeOnline

/// `exo bulk`: a cmdlet for every row of a table.
enum BulkCommand {
    static func run(_ invocation: Invocation, _ context: CommandContext) async throws -> ExitCode {
        let plan = try BulkPlan(invocation, context)
        let isConsented = invocation.has("yes")
        if plan.isDryRun {
            _ = try plan.isWanted(isConsented: isConsented, in: nil, context)
            return try BulkDryRun.run(plan, invocation, context)
        }
        guard !plan.first.isEmpty else {
            // It ended where somebody wanted no more of it.
            guard !context.interruption.isRequested else { throw CancellationError() }
            var report = try BulkReport(plan.settings, plan.shape, plan.rows, failed: nil, context)
            try report.finish()
            context.errors.note("the table has no rows")
            return .done
        }
        var context = context
        let unbroken = plan.shape.givesRows ? nil : UnbrokenOutput(context.output, context.errors)
        if let unbroken { context.output = OutputWriter(unbroken) }
        // Whoever was to be asked has said yes by then.
        var options = plan.options
        options.isConfirmed = true
        let service = try ServiceConnection(invocation, context, for: plan.sample)
        guard try plan.isWanted(isConsented: isConsented, in: service.target, context) else {
            context.errors.note("nothing was sent")
            return .interrupted
        }
        let connection = try await service.open(
            context,
            verifiesAccess: true,
            for: plan.sample,
            repeating: invocation.value("repeat-tenant")
        )
        defer { service.keepAddress(of: connection, context) }
        let journal = try plan.journal.open(
            tenantID: connection.information.tenantID,
            cmdlet: plan.sample?.name ?? plan.words[0]
        )
        for note in journal?.notes ?? [] { context.errors.warning(note) }
        takeOver(plan, context)
        let failed = plan.failedPath.map { FailedLines($0, of: plan.table) }
        var report = try BulkReport(plan.settings, plan.shape, plan.rows, failed: failed, context)
        let lasting = LastingRows(output: context.output, file: context.outputFile, unbroken: unbroken)
        var summary: BulkSummary
        do {
            summary = try await connection.bulk(
                plan.rows,
                options: options,
                journal: journal,
                each: {
                    try report.take($0)
                    guard report.hasEnough else { return }
                    // What is changed is changed whatever is written of it.
                    if plan.shape.givesRows { plan.rows.endWithEnough() }
                    throw Fleet.Enough()
                },
                settle: {
                    try lasting.settle(isLast: $0) {
                        try report.settle()
                    } finish: {
                        try report.finish()
                    }
                }
            )
            summary.stop = summary.stop.map(service.advised)
        } catch let error as OutputEnded {
            throw error
        } catch {
            try report.finish()
            try context.output.flush()
            throw error
        }
        // A journal knows what earlier runs did of the rows that are left, and standard input may have no end.
        let isStopped = summary.stop != nil && !context.interruption.isRequested
        let keepsLeft = isStopped && plan.failedPath != nil && journal == nil && !plan.readsInput
        let left = keepsLeft ? report.takeLeft() : 0
        try report.finish()
        try context.output.flush()
        if isStopped, !summary.hasMovedRows { tellLeft(keepsLeft ? left : nil, report, plan, context) }
        let code = tell(summary, report, plan, context)
        return unbroken?.failure != nil && code == .done ? .failed : code
    }

    /// Has an interruption end the run with all outcomes known.
    private static func takeOver(_ plan: BulkPlan, _ context: CommandContext) {
        let errors = context.errors
        context.interruption.takeOver {
            errors.write("ending when the calls that have begun are done; once more ends at once")
        }
    }

    /// Tells of rows whose calls were not begun, and how to go on with them.
    private static func tellLeft(_ count: Int?, _ report: BulkReport, _ plan: BulkPlan, _ context: CommandContext) {
        if let count, let path = plan.failedPath {
            guard count > 0, !report.hasFailedToKeep else { return }
            return context.errors.warning("\(count) rows were not begun; they are in \(path) with those that failed")
        }
        let resume = plan.journal.again.map { "; \($0) goes on with them" } ?? ""
        context.errors.warning("the rows behind line \(report.lastLine) were not begun\(resume)")
    }

    private static func tell(
        _ summary: BulkSummary,
        _ report: BulkReport,
        _ plan: BulkPlan,
        _ context: CommandContext
    ) -> ExitCode {
        context.errors.note(summary.text)
        if plan.rows.hasEnough {
            context.errors.note("no row behind line \(report.lastLine) was begun, since --limit is reached")
        }
        let isWhole = summary.isComplete && !context.interruption.isRequested && !plan.rows.hasEnough
        report.tellFailed(isWhole: isWhole, context)
        if summary.unknown > 0 {
            context.errors.warning(
                "\(summary.unknown) calls may or may not have been executed; look before they are made again"
                    + (plan.journal.again.map { " (\($0) --retry-unknown)" } ?? "")
            )
        }
        if let code = plan.journal.ending(of: summary, context) { return code }
        return summary.isComplete ? .done : .incomplete
    }
}
