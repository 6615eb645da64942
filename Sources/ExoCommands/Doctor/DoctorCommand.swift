internal import ExoJSON

/// `exo doctor`: looks at everything between this machine and a cmdlet, in order, up to the first thing that is wrong.
enum DoctorCommand {
    static func run(_ invocation: Invocation, _ context: CommandContext) async throws -> ExitCode {
        let settings = try OutputSettings(invocation, context)
        let subject = try DoctorSubject(invocation, context)
        var visit = DoctorVisit(subject, context)
        try await visit.run()
        try settings.print(visit.rows(isBrief: settings.form == .table && settings.columns.isEmpty), context)
        if let failure = visit.failure { throw failure.error }
        for finding in visit.findings where finding.result == .doubtful {
            context.errors.warning("\(finding.step.rawValue): \(finding.evidence)")
        }
        return .done
    }
}
