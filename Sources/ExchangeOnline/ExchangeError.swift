public import EntraTokens

/// Why something could not be done: the cause, the evidence, and what repairs it.
///
/// It never holds a token, a password or the body of a request, so it can be shown and logged.
public struct ExchangeError: Error, Sendable {
    /// What callers switch on.
    public var code: Code
    /// What happened, for a person.
    public var message: String
    /// What to do about it, where that is known.
    ///
    /// Each of the ``contradictions`` has a repair of its own.
    public var repair: Repair?
    /// The .NET type of the exception that the service reports.
    public var exceptionType: String?
    /// The status code of the reply.
    public var status: Int?
    /// The service's id of the request; Microsoft's support asks for it.
    public var requestID: String?
    /// The id that we gave the run: `client-request-id`.
    public var correlationID: String?
    /// The first label of the name of the server that answered.
    public var server: String?
    /// Why the service does not accept a token, in its own words (`x-ms-diagnostics`).
    public var diagnostics: String?
    /// Warnings that came with the refusal.
    public var warnings: [String]
    /// How often the request was sent; none when it was refused before.
    public var attempts: Int
    /// How many rows of the listing had been handed out before.
    public var rowsDelivered: Int
    /// What in the token contradicts the request; all of it.
    public var contradictions: [TokenContradiction]
    /// What lay underneath.
    public var cause: (any Error)?

    /// Makes an error.
    public init(
        code: Code,
        message: String,
        repair: Repair? = nil,
        exceptionType: String? = nil,
        status: Int? = nil,
        requestID: String? = nil,
        correlationID: String? = nil,
        server: String? = nil,
        diagnostics: String? = nil,
        warnings: [String] = [],
        attempts: Int = 0,
        rowsDelivered: Int = 0,
        contradictions: [TokenContradiction] = [],
        cause: (any Error)? = nil
    ) {
        self.code = code
        // The service may say again what it was sent.
        self.message = SecretText.redacted(message)
        self.repair = repair
        self.exceptionType = exceptionType
        self.status = status
        self.requestID = requestID
        self.correlationID = correlationID
        self.server = server
        self.diagnostics = diagnostics.map { SecretText.redacted($0) }
        self.warnings = warnings.map { SecretText.redacted($0) }
        self.attempts = attempts
        self.rowsDelivered = rowsDelivered
        self.contradictions = contradictions
        self.cause = cause
    }
}

extension ExchangeError: CustomStringConvertible {
    /// The message and what repairs it.
    public var description: String { repair.map { "\(message) (\($0))" } ?? message }
}
