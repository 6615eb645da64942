import EmulatorCore
import ExoJSON
import Synchronization

/// Replies that go wrong on purpose, until each was given as often as asked.
final class FaultList: Sendable {
    /// A fault with what became of it so far.
    private struct Entry: Sendable {
        let id: Int
        let fault: Fault
        /// How many requests it met, and how many of them it struck.
        var met = 0
        var struck = 0
        var dice: SeedRandom
        /// The window of a budget that runs, by tenant.
        var windows: [String: (start: Int64, calls: Int)] = [:]

        var isSpent: Bool { fault.frequency.times.map { struck >= $0 } ?? false }

        /// Whether it strikes the next request.
        mutating func strikes() -> Bool {
            let frequency = fault.frequency
            met += 1
            guard met > frequency.skip, (met - frequency.skip) % frequency.every == 0 else { return false }
            if frequency.probability < 1 {
                let throwing = Double(dice.next() >> 11) / Double(UInt64(1) << 53)
                guard throwing < frequency.probability else { return false }
            }
            struck += 1
            return true
        }
    }

    private struct State: Sendable {
        var entries: [Entry] = []
        var lastID = 0
    }

    /// More are an oversight.
    static let most = 1000

    private let state = Mutex(State())

    /// Adds a fault behind those that wait.
    ///
    /// - Returns: Its number.
    /// - Throws: ``EmulatorError`` when there are too many.
    func add(_ fault: Fault) throws -> Int {
        try state.withLock { state in
            guard state.entries.count < Self.most else { throw EmulatorError("There are \(Self.most) faults already.") }
            state.lastID += 1
            state.entries.append(Entry(id: state.lastID, fault: fault, dice: SeedRandom(fault.frequency.seed)))
            return state.lastID
        }
    }

    /// Forgets every fault.
    func removeAll() { state.withLock { $0.entries = [] } }

    /// Forgets a fault.
    ///
    /// - Returns: Whether it was there.
    func remove(_ id: Int) -> Bool {
        state.withLock { state in
            let place = state.entries.firstIndex { $0.id == id }
            if let place { state.entries.remove(at: place) }
            return place != nil
        }
    }

    var isEmpty: Bool { state.withLock { $0.entries.isEmpty } }

    /// How late changes are seen, where they are.
    var staleness: Double? {
        state.withLock { state in
            for entry in state.entries {
                if case .staleReads(let seconds) = entry.fault.kind { return seconds }
            }
            return nil
        }
    }

    /// The faults, each with its number and how many requests it met and struck.
    var json: [JSONValue] {
        state.withLock { state in
            state.entries.map { entry in
                var object: JSONObject = ["id": .integer(Int64(entry.id))]
                object.members += entry.fault.json.members
                object["met"] = .integer(Int64(entry.met))
                object["struck"] = .integer(Int64(entry.struck))
                return .object(object)
            }
        }
    }

    /// What strikes a request, in the order in which the faults were set, up to one that takes the reply's place.
    func strike(_ subject: FaultSubject) -> [(id: Int, kind: FaultKind)] {
        let faults = state.withLock { state in state.entries.map { (id: $0.id, fault: $0.fault) } }
        var kinds: [(id: Int, kind: FaultKind)] = []
        for (id, fault) in faults where !fault.kind.isOfNextPages || subject.isNextPage {
            // A cmdlet in a batch is met there, not those beside it.
            let isOfCall = fault.condition.cmdlet != nil && fault.kind.isOfOneCall
            guard subject.isPart ? isOfCall : !(subject.isBatch && isOfCall) else { continue }
            guard fault.condition.meets(subject), strikes(id) else { continue }
            kinds.append((id, fault.kind))
            if fault.kind.replaces { break }
        }
        return kinds
    }

    /// Takes a call from the budget of a tenant, which is full again at the end of its window.
    ///
    /// - Returns: How many calls are left, fewer than none where this one is too many, and when the window ends.
    func spend(_ id: Int, tenant: String, calls: Int, seconds: Int, now: Int64) -> (left: Int, end: Int64) {
        state.withLock { state in
            guard let place = state.entries.firstIndex(where: { $0.id == id }) else { return (calls, now) }
            var window = state.entries[place].windows[tenant] ?? (now, 0)
            // The clock may have been set back.
            if now < window.start || now >= window.start + Int64(seconds) { window = (now, 0) }
            window.calls = min(window.calls + 1, calls + 1)
            state.entries[place].windows[tenant] = window
            return (calls - window.calls, window.start + Int64(seconds))
        }
    }

    private func strikes(_ id: Int) -> Bool {
        state.withLock { state in
            guard let place = state.entries.firstIndex(where: { $0.id == id }) else { return false }
            let strikes = state.entries[place].strikes()
            if state.entries[place].isSpent { state.entries.remove(at: place) }
            return strikes
        }
    }
}
