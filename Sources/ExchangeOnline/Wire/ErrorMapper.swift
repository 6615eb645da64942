internal import EntraTokens
internal import ExoJSON
internal import ExoRows
internal import ExoTransport

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// Turns everything that can go wrong with a call into an error that says why: the only place that does.
struct ErrorMapper {
    var call: AdminCall
    /// Where the call was sent last.
    var origin: String
    var tenantID: String
    /// The token it was sent with; `nil` where it was not sent.
    var token: AccessToken?
    /// How another token can be had.
    var renewal = TokenRenewal.none
    /// Against what a time to wait until is held.
    var now: Date

    /// The error for a call that ended without success; the service's id of it where the beginning of a reply came.
    func error(for failure: RequestFailure<ServiceRefusal>, requestID: String? = nil) -> any Error {
        var error: ExchangeError
        switch failure.cause {
        case .cancelled:
            guard failure.mayHaveBeenExecuted else { return CancellationError() }
            error = ExchangeError(code: .outcomeUnknown, message: "it was cancelled before the reply came")
        case .transport(let cause):
            error = Self.error(for: cause, at: origin)
            if cause.code == .timedOut { explainLimit(&error) }
        case .refusal(let refusal): error = self.error(for: refusal)
        case .other(let cause as TokenError): error = Self.error(for: cause)
        case .other(let cause as ExchangeError): error = cause
        case .other(let cause):
            guard failure.mayHaveBeenExecuted else { return cause }
            error = ExchangeError(code: .outcomeUnknown, message: "its reply could not be taken", cause: cause)
        }
        error.requestID = error.requestID ?? requestID
        error.correlationID = call.correlationID
        error.attempts = failure.attempts
        return failure.mayHaveBeenExecuted ? unknown(error) : error
    }

    /// Tells whose limit passed, and what to do about it.
    private func explainLimit(_ error: inout ExchangeError) {
        guard let cmdlet = call.cmdlet else { return }
        let seconds = call.timeout.components.seconds
        if call.isOwnTimeout, call.timeout < TimeLimit.ofService(for: cmdlet) {
            error.message = "\(origin): no reply within the time limit of this call, \(SpanText.text(call.timeout))"
            error.repair = .advice("allow it more time; \(TimeLimit.advice(for: cmdlet))")
        } else {
            error.message = "\(origin): no reply within \(seconds / 60) minutes"
            error.repair = .advice(TimeLimit.advice(for: cmdlet))
        }
    }

    /// The error for a response that broke off after its beginning was used, or that nobody reads any more.
    func error(reading cause: any Error, requestID: String?) -> any Error {
        var error: ExchangeError
        switch cause {
        case let cause as ServiceRefusal:
            error = self.error(for: cause)
            return !call.isRead && cause.mayHaveBeenExecuted ? unknown(error) : error
        case let cause as TransportError: error = cutOff(cause.message, cause: cause)
        case let cause as PageError: error = self.error(for: cause)
        case is CancellationError:
            guard !call.isRead else { return cause }
            error = ExchangeError(code: .outcomeUnknown, message: "it was cancelled while the reply came")
        default: return cause
        }
        error.requestID = requestID
        error.correlationID = call.correlationID
        error.attempts = 1
        return call.isRead ? error : unknown(error)
    }

    /// The error for rows that came whole and cannot be read; what a change did is then not known.
    func error(unreadable cause: any Error, requestID: String?) -> ExchangeError {
        let error = ExchangeError(
            code: .unexpectedResponse,
            message: "the rows that the service sent cannot be read: \(cause)",
            requestID: requestID,
            correlationID: call.correlationID,
            attempts: 1,
            cause: cause
        )
        return call.isRead ? error : unknown(error)
    }

    private func error(for cause: PageError) -> ExchangeError {
        if case .malformed = cause {
            var error = cutOff("the page is not well formed", cause: cause)
            error.code = .unexpectedResponse
            return error
        }
        return cutOff("the page has no end", cause: cause)
    }

    private func cutOff(_ reason: String, cause: any Error) -> ExchangeError {
        ExchangeError(
            code: .incomplete,
            message: "the service's reply was cut off (\(reason)); the rows before are good",
            repair: "run it again",
            status: 200,
            cause: cause
        )
    }

    /// The error of a change that may have been made all the same.
    private func unknown(_ error: ExchangeError) -> ExchangeError {
        var error = error
        error.code = .outcomeUnknown
        error.message = "\(call.cmdlet ?? "the change") may or may not have been executed: \(error.message)"
        error.repair = .inspectObject
        return error
    }
}

extension ErrorMapper {
    /// The error for a request without a reply.
    static func error(for failure: TransportError, at host: String) -> ExchangeError {
        let code: ExchangeError.Code =
            switch failure.code {
            case .cannotResolve, .cannotConnect, .untrusted, .proxyRefused: .notConnected
            case .timedOut: .timedOut
            case .noReply, .closed: .unavailable
            case .bodyCutOff: .incomplete
            case .invalidRequest: .invalidRequest
            default: .unexpectedResponse
            }
        return ExchangeError(
            code: code,
            message: "\(host): \(failure.message)",
            repair: Repair.reaching(host, after: failure),
            cause: failure
        )
    }

    /// The error of a token's source.
    static func error(for failure: TokenError) -> ExchangeError {
        ExchangeError(
            code: failure.code == .expired ? .tokenExpired : .tokenUnavailable,
            message: failure.message,
            repair: failure.repair,
            cause: failure
        )
    }

    /// An error that a cmdlet reported beside its rows.
    static func error(reported value: JSONValue, in response: ReceivedResponse) -> ExchangeError {
        let text = value.stringValue ?? value["message"]?.stringValue ?? value["Message"]?.stringValue ?? value.text()
        let details = ErrorDetails(text)
        return ExchangeError(
            code: details.type?.hasSuffix("ManagementObjectNotFoundException") == true ? .notFound : .serviceFailed,
            message: ErrorText.capped(details.text ?? text),
            exceptionType: details.type,
            status: response.status,
            requestID: response.requestID,
            attempts: 1
        )
    }

    /// The error of looking up a tenant; the repair is that of the failure where none is given.
    static func error(resolving failure: TokenError, repair: Repair? = nil) -> ExchangeError {
        let code: ExchangeError.Code =
            switch failure.code {
            case .noSuchTenant, .invalidRequest: .invalidRequest
            case .throttled: .throttled
            case .unexpectedResponse: .unexpectedResponse
            default: .notConnected
            }
        return ExchangeError(code: code, message: failure.message, repair: repair ?? failure.repair, cause: failure)
    }
}
