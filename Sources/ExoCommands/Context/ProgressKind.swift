/// How it is told on standard error what takes time.
package enum ProgressKind: String, CaseIterable, Sendable {
    /// A line for a person, where standard error is a terminal.
    case line
    /// One JSON object a line, for a program.
    case json
    /// Nothing.
    case none

    /// Reads `--progress`.
    static func read(_ invocation: Invocation) throws -> ProgressKind {
        guard let word = invocation.value("progress") else { return .line }
        if let kind = ProgressKind(rawValue: word.lowercased()) { return kind }
        throw invocation.usageError("--progress is line, json or none, not '\(word)'")
    }
}
