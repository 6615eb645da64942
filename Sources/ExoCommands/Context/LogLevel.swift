/// How much is logged on standard error.
package enum LogLevel: Int, CaseIterable, Sendable {
    case error, warning, info, debug

    /// Its word on the command line.
    package var word: String {
        switch self {
        case .error: "error"
        case .warning: "warning"
        case .info: "info"
        case .debug: "debug"
        }
    }

    /// Reads `--log-level`, else `EXO_LOG_LEVEL`.
    static func read(_ invocation: Invocation, _ context: CommandContext) throws -> LogLevel {
        guard let word = invocation.value("log-level") ?? context.variable("EXO_LOG_LEVEL") else { return .warning }
        if let level = allCases.first(where: { $0.word == word.lowercased() }) { return level }
        let known = allCases.map(\.word)
        throw invocation.usageError(
            "the log level cannot be '\(word)'; it is one of \(known.joined(separator: ", "))",
            details: DidYouMean.lines(word, among: known)
        )
    }
}
