internal import EntraTokens
internal import ExchangeOnline

/// Holds every row against the catalogue, and against the guard rails of the connection where there is one; nothing is sent.
enum BulkDryRun {
    /// How many rows with values that are hardly meant are told of.
    private static let mostDoubts = 20

    static func run(_ plan: BulkPlan, _ invocation: Invocation, _ context: CommandContext) throws -> ExitCode {
        let connection = try planned(plan, invocation, context)
        // What the connection alone would need is of no use here.
        for name in invocation.optionNames { _ = invocation.has(name) }
        // What would end the run at its beginning does so here.
        if let sample = plan.sample {
            try connection?.refuseForbidden(sample)
            if let name = connection?.unprovenName(before: sample) {
                context.errors.warning("whether \(name) is a name of the tenant is not checked; the run asks")
            }
        }
        let failed = plan.failedPath.map { FailedLines($0, of: plan.table) }
        // Of cmdlets that give rows, `--columns` means those.
        let settings = plan.shape.givesRows ? plan.settings.withoutColumns : plan.settings
        var report = try BulkReport(settings, CmdletOutput(of: "Set-Row"), plan.rows, failed: failed, context)
        var good = 0
        var bad = 0
        var doubtful = 0
        while let call = try plan.rows.next() {
            var result = BulkResult(line: call.line, label: call.label, status: .failed)
            do {
                let cmdlet = try BoundCmdlet(call.cmdlet.get())
                try connection?.refuseForbidden(cmdlet)
                let doubts = cmdlet.doubtLines
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
        report.tellFailed(isWhole: false, context)
        if context.interruption.isRequested { return .interrupted }
        return bad == 0 ? .done : .incomplete
    }

    /// The connection that the run would make, on which nobody is asked for anything; `nil` where there is none.
    private static func planned(
        _ plan: BulkPlan,
        _ invocation: Invocation,
        _ context: CommandContext
    ) throws -> ExchangeConnection? {
        guard let target = try ChosenTarget.find(invocation, context, for: plan.sample)?.target else { return nil }
        let source = CallbackTokenSource { _ in
            throw TokenError(code: .sourceUnavailable, message: "a dry run needs no token")
        }
        let connection = try ServiceConnection.client(context).connection(
            target.request(source, verifiesAccess: false)
        )
        return invocation.value("repeat-tenant").map { connection.repeating(tenant: $0) } ?? connection
    }
}
