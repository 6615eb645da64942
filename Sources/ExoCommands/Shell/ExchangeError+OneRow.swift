internal import ExchangeOnline

extension ExchangeError {
    /// Whether other rows, and other calls, may go well.
    var isOfOneRow: Bool {
        switch code {
        case .tokenRefused, .tokenExpired, .tokenUnavailable, .unauthorized, .outcomeUnknown, .guarded, .closed,
            .notRecorded, .wrongTenant:
            false
        default: true
        }
    }
}
