/// Hands out results in the order that is wanted and counts them.
struct BulkOutlet {
    private let order: BulkOptions.Order
    /// Results that wait for their turn, by their places.
    private var waiting: [Int: BulkResult] = [:]
    /// The places of calls that are under way.
    private var expected: Set<Int> = []
    private var next = 0
    /// Results that are to be handed out as they come.
    private var ready: [BulkResult] = []
    var summary = BulkSummary()
    /// Ends of calls that were taken, whose rows may be still on their way to where they last.
    private var taken: [BulkJournal.End] = []

    init(_ order: BulkOptions.Order) { self.order = order }

    /// How many calls have begun and are not handed out.
    var held: Int { waiting.count + expected.count }

    /// Notes calls that are under way.
    mutating func expect(_ places: [Int]) { expected.formUnion(places) }

    /// Takes results.
    mutating func take(_ results: [(place: Int, result: BulkResult)]) {
        for (place, result) in results {
            expected.remove(place)
            if order == .done { ready.append(result) } else { waiting[place] = result }
        }
        guard order == .input else { return }
        while let result = waiting.removeValue(forKey: next) {
            ready.append(result)
            next += 1
        }
    }

    /// Hands out what may go; of a call after which ``Fleet/Enough`` is thrown rows may be left out, so that its end is not noted.
    mutating func handOut(_ each: (BulkResult) async throws -> Void) async throws {
        let results = ready
        ready = []
        for result in results {
            summary.count(result.status)
            do { try await each(result) } catch is Fleet.Enough { continue }
            if let key = result.key { taken.append(BulkJournal.End(of: result, key)) }
        }
    }

    /// Notes how the calls ended that were taken.
    ///
    /// - Parameters:
    ///   - journal: Where that is noted.
    ///   - settle: Brings their rows to where they last, and says whether that was all of them.
    /// - Throws: What `settle` throws.
    mutating func note(in journal: BulkJournal?, settle: () throws -> Bool) throws {
        guard !taken.isEmpty, try settle() else { return }
        do { for end in taken { try journal?.note(end) } } catch {
            summary.stop = summary.stop ?? ExchangeError(journal: error)
        }
        taken = []
    }
}
