internal import EntraTokens
internal import ExoTransport

/// Turns failures of one call into errors that say why.
struct Explanation {
    var call: AdminCall
    var channel: AdminChannel
    var token: AccessToken

    func error(for failure: CallFailure) -> ExchangeError {
        var error: ExchangeError
        switch failure {
        case .transport(let cause, _): error = Self.error(for: cause, channel: channel)
        case .service(let refusal): error = self.error(for: refusal)
        }
        error.correlationID = call.correlationID
        guard !call.isRead, failure.mayHaveBeenExecuted else { return error }
        error.code = .outcomeUnknown
        error.message = "\(call.cmdlet ?? "the change") may or may not have been executed: \(error.message)"
        error.repair = "look at the object before running it again"
        return error
    }

    /// The error for a refusal.
    func error(for failure: ServiceFailure) -> ExchangeError {
        let code = Self.code(for: failure)
        return ExchangeError(
            code: code,
            message: message(of: failure),
            repair: Repair(token: token, channel: channel, cmdlet: call.cmdlet).text(for: code, of: failure),
            exceptionType: failure.exceptionType,
            status: failure.status,
            requestID: failure.requestID,
            correlationID: call.correlationID,
            server: failure.server,
            warnings: failure.warnings
        )
    }

    private func message(of failure: ServiceFailure) -> String {
        if failure.claimsChallenge != nil, failure.status == 401 {
            return "the service wants a token with fresher claims (continuous access evaluation)"
                + (failure.message.map { ": \($0)" } ?? "")
        }
        let what =
            switch failure.status {
            case 401: "the service does not accept the token"
            case 403: "the service does not allow \(call.cmdlet ?? "the connection") to this identity"
            case 404: "the service has nothing at this address"
            case 408, 504: "the service did not finish in time"
            case 429: "the service is turning requests away because there are too many"
            case 502, 503: "the service cannot answer now"
            case 500...: "the service failed"
            default: "the service refused the request"
            }
        guard let text = failure.message, !text.isEmpty else { return "\(what) (status \(failure.status))" }
        return failure.isStructured ? text : "\(what) (status \(failure.status)): \(text)"
    }

    static func code(for failure: ServiceFailure) -> ExchangeError.Code {
        if failure.isConcurrencyRefusal { return .throttled }
        let type = failure.exceptionType ?? ""
        switch failure.status {
        case 401: return .unauthorized
        case 403: return .forbidden
        case 404: return failure.isStructured ? .notFound : .unexpectedResponse
        case 408, 504: return .timedOut
        case 409, 412: return .conflict
        case 429: return .throttled
        case 502, 503: return .unavailable
        case 400..<500 where type.hasSuffix("ManagementObjectNotFoundException"): return .notFound
        case 400..<500 where type.hasSuffix("AlreadyExistsException"): return .conflict
        case 400..<500: return .invalidRequest
        case 500...: return .serviceFailed
        default: return failure.isStructured ? .serviceFailed : .unexpectedResponse
        }
    }

    /// The error for a request without a reply.
    static func error(for failure: TransportError, channel: AdminChannel) -> ExchangeError {
        Self.error(for: failure, host: channel.origin.origin)
    }

    static func error(for failure: TransportError, host: String) -> ExchangeError {
        let code: ExchangeError.Code
        var repair: String?
        switch failure.code {
        case .cannotResolve:
            code = .notConnected
            repair = "check the cloud of the connection and the network"
        case .cannotConnect:
            code = .notConnected
            repair =
                host.hasPrefix("https://localhost")
                ? "start the emulator with 'exo-emulator'" : "check the network, a firewall and 'https_proxy'"
        case .untrusted:
            code = .notConnected
            repair = "name the certificate authority's PEM file with '--ca-file'"
        case .proxyRefused:
            code = .notConnected
            repair = "check 'https_proxy' and the proxy's log-in, or exclude the host with 'no_proxy'"
        case .timedOut: code = .timedOut
        case .noReply, .closed: code = .unavailable
        case .bodyCutOff: code = .incomplete
        case .invalidRequest: code = .invalidRequest
        default: code = .unexpectedResponse
        }
        return ExchangeError(
            code: code,
            message: "\(host): \(failure.message)",
            repair: repair,
            cause: failure
        )
    }
}
