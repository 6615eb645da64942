internal import ExchangeOnline
internal import ExoJSON

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
        try shape.check(settings.columns.filter { !isLabel($0) })
        let journalOptions = try JournalOptions(invocation)
        if invocation.has("dry-run"), invocation.has("journal") {
            throw invocation.usageError("--dry-run lists all tenants, and does not look into a journal")
        }
        let all = try await FleetMembers(invocation, context).all(for: cmdlet)
        let found = all.filter { CmdletRoute.mayHave(cmdlet, $0.target.service) }
        let others = all.filter { !CmdletRoute.mayHave(cmdlet, $0.target.service) }
        if let other = others.first {
            let names = others.map(\.member.name).joined(separator: ", ")
            let text = "\(names): \(other.target.service.displayName) has no \(cmdlet.name)"
            guard !found.isEmpty else { throw CommandError(.usage, text) }
            context.errors.warning("left out \(text)")
        }
        guard !found.isEmpty else {
            context.errors.note(
                invocation.has("customers") && !invocation.has("shard")
                    ? "no customer has a relationship that is active" : "no connection belongs to this share"
            )
            return .done
        }
        let count = found.count == 1 ? "1 tenant" : "\(found.count) tenants"
        if !shape.givesRows {
            for names in Self.sharers(found.map { ($0.member.name, $0.target) }) {
                context.errors.warning("\(names) are of one tenant, in which \(cmdlet.name) is run for each of them")
            }
        }
        if invocation.has("dry-run") {
            try settings.withoutColumns.print(found.map(row), context)
            try context.output.flush()
            context.errors.note("\(cmdlet.name) would be run in \(count); it was not sent")
            return .done
        }
        if cmdlet.asks, !invocation.has("yes") {
            try ConfirmationPrompt.requireTerminal(for: cmdlet.name, context)
            guard try ConfirmationPrompt.ask("\(cmdlet.name) is run in \(count).", context) else { return .interrupted }
            cmdlet = cmdlet.confirmed
        }
        let fleet = Fleet(
            found.map(\.member),
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
        var report = try FleetReport(settings, shape, isWhatIf: cmdlet.isWhatIf, context)
        let summary: BulkSummary
        do {
            summary = try await fleet.run(
                cmdlet,
                journal: journal,
                while: { [interruption = context.interruption] in !interruption.isRequested },
                each: { try report.take($0) }
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
        return unbroken?.failure != nil && code == .done ? .failed : code
    }

    /// A tenant that the cmdlet would be run in.
    private static func row(_ found: (member: FleetMember, target: ConnectionTarget)) -> JSONObject {
        [
            "Connection": .string(found.member.name),
            "Tenant": .string(tenant(of: found.target)),
            "Service": .string(found.target.service.rawValue),
        ]
    }

    /// The tenant as it is known: by its id where an earlier connection found that out.
    private static func tenant(of target: ConnectionTarget) -> String {
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
