internal import ExoRows

/// What a page says beside its rows.
struct PageEnd {
    /// The one object of a reply that is no list; empty otherwise.
    var entity = RowBatch()
    var nextLink: String?
    var warnings: [String] = []
    var errors: [ExchangeError] = []
    var confirmationMessage: String?
}
