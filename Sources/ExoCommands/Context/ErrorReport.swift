internal import ExoTransport

/// Turns what libraries throw into what a person is told.
enum ErrorReport {
    /// The error as this program reports it.
    static func commandError(_ error: any Error) -> CommandError {
        switch error {
        case let error as CommandError: error
        case let error as TransportError: of(error)
        case is CancellationError: CommandError(.interrupted, "interrupted")
        default: CommandError(.bug, "an error nobody expected: \(type(of: error))")
        }
    }

    private static func of(_ error: TransportError) -> CommandError {
        switch error.code {
        case .untrusted:
            CommandError(.failed, error.message, repair: "add --ca-file <file> with the authority that issued it")
        case .proxyRefused: CommandError(.failed, error.message, repair: "check --proxy or the variable https_proxy")
        case .invalidRequest: CommandError(.usage, error.message)
        default: CommandError(.failed, error.message)
        }
    }
}
