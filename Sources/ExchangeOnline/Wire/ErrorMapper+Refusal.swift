internal import EntraTokens

extension ErrorMapper {
    /// The error for a refusal.
    func error(for refusal: ServiceRefusal) -> ExchangeError {
        var error: ExchangeError
        switch refusal.cause {
        case .redirect(let cause): error = self.error(for: cause)
        case .foreign(let cause): error = foreign(refusal, cause)
        case .refusal where refusal.isExpiredCursor && call.address != nil: error = lostPlace(refusal)
        case .refusal:
            let code = Self.code(for: refusal)
            error = ExchangeError(code: code, message: message(of: refusal))
            error.repair = repair(for: code, of: refusal)
            error.exceptionType = refusal.exceptionType
        }
        error.status = refusal.status
        error.requestID = refusal.requestID
        error.correlationID = call.correlationID
        error.server = refusal.server
        error.diagnostics = refusal.diagnostics
        error.warnings = refusal.warnings
        error.attempts = max(error.attempts, 1)
        return error
    }

    private func message(of refusal: ServiceRefusal) -> String {
        if refusal.isLackOfEmulator {
            return "the emulator does not have \(refusal.lack ?? call.cmdlet ?? "this"); the real service has it"
        }
        let what =
            switch refusal.status {
            case _ where refusal.isThrottling: "the service limits requests and did not take this one"
            case 401 where refusal.claimsChallenge != nil:
                "the service wants a token with fresher claims (continuous access evaluation)"
            case 401: "the service does not accept the token"
            case 403: "the service does not allow \(call.cmdlet ?? "the connection") to this identity"
            case 404: "the service has nothing at this address"
            case 408, 504: "the service did not answer in time"
            case 502, 503: "the service cannot answer now"
            case 500...: "the service failed"
            default: "the service refused the request"
            }
        guard let text = refusal.message, !text.isEmpty else { return what }
        return refusal.isStructured && refusal.claimsChallenge == nil ? text : "\(what): \(text)"
    }

    private static func code(for refusal: ServiceRefusal) -> ExchangeError.Code {
        if refusal.isConcurrencyRefusal { return .throttled }
        let type = refusal.exceptionType ?? ""
        switch refusal.status {
        case 401: return refusal.isLackOfRole ? .forbidden : .unauthorized
        case 403: return .forbidden
        case 404: return refusal.isStructured ? .notFound : .unexpectedResponse
        case 408, 504: return .timedOut
        case 409, 412: return .conflict
        case 429: return .throttled
        case 502, 503: return .unavailable
        case ..<500 where type.hasSuffix("ManagementObjectNotFoundException"): return .notFound
        case ..<500 where type.hasSuffix("AlreadyExistsException"): return .conflict
        case 400..<500: return .invalidRequest
        default: return refusal.isStructured || refusal.status >= 500 ? .serviceFailed : .unexpectedResponse
        }
    }

    private func foreign(_ refusal: ServiceRefusal, _ cause: (any Error)?) -> ExchangeError {
        if refusal.isConcurrencyRefusal { return ExchangeError(code: .throttled, message: message(of: refusal)) }
        return ExchangeError(
            code: .unexpectedResponse,
            message: "the reply is not one of the service" + (refusal.message.map { ": \($0)" } ?? ""),
            repair: "check any proxy between here and \(origin)",
            cause: cause
        )
    }

    private func lostPlace(_ refusal: ServiceRefusal) -> ExchangeError {
        ExchangeError(
            code: .incomplete,
            message: "the listing broke off: the service no longer knows its place (\(refusal.message ?? ""))",
            repair: "run it again; the service keeps a place for 30 minutes, by Admin API v2.0 for 5 to 10"
        )
    }

    private func error(for cause: RedirectError) -> ExchangeError {
        switch cause {
        case .noLocation:
            ExchangeError(code: .unexpectedResponse, message: "the service redirects without saying where to")
        case .notHTTPS:
            ExchangeError(
                code: .redirectRefused,
                message: "the service redirects to something that is not an https address; the token was not sent there"
            )
        case .foreignHost(let host):
            ExchangeError(
                code: .redirectRefused,
                message:
                    "the service redirects to \(host), which is not one of its own hosts; the token was not sent there",
                repair: "check the cloud of the connection and any proxy between here and \(origin)"
            )
        case .otherInterface(let host):
            ExchangeError(
                code: .redirectRefused,
                message: "the service redirects to \(host) outside its administration interface",
                repair: "the account may have to sign in again; get a new token"
            )
        case .otherTenant(let host):
            ExchangeError(
                code: .redirectRefused,
                message: "the service redirects to another tenant at \(host); the token was not sent there",
                repair: "check the tenant of the connection and any proxy between here and \(origin)"
            )
        case .circle(let hops, let last):
            ExchangeError(
                code: .redirectRefused,
                message: "the service redirects in a circle: \(hops) times, last to \(last)",
                repair: "try again later; if it stays so, report it with the connection's tenant to Microsoft"
            )
        }
    }
}
