extension ExchangeConnection {
    /// Makes many calls, several at once, and hands out what became of each.
    ///
    /// A call that fails stops no other. Small calls travel several in a request; one that the service did not execute goes on by
    /// itself. Memory stays bounded: calls are taken from their sequence only as fast as results are handed out. With a journal
    /// the run can be resumed after any end: what is known to be done is skipped, and what was begun without a known end is
    /// reported as unknown and made again only when ``BulkOptions/retriesUnknown`` says so. A read is done when its result was taken.
    ///
    /// When the task is cancelled, or handing out throws, no more calls are begun; a call under way in a cancelled task ends as
    /// unknown where it may have been executed. To end with all outcomes known let the sequence end early.
    ///
    /// - Parameters:
    ///   - calls: The calls.
    ///   - options: How they are made.
    ///   - journal: Where beginnings and ends are noted.
    ///   - each: Takes a result, one at a time.
    /// - Returns: How many ended in which way, and why it stopped where it did so early.
    /// - Throws: What the sequence or `each` throws, after the calls under way have ended; `CancellationError`.
    public func bulk<Calls: AsyncSequence>(
        _ calls: Calls,
        options: BulkOptions = BulkOptions(),
        journal: BulkJournal? = nil,
        each: (BulkResult) async throws -> Void
    ) async throws -> BulkSummary where Calls.Element == BulkCall {
        try await bulk(calls, options: options, journal: journal, each: each, settle: { _ in true })
    }

    /// Makes many calls whose rows are brought somewhere.
    ///
    /// - Parameters:
    ///   - calls: The calls.
    ///   - options: How they are made.
    ///   - journal: Where beginnings and ends are noted.
    ///   - each: Takes a result; it throws ``Fleet/Enough`` where not all of its rows are wanted.
    ///   - settle: Brings rows that `each` took to where they last, as far as it can, and says whether that was all of them: ends
    ///     of reads are noted then. It is asked after such ends, and with `true` behind the last, when no more rows come.
    /// - Returns: How many ended in which way, and why it stopped where it did so early.
    /// - Throws: As the public one; what `settle` throws.
    package func bulk<Calls: AsyncSequence>(
        _ calls: Calls,
        options: BulkOptions,
        journal: BulkJournal?,
        each: (BulkResult) async throws -> Void,
        settle: (_ isLast: Bool) throws -> Bool
    ) async throws -> BulkSummary where Calls.Element == BulkCall {
        var source = BulkSource(calls, options, journal, service: channel.request.service)
        var outlet = BulkOutlet(options.order)
        /// Why the sequence gave no more, and why nothing more is handed out.
        var sourceFailure: (any Error)?
        var outputFailure: (any Error)?
        // So many calls may be ahead of the oldest that is under way.
        let window = options.parallel * AdminChannel.batchSize * 8
        await withTaskGroup(of: (unit: BulkUnit, ended: BulkUnit.Ended).self) { group in
            func handOut() async {
                guard outputFailure == nil else { return }
                do {
                    try await outlet.handOut(each)
                    try outlet.note(in: journal) { try settle(false) }
                } catch {
                    outputFailure = error
                }
                if outputFailure != nil || outlet.summary.stop != nil { source.end() }
            }
            var underWay = 0
            while true {
                // No more than the pace lets begin: what waits for it would stand in the journal as begun.
                while underWay < min(options.parallel, channel.pace.snapshot.concurrency), outlet.held < window {
                    if Task.isCancelled { source.end() }
                    var portion: BulkSource<Calls>.Portion?
                    do { portion = try await source.next(AdminChannel.batchSize * 8) } catch {
                        sourceFailure = error
                        source.end()
                    }
                    outlet.summary.stop = outlet.summary.stop ?? source.stop
                    guard let portion else { break }
                    outlet.take(portion.results)
                    if !portion.unit.isEmpty {
                        let unit = BulkUnit(items: portion.unit, connection: self, journal: journal)
                        outlet.expect(portion.unit.map(\.place))
                        underWay += 1
                        group.addTask { (unit, await unit.run()) }
                    }
                    await handOut()
                }
                guard let (unit, ended) = await group.next() else { break }
                outlet.take(ended.results)
                if let stop = ended.stop {
                    outlet.summary.stop = outlet.summary.stop ?? stop
                    source.end()
                }
                if ended.rest.isEmpty {
                    underWay -= 1
                } else {
                    group.addTask { (unit, await unit.goOn(with: ended.rest)) }
                }
                await handOut()
            }
        }
        // Where it stopped before its end nobody knows what becomes of the rows.
        if outputFailure == nil, sourceFailure == nil, outlet.summary.stop == nil, !Task.isCancelled {
            do { try outlet.note(in: journal) { try settle(true) } } catch { outputFailure = error }
        }
        // Its last notes reach the disk whatever else went wrong.
        do { try journal?.flush() } catch {
            outlet.summary.stop = outlet.summary.stop ?? ExchangeError(journal: error)
        }
        if let failure = outputFailure ?? sourceFailure { throw failure }
        // What was under way was handed out before.
        try Task.checkCancellation()
        return outlet.summary
    }
}
