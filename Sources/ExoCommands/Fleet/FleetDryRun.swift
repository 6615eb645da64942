internal import ExchangeOnline
internal import ExoJSON

/// Lists the tenants that a cmdlet would be run in; nothing is sent.
struct FleetDryRun {
    let cmdlet: BoundCmdlet
    let settings: OutputSettings

    /// Writes a row for each, and tells of those that would fail as they stand: whose guard rails forbid it, and whose file is
    /// damaged.
    ///
    /// - Returns: `incomplete` where there are such.
    func run(
        _ found: [(member: FleetMember, target: ConnectionTarget)],
        _ damaged: [FleetMember],
        _ context: CommandContext
    ) throws -> ExitCode {
        var rows: [JSONObject] = []
        var failures: [ExchangeError] = []
        for (member, target) in found {
            do {
                try target.guardRails.check(cmdlet.name, cmdlet.on(target.service).effect, of: member.name)
                rows.append([
                    "Connection": .string(member.name),
                    "Tenant": .string(FleetCommand.tenant(of: target)),
                    "Service": .string(target.service.rawValue),
                ])
            } catch let error as ExchangeError { failures.append(error) }
        }
        try settings.withoutColumns.print(rows, context)
        try context.output.flush()
        for failure in failures { context.errors.error(ErrorReport.commandError(failure)) }
        for member in damaged {
            context.errors.warning("the file of connection '\(member.name)' cannot be read; it would fail")
        }
        let failing = failures.count + damaged.count
        let others = failing == 0 ? "" : " and would fail in \(failing)"
        context.errors.note(
            "\(cmdlet.name) would be run in \(FleetCommand.tenants(rows.count))\(others); it was not sent"
        )
        return failing == 0 ? .done : .incomplete
    }
}
