/// Calls that are made together.
struct BulkUnit: Sendable {
    /// A call that was bound.
    struct Item: Sendable {
        /// The number of calls before it.
        var place: Int
        var call: BulkCall
        var cmdlet: BoundCmdlet
        var key: JournalKey?
    }

    var items: [Item]
    let connection: ExchangeConnection
    let journal: BulkJournal?

    /// What became of them.
    struct Ended: Sendable {
        var results: [(place: Int, result: BulkResult)]
        /// Why no more calls are to be begun.
        var stop: ExchangeError?
    }

    /// Runs them; what is begun and how it ended stands in the journal.
    func run() async -> Ended {
        let keys = items.compactMap { item in item.key.map { (key: $0, line: item.call.line) } }
        do { try await journal?.begin(keys) } catch {
            let stop = ExchangeError(journal: error)
            return Ended(results: items.map { ($0.place, Self.result(of: $0, .failure(stop))) }, stop: stop)
        }
        let outcomes = await CmdletGroup(connection: connection, cmdlets: items.map(\.cmdlet)).run()
        var ended = Ended(results: [])
        for (item, outcome) in zip(items, outcomes) {
            let result = Self.result(of: item, outcome)
            ended.results.append((item.place, result))
            if let error = result.error, Self.endsAll(error) { ended.stop = ended.stop ?? error }
            guard let key = item.key else { continue }
            do { try journal?.end(key, line: item.call.line, result) } catch {
                ended.stop = ExchangeError(journal: error)
            }
        }
        return ended
    }

    private static func result(of item: Item, _ outcome: Result<CmdletOutcome, any Error>) -> BulkResult {
        var result = BulkResult(line: item.call.line, label: item.call.label, status: .done)
        switch outcome {
        case .success(let outcome):
            result.outcome = outcome
            result.error = outcome.errors.first
            if outcome.confirmationMessage != nil, !item.cmdlet.isWhatIf {
                result.error = .unanswered(item.cmdlet.name)
            }
            if result.error != nil { result.status = .failed }
        case .failure(let failure):
            let partial = failure as? PartialOutcome
            result.outcome = partial?.outcome
            let failure = partial?.cause ?? failure
            let error = (failure as? ExchangeError) ?? unsent(failure)
            result.error = error
            result.status = error.code == .outcomeUnknown ? .unknown : .failed
        }
        return result
    }

    private static func unsent(_ error: any Error) -> ExchangeError {
        error is CancellationError
            ? ExchangeError(code: .declined, message: "it was cancelled before it was sent; nothing was done")
            : ExchangeError(code: .serviceFailed, message: "it failed", cause: error)
    }

    /// Whether every other call would fail in the same way, so that none is begun any more.
    private static func endsAll(_ error: ExchangeError) -> Bool {
        [.tokenRefused, .tokenExpired, .tokenUnavailable, .unauthorized, .guarded, .closed, .notRecorded].contains(
            error.code
        )
    }
}
