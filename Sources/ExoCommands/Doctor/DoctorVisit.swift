internal import EntraTokens
internal import ExchangeOnline
internal import ExoJSON
internal import ExoTransport

/// One look at everything, step by step; what comes behind a failure is not looked at.
struct DoctorVisit: Sendable {
    let subject: DoctorSubject
    let context: CommandContext
    /// What was found so far, in the order of the steps.
    var findings: [DoctorFinding] = []

    init(_ subject: DoctorSubject, _ context: CommandContext) {
        self.subject = subject
        self.context = context
    }

    /// The first thing that is wrong.
    var failure: DoctorFinding? { findings.first { $0.result == .failed } }

    /// Looks.
    ///
    /// - Throws: `CancellationError`; what is wrong is a finding, and no error.
    mutating func run() async throws {
        guard let tenantID = try await reachAuthority() else { return finish() }
        guard let token = try await getToken(tenantID) else { return finish() }
        guard check(token, tenantID) else { return finish() }
        try await askService(token, tenantID)
        finish()
    }

    /// The findings as rows, for a person without what is told behind them.
    func rows(isBrief: Bool) -> [JSONObject] { findings.map { isBrief ? $0.briefRow : $0.row } }

    mutating func note(
        _ step: DoctorStep,
        _ result: DoctorFinding.Result,
        _ evidence: String,
        details: [String] = [],
        repair: String? = nil,
        exitCode: ExitCode? = nil
    ) {
        findings.append(
            DoctorFinding(
                step: step,
                result: result,
                evidence: evidence,
                details: details,
                repair: repair,
                exitCode: exitCode
            )
        )
    }

    /// Notes what is behind a failure, and puts the findings in order.
    private mutating func finish() {
        let looked = Set(findings.map(\.step))
        if let failure {
            for step in DoctorStep.allCases where !looked.contains(step) {
                note(step, .skipped, "not looked at, since \(failure.step.rawValue) failed")
            }
        }
        findings.sort { $1.step.isBehind($0.step) }
    }
}
