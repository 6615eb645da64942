public import ExoJSON

/// All that one run of a cmdlet gave.
public struct CmdletOutcome: Sendable {
    /// The rows, in order.
    public var rows: [CmdletRow]
    /// Warnings, in order.
    public var warnings: [String]
    /// Errors that did not end the run.
    public var errors: [ExchangeError]
    /// What the service would ask before doing it; there when the cmdlet was sent with `Confirm` or `WhatIf`.
    public var confirmationMessage: String?
    /// The service's id of the last request.
    public var requestID: String?
    /// The id that we gave the run.
    public var correlationID: String

    /// Makes an outcome.
    public init(
        rows: [CmdletRow] = [],
        warnings: [String] = [],
        errors: [ExchangeError] = [],
        confirmationMessage: String? = nil,
        requestID: String? = nil,
        correlationID: String
    ) {
        self.rows = rows
        self.warnings = warnings
        self.errors = errors
        self.confirmationMessage = confirmationMessage
        self.requestID = requestID
        self.correlationID = correlationID
    }

    /// The rows as objects, without annotations.
    public var objects: [JSONObject] {
        get throws { try rows.map { try $0.object } }
    }
}
