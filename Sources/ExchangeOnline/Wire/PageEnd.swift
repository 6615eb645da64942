/// What a page says beside its rows.
struct PageEnd {
    var nextLink: String?
    var warnings: [String] = []
    var errors: [ExchangeError] = []
    var confirmationMessage: String?
}
