internal import ExoJSON

/// What one look found.
struct DoctorFinding: Sendable {
    /// How it is.
    enum Result: String, Sendable {
        /// As it has to be.
        case ok
        /// Not as it has to be, and nothing behind it can work.
        case failed
        /// Perhaps not as it has to be; what comes next tells.
        case doubtful
        /// Not looked at, and why.
        case skipped
    }

    var step: DoctorStep
    var result: Result
    /// What it was found by.
    var evidence: String
    /// More evidence, a line each, such as the ids of a request.
    var details: [String] = []
    /// What to type or do.
    var repair: String?
    /// What the command reports where that is not the step's own.
    var exitCode: ExitCode?

    /// The finding as it is printed for programs.
    var row: JSONObject {
        var row = briefRow
        row["Details"] = .array(details.map { .string($0) })
        row["Repair"] = repair.map { .string($0) } ?? .null
        return row
    }

    /// What a person looks for in a table.
    var briefRow: JSONObject {
        ["Check": .string(step.rawValue), "Result": .string(result.rawValue), "Evidence": .string(evidence)]
    }

    /// The failure as it is reported.
    var error: CommandError {
        CommandError(exitCode ?? step.exitCode, "\(step.rawValue): \(evidence)", details: details, repair: repair)
    }
}
