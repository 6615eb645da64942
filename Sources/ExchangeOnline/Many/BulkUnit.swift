/// Calls that are made together.
struct BulkUnit: Sendable {
    /// A call that was bound.
    struct Item: Sendable {
        /// The number of calls before it.
        var place: Int
        var call: BulkCall
        var cmdlet: BoundCmdlet
        var identity: BulkJournal.Identity?

        var key: JournalKey? { identity?.key }
    }

    var items: [Item]
    let connection: ExchangeConnection
    let journal: BulkJournal?

    /// What became of some of them.
    struct Ended: Sendable {
        var results: [(place: Int, result: BulkResult)] = []
        /// Why no more calls are to be begun.
        var stop: ExchangeError?
        /// Those of which nothing is known yet; ``goOn(with:)`` takes them on.
        var rest = CmdletGroup.Rest()
    }

    /// Runs them as far as they go together; what is begun stands in the journal, and how changes ended.
    ///
    /// What is asked for rows is done only when these are where they last, and whoever takes them notes that.
    func run() async -> Ended {
        do { try await begin(items) } catch {
            let stop = ExchangeError(journal: error)
            return Ended(results: items.map { ($0.place, Self.result(of: $0, .failure(stop))) }, stop: stop)
        }
        let progress = await CmdletGroup(connection: connection, cmdlets: items.map(\.cmdlet)).begin()
        var ended = take(progress)
        guard progress.rest.wasSent else { return ended }
        // They are known not to have been executed, however long they have to wait.
        for item in progress.rest.places.map({ items[$0] }) {
            guard let key = item.key else { continue }
            note(&ended) { try journal?.note(BulkJournal.End(key: key, line: item.call.line, state: .failed)) }
        }
        return ended
    }

    /// Runs one of those that are left by itself.
    func goOn(with rest: CmdletGroup.Rest) async -> Ended {
        // It begins when it is sent, not when it begins to wait.
        let waited = rest
        let rest: CmdletGroup.Rest
        do { rest = try await waited.afterWait(connection.channel.client.clock) } catch {
            // That they were not executed stands in the journal already.
            waited.giveUp(error)
            return Ended(results: waited.places.map { (items[$0].place, Self.result(of: items[$0], .failure(error))) })
        }
        if rest.wasSent, let place = rest.places.first {
            do { try await begin([items[place]]) } catch {
                let stop = ExchangeError(journal: error)
                let left = rest.places.map { items[$0] }
                return Ended(results: left.map { ($0.place, Self.result(of: $0, .failure(stop))) }, stop: stop)
            }
        }
        return take(await CmdletGroup.goOn(with: rest))
    }

    private func take(_ progress: CmdletGroup.Progress) -> Ended {
        var ended = Ended(rest: progress.rest)
        for (place, outcome) in progress.ended {
            let item = items[place]
            var result = Self.result(of: item, outcome)
            if item.cmdlet.isDoneByRows { result.key = item.key }
            ended.results.append((item.place, result))
            if let error = result.error, Self.endsAll(error) { ended.stop = ended.stop ?? error }
            guard !item.cmdlet.isDoneByRows, let key = item.key else { continue }
            note(&ended) { try journal?.note(BulkJournal.End(of: result, key)) }
        }
        return ended
    }

    private func begin(_ items: [Item]) async throws {
        try await journal?.begin(
            items.compactMap { item in item.identity.map { (identity: $0, line: item.call.line) } }
        )
    }

    /// Writes into the journal; where that fails no more calls are begun.
    private func note(_ ended: inout Ended, _ write: () throws -> Void) {
        do { try write() } catch { ended.stop = ExchangeError(journal: error) }
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
            let error = (failure as? ExchangeError) ?? Self.told(failure, hasRows: partial != nil)
            result.error = error
            result.status = error.code == .outcomeUnknown ? .unknown : .failed
        }
        return result
    }

    private static func told(_ error: any Error, hasRows: Bool) -> ExchangeError {
        guard error is CancellationError else {
            return ExchangeError(code: .serviceFailed, message: "it failed", cause: error)
        }
        let rest = hasRows ? "its rows are not whole" : "nothing was changed"
        return ExchangeError(code: .declined, message: "it was interrupted; \(rest)")
    }

    /// Whether every other call would fail in the same way, so that none is begun any more.
    private static func endsAll(_ error: ExchangeError) -> Bool {
        [.tokenRefused, .tokenExpired, .tokenUnavailable, .unauthorized, .guarded, .closed, .notRecorded].contains(
            error.code
        )
    }
}
