internal import EntraTokens
internal import ExchangeOnline

/// Holds every row against the catalogue, and against the guard rails of the connection where there is one; nothing is sent.
enum BulkDryRun {
    /// How many rows with values that are hardly meant are told of.
    private static let mostDoubts = 20

    static func run(_ plan: BulkPlan, _ invocation: Invocation, _ context: CommandContext) throws -> ExitCode {
        let target = try target(plan, invocation, context)
        // What the connection alone would need is of no use here.
        for name in invocation.optionNames { _ = invocation.has(name) }
        let namesTenant = invocation.has("repeat-tenant")
        // What would end the run at its beginning does so here.
        if let sample = plan.sample {
            try guards.check(sample)
            if let name = guards.openName(before: sample) {
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
                try check(cmdlet, on: target, namesTenant: namesTenant)
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

    /// Where the calls would be made: on the connection that is named, else on the current one; `nil` where there is none.
    ///
    /// No token is looked for.
    private static func target(
        _ plan: BulkPlan,
        _ invocation: Invocation,
        _ context: CommandContext
    ) throws -> ConnectionTarget? {
        if ConnectionIdentity.isGiven(invocation) { return try ConnectionTarget.read(invocation, context) }
        let named = invocation.value("connection") ?? context.variable("EXO_CONNECTION")
        do {
            let store = try ConnectionStore(context)
            guard let name = try ConnectionChoice.find(named, store, context) else { return nil }
            var target = try store.connection(name).target
            target.name = name.text
            return target
        } catch let error as CommandError {
            // A table can be looked at before anything is connected.
            guard named != nil else { return nil }
            throw error
        }
    }

    /// Refuses what the guard rails of the connection forbid.
    ///
    /// - Throws: ``ExchangeError`` with code `guarded`.
    private static func check(_ cmdlet: BoundCmdlet, on target: ConnectionTarget?, namesTenant: Bool) throws {
        guard let target else { return }
        let name = target.name ?? target.identity.value
        let effect = cmdlet.on(target.service).effect
        try target.guardRails.check(cmdlet.name, effect, of: name)
        guard target.guardRails.wantsTenant(before: effect), !namesTenant else { return }
        throw ExchangeError(
            code: .guarded,
            message: "connection '\(name)' wants the tenant's name repeated before \(cmdlet.name)",
            repair: .repeatTenant(target.tenant ?? target.identity.tenantName)
        )
    }
}
