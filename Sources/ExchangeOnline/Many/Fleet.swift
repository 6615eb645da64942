/// The same cmdlet over many connections, each with the pace of its own tenant.
///
/// Connections are made when their turn comes and let go of afterwards, so their number costs nothing. What fails for one member
/// stops no other.
public struct Fleet: Sendable {
    /// The members.
    public var members: [FleetMember]
    /// How many of them are worked on at once.
    public var parallel: Int
    /// Whether the cmdlet is run again for members of which an earlier run did not learn how it ended.
    public var retriesUnknown: Bool

    /// Makes a fleet.
    public init(_ members: [FleetMember], parallel: Int = 16, retriesUnknown: Bool = false) {
        self.members = members
        self.parallel = max(1, parallel)
        self.retriesUnknown = retriesUnknown
    }

    /// Runs a cmdlet for every member and hands out rows as they come.
    ///
    /// Nobody is asked: a cmdlet of high impact acts. With a journal the run can be resumed: members that are done are skipped. A
    /// journal is of one call: of the cmdlet with other parameters it would not know which members still are as it says. A read is
    /// done when all of its rows were taken; after ``Enough`` it is made again.
    ///
    /// - Parameters:
    ///   - cmdlet: What to run.
    ///   - journal: Where beginnings and ends are noted; it is of the tenant ``journalTenant``.
    ///   - goesOn: Whether another member is begun; asked before each.
    ///   - each: Takes what comes, one at a time; it throws ``Enough`` where nothing more is wanted.
    /// - Returns: How many members ended in which way.
    /// - Throws: ``ExchangeError`` with code `invalidRequest` when the call does not fit the catalogue, or is not the journal's; what `each` throws;
    ///   `CancellationError`.
    public func run(
        _ cmdlet: Cmdlet,
        journal: BulkJournal? = nil,
        while goesOn: @escaping @Sendable () -> Bool = { true },
        each: (FleetEvent) async throws -> Void
    ) async throws -> BulkSummary {
        let bound: BoundCmdlet
        do { bound = try BoundCmdlet(cmdlet) } catch let error as BindingError { throw ExchangeError(error) }
        return try await run(bound, journal: journal, while: goesOn, each: each)
    }

    /// What who takes the rows of a read throws, one or several times, when no more of them are wanted.
    ///
    /// No further member is begun, those that have begun end with the page at hand, and the run ends well. A change is made for
    /// every member all the same.
    public struct Enough: Error {
        /// Makes one.
        public init() {}
    }

    /// What a fleet's journal has in the place of a tenant.
    public static let journalTenant = "fleet"

    /// Runs a cmdlet that was bound before.
    ///
    /// - Parameters:
    ///   - cmdlet: What to run.
    ///   - journal: Where beginnings and ends are noted.
    ///   - goesOn: Whether another member is begun.
    ///   - each: Takes what comes.
    ///   - settle: Brings rows that `each` took to where they last, as far as it can, and says whether that was all of them: ends
    ///     of reads are noted then. It is asked after such ends, and with `true` behind the last, when no more rows come.
    /// - Returns: How many members ended in which way.
    /// - Throws: As the public one; what `settle` throws.
    package func run(
        _ cmdlet: BoundCmdlet,
        journal: BulkJournal? = nil,
        while goesOn: @escaping @Sendable () -> Bool = { true },
        each: (FleetEvent) async throws -> Void,
        settle: (_ isLast: Bool) throws -> Bool = { _ in true }
    ) async throws -> BulkSummary {
        if let journal, try journal.isOfOtherParameters(than: cmdlet) {
            throw ExchangeError.ofOtherParameters(cmdlet.name, journal.path)
        }
        let workers = min(parallel, max(1, members.count))
        let relay = Relay<FleetNews>(senders: workers, room: workers)
        let queue = FleetQueue(members)
        let crew = FleetCrew(
            cmdlet: cmdlet,
            journal: journal,
            retriesUnknown: retriesUnknown,
            relay: relay,
            queue: queue
        )
        var summary = BulkSummary()
        var failure: (any Error)?
        var isEnough = false
        // Reads that were taken, whose rows may be still on their way to where they last.
        var taken: [(result: FleetResult, key: JournalKey)] = []
        await withTaskGroup { group in
            for _ in 0..<workers {
                group.addTask {
                    while !Task.isCancelled, !relay.isClosed, goesOn(), let member = queue.next() {
                        if let error = await crew.work(for: member) { queue.end(error) }
                    }
                    relay.finish()
                }
            }
            while let news = await relay.next() {
                var event = news.event
                if case .ended(var result) = event {
                    summary.count(result.status)
                    result.left = members.count - summary.total
                    event = .ended(result)
                }
                do { if failure == nil { try await each(event) } } catch is Enough {
                    isEnough = true
                    if cmdlet.isRead { queue.endWell() }
                } catch {
                    failure = error
                    relay.close()
                }
                // Of a read that nobody took to its end the rest is still to come.
                guard let key = news.key, case .ended(let result) = event, failure == nil, !isEnough else {
                    continue
                }
                taken.append((result, key))
                do {
                    guard try settle(false) else { continue }
                    if let stop = crew.note(taken) { queue.end(stop) }
                    taken = []
                } catch {
                    failure = error
                    relay.close()
                }
            }
        }
        // Where the journal cannot be written nobody knows what becomes of the rows.
        if failure == nil, queue.stop == nil, !taken.isEmpty {
            do { if try settle(true), let stop = crew.note(taken) { queue.end(stop) } } catch { failure = error }
        }
        summary.stop = queue.stop
        do { try journal?.flush() } catch { summary.stop = summary.stop ?? ExchangeError(journal: error) }
        if let failure { throw failure }
        try Task.checkCancellation()
        return summary
    }
}
