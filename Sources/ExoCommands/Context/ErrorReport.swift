internal import EntraTokens
internal import ExchangeOnline
internal import ExoJSON
internal import ExoRows
internal import ExoTransport

/// Turns what libraries throw into what a person is told.
enum ErrorReport {
    /// The error as this program reports it.
    static func commandError(_ error: any Error) -> CommandError {
        switch error {
        case let error as CommandError: error
        case let error as ExchangeError: of(error)
        case let error as TokenError: of(error)
        case let error as EntraError: CommandError(.failed, error.description)
        case let error as TransportError: of(error)
        case let error as GraphError: error.commandError
        case let error as BindingError: BindingReport().commandError(error)
        case let error as RowError:
            CommandError(.failed, "the service sent a row that is not JSON", details: ["\(error.cause)"])
        case let error as JSONError: CommandError(.failed, "the service's reply is not JSON", details: ["\(error)"])
        case is CancellationError: interrupted(afterRows: 0)
        default: CommandError(.bug, "an error nobody expected: \(type(of: error))")
        }
    }

    /// The end of what was interrupted.
    static func interrupted(afterRows rows: Int) -> CommandError {
        CommandError(.interrupted, "interrupted", details: rows > 0 ? [written(rows: rows)] : [])
    }

    private static func written(rows: Int) -> String {
        "\(rows == 1 ? "1 row was" : "\(rows) rows were") written before it"
    }

    private static func of(_ error: ExchangeError) -> CommandError {
        var details: [String] = []
        var message = error.message
        let refusals = error.contradictions.filter { $0.severity == .refuse }
        if !refusals.isEmpty, error.code != .tokenExpired {
            message = "the token is not for this"
            details += refusals.map { "\($0.claim): \($0.message)" }
        }
        if error.attempts == 0, exitCode(of: error) == .notConnected { message += "; nothing was sent" }
        if error.attempts > 1 { details.append("sent \(error.attempts) times") }
        if error.rowsDelivered > 0 {
            details.append(written(rows: error.rowsDelivered))
        }
        details += error.warnings.map { "warning: \($0)" }
        var facts: [String] = []
        if let status = error.status { facts.append("status \(status)") }
        if let type = error.exceptionType { facts.append(type) }
        if !facts.isEmpty { details.append(facts.joined(separator: ", ")) }
        if let text = error.diagnostics { details.append("x-ms-diagnostics \(text)") }
        if let id = error.requestID { details.append("request-id \(id)") }
        if let id = error.correlationID { details.append("client-request-id \(id)") }
        if let server = error.server { details.append("server \(server)") }
        let repairs = refusals.isEmpty ? [error.repair].compactMap(\.self) : refusals.map(\.repair)
        return CommandError(exitCode(of: error), message, details: details, repair: RepairText.lines(of: repairs))
    }

    private static func exitCode(of error: ExchangeError) -> ExitCode {
        if error.code == .outcomeUnknown { return .failed }
        if error.rowsDelivered > 0 { return .incomplete }
        return switch error.code {
        case .tokenRefused, .tokenExpired, .tokenUnavailable, .closed, .guarded, .notRecorded, .wrongTenant:
            .notConnected
        case .unauthorized, .forbidden: .notAuthorised
        case .incomplete: .incomplete
        case .declined: .interrupted
        case .invalidRequest: error.status == nil ? .usage : .failed
        default: .failed
        }
    }

    private static func of(_ error: TokenError) -> CommandError {
        let code: ExitCode =
            switch error.code {
            case .unknownCloud, .invalidRequest, .noSuchTenant: .usage
            case .unavailable, .throttled, .unexpectedResponse: .failed
            default: .notConnected
            }
        return CommandError(code, error.message, repair: error.repair.map(RepairText.text))
    }

    private static func of(_ error: TransportError) -> CommandError {
        switch error.code {
        case .untrusted:
            CommandError(.failed, error.message, repair: RepairText.text(.trustAuthority))
        case .proxyRefused: CommandError(.failed, error.message, repair: RepairText.text(.checkProxy))
        case .invalidRequest: CommandError(.usage, error.message)
        default: CommandError(.failed, error.message)
        }
    }
}
