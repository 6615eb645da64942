internal import ExchangeOnline

/// `exo fleet run`: a cmdlet over many connections.
enum FleetCommand {
    static func run(_ invocation: Invocation, _ context: CommandContext) async throws -> ExitCode {
        let settings = try OutputSettings(invocation, context)
        let shape = CmdletOutput(of: invocation.cmdletWords[0])
        func isLabel(_ column: String) -> Bool { ["connection", "tenant"].contains(column.lowercased()) }
        var cmdlet = try RunCommand.bound(
            invocation.cmdletWords,
            properties: shape.selection(of: (settings.neededProperties ?? []).filter { !isLabel($0) }),
            invocation,
            context
        )
        if shape.givesRows {
            try shape.check(settings.columns.filter { !isLabel($0) })
        } else if !invocation.has("dry-run") {
            try settings.requireColumns(among: FleetReport.columns)
        }
        let journalOptions = try JournalOptions(invocation)
        if invocation.has("dry-run"), invocation.has("journal") {
            throw invocation.usageError("--dry-run lists all tenants, and does not look into a journal")
        }
        let failedPath = try failedPath(invocation)
        let fleetMembers = try await FleetMembers(invocation, context).all(for: cmdlet)
        let (all, damaged) = (fleetMembers.members, fleetMembers.damaged)
        let found = all.filter { CmdletRoute.mayHave(cmdlet, $0.target.service) }
        let others = all.filter { !CmdletRoute.mayHave(cmdlet, $0.target.service) }
        if let other = others.first {
            let names = others.map(\.member.name).joined(separator: ", ")
            let text = "\(names): \(other.target.service.displayName) has no \(cmdlet.name)"
            guard !found.isEmpty || !damaged.isEmpty else { throw CommandError(.usage, text) }
            context.errors.warning("left out \(text)")
        }
        guard !found.isEmpty || !damaged.isEmpty else {
            context.errors.note(
                invocation.has("customers") && !invocation.has("shard")
                    ? "no customer has a relationship that is active" : "no connection belongs to this share"
            )
            return .done
        }
        let count = found.count + damaged.count
        if !shape.givesRows {
            for names in Self.sharers(found.map { ($0.member.name, $0.target) }) {
                context.errors.warning("\(names) are of one tenant, in which \(cmdlet.name) is run for each of them")
            }
        }
        if invocation.has("dry-run") {
            return try FleetDryRun(cmdlet: cmdlet, settings: settings).run(found, damaged, context)
        }
        if cmdlet.asks, !invocation.has("yes") {
            try ConfirmationPrompt.requireTerminal(for: cmdlet.name, context)
            guard try ConfirmationPrompt.ask("\(cmdlet.name) is run in \(tenants(count)).", context) else {
                return .interrupted
            }
            cmdlet = cmdlet.confirmed
        }
        let fleet = Fleet(
            found.map(\.member) + damaged,
            parallel: try parallel(invocation),
            retriesUnknown: journalOptions.retriesUnknown
        )
        let journal = try journalOptions.open(tenantID: Fleet.journalTenant, cmdlet: cmdlet.name)
        for note in journal?.notes ?? [] { context.errors.warning(note) }
        let errors = context.errors
        context.interruption.takeOver {
            errors.write("ending when the tenants that have begun are done; once more ends at once")
        }
        var context = context
        let unbroken = shape.givesRows ? nil : UnbrokenOutput(context.output, context.errors)
        if let unbroken { context.output = OutputWriter(unbroken) }
        var report = try FleetReport(
            settings,
            shape,
            isWhatIf: cmdlet.isWhatIf,
            connectCommands: fleetMembers.connectCommands,
            tenants: Dictionary(found.map { ($0.member.name, tenant(of: $0.target)) }) { first, _ in first },
            failed: failedPath,
            context
        )
        let lasting = LastingRows(output: context.output, file: context.outputFile, unbroken: unbroken)
        let summary: BulkSummary
        do {
            summary = try await fleet.run(
                cmdlet,
                journal: journal,
                while: { [interruption = context.interruption] in !interruption.isRequested },
                each: { try report.take($0) },
                settle: {
                    try lasting.settle(isLast: $0) {
                        try report.settle()
                    } finish: {
                        try report.finish()
                    }
                }
            )
        } catch let error as OutputEnded {
            throw error
        } catch let error as ExchangeError where error.code == .invalidRequest {
            throw error  // The journal is another call's; nothing was begun, and there is nothing to write.
        } catch {
            try report.finish()
            throw error
        }
        try report.finish()
        try context.output.flush()
        let code = tell(summary, journalOptions, context)
        // A share is not the fleet, and neither is what came before there were rows enough.
        let isWhole =
            summary.isComplete && summary.total == count && !report.hasEnough && !invocation.has("shard")
        report.tellFailed(isWhole: isWhole && !context.interruption.isRequested, context)
        return unbroken?.failure != nil && code == .done ? .failed : code
    }

    /// The file for the names of those that failed.
    private static func failedPath(_ invocation: Invocation) throws -> String? {
        guard let path = invocation.value("failed") else { return nil }
        guard !invocation.has("customers") else {
            throw invocation.usageError(
                "--failed writes names for --connections-from and --organizations-from, and customers have none there",
                details: ["--journal FILE with --resume goes on with those that failed"]
            )
        }
        guard !invocation.has("dry-run") else { throw invocation.usageError("--dry-run runs nothing that could fail") }
        try FailedLines.check(path)
        return path
    }

    /// So many tenants, in words.
    static func tenants(_ count: Int) -> String { count == 1 ? "1 tenant" : "\(count) tenants" }

    /// The tenant as it is known: by its id where an earlier connection found that out.
    static func tenant(of target: ConnectionTarget) -> String {
        target.remembered.tenantID ?? target.tenant ?? target.identity.tenantName
    }

    /// The connections that lead to one service of one tenant, the names of each such group together.
    private static func sharers(_ found: [(name: String, target: ConnectionTarget)]) -> [String] {
        Dictionary(grouping: found) { "\(tenant(of: $0.target).lowercased()) \($0.target.service.rawValue)" }
            .values.filter { $0.count > 1 }.map { $0.map(\.name).joined(separator: ", ") }.sorted()
    }

    private static func parallel(_ invocation: Invocation) throws -> Int {
        guard let text = invocation.value("parallel") else { return 16 }
        guard let number = Int(text), (1...256).contains(number) else {
            throw invocation.usageError("--parallel is a whole number from 1 to 256, not '\(text)'")
        }
        return number
    }

    private static func tell(_ summary: BulkSummary, _ journal: JournalOptions, _ context: CommandContext) -> ExitCode {
        context.errors.note(summary.text)
        if summary.unknown > 0 {
            context.errors.warning(
                "in \(summary.unknown) tenants the change may or may not have been made; look before it is made again"
                    + (journal.again.map { " (\($0) --retry-unknown)" } ?? "")
            )
        }
        if let code = journal.ending(of: summary, context) { return code }
        return summary.isComplete ? .done : .incomplete
    }
}
