/// Why a command ended, in the parts a person needs: cause, evidence, request, next step.
package struct CommandError: Error, Sendable {
    /// What the process reports.
    package var exitCode: ExitCode
    /// The cause, as one sentence without a full stop.
    package var message: String
    /// Evidence, a line each.
    package var details: [String]
    /// What to type next; a line for each step of several.
    package var repair: String?

    package init(_ exitCode: ExitCode, _ message: String, details: [String] = [], repair: String? = nil) {
        self.exitCode = exitCode
        self.message = message
        self.details = details
        self.repair = repair
    }

    /// The lines as they are shown.
    package var lines: [String] {
        let evidence = details.flatMap { $0.split(separator: "\n").map { "  \($0)" } }
        return ["exo: \(message)"] + evidence + (repair?.split(separator: "\n") ?? []).map { "  next: \($0)" }
    }
}
