package import ExoRows

/// What arrived together while a cmdlet ran: some rows, or what the service said at the end of a page.
///
/// Rows are handed out as they come, so one page of the service may be several of these.
public struct CmdletPage: Sendable {
    /// The rows as they stood on the wire.
    package var batch: RowBatch
    /// Warnings.
    public var warnings: [String]
    /// Errors that did not end the run.
    public var errors: [ExchangeError]
    /// What the service would ask before doing it.
    public var confirmationMessage: String?
    /// The service's id of the request.
    public var requestID: String?

    /// Makes a page.
    package init(
        batch: RowBatch = RowBatch(),
        warnings: [String] = [],
        errors: [ExchangeError] = [],
        confirmationMessage: String? = nil,
        requestID: String? = nil
    ) {
        self.batch = batch
        self.warnings = warnings
        self.errors = errors
        self.confirmationMessage = confirmationMessage
        self.requestID = requestID
    }

    /// The rows, in order.
    public var rows: [CmdletRow] { batch.indices.map { CmdletRow(batch, place: $0) } }

    /// The number of rows.
    public var count: Int { batch.count }
}
