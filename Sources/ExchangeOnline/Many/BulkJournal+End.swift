extension BulkJournal {
    /// How a call ended, in few bytes: of reads all of them may wait for the end of the run.
    struct End: Sendable {
        var key: JournalKey
        /// Its line; 0 for a member of a fleet.
        var line: Int
        var state: State
        var code: ExchangeError.Code?
    }
}

extension BulkJournal.End {
    init(of result: BulkResult, _ key: JournalKey) {
        self.init(key: key, line: result.line, state: .init(result.status), code: result.error?.code)
    }
}

extension BulkJournal.State {
    init(_ status: BulkResult.Status) {
        self =
            switch status {
            case .done, .skipped: .done
            case .failed: .failed
            case .unknown: .unknown
            }
    }
}
