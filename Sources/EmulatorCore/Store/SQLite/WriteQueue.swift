import HTTPServer
import Synchronization

/// Writes that wait for the connection.
///
/// Whoever leads carries out those of others with its own: a lock that went from thread to thread would lie idle each time
/// until the next one is awake.
final class WriteQueue: Sendable {
    private struct State: Sendable {
        var writes: [WaitingWrite] = []
        var isLed = false
    }

    private let state = Mutex(State())

    /// How many wait; tests hold a write until the others do.
    var count: Int { state.withLock { $0.writes.count } }

    /// Takes a write, and waits until it was carried out or its thread is to lead.
    ///
    /// - Returns: Whether its thread leads.
    func leads(_ write: WaitingWrite) -> Bool {
        let leads = state.withLock { state in
            if state.isLed { state.writes.append(write) }
            defer { state.isLed = true }
            return !state.isLed
        }
        return leads || write.wait() == .leads
    }

    /// The write that is next, for the one who leads.
    func next() -> WaitingWrite? {
        state.withLock { $0.writes.isEmpty ? nil : $0.writes.removeFirst() }
    }

    /// Lets the next write's thread lead.
    func handOver() {
        let next = state.withLock { state in
            state.isLed = !state.writes.isEmpty
            return state.isLed ? state.writes.removeFirst() : nil
        }
        next?.end(.leads)
    }
}

/// A write of a thread that waits for its turn.
///
/// Unchecked because the compiler cannot see the rule: `work` is touched by whoever leads, and by nobody else before its thread
/// was told how its wait ended.
final class WaitingWrite: @unchecked Sendable {
    /// How a wait ended.
    enum Turn: Sendable { case leads, isDone }

    private var work: ((Connection) -> Void)?
    private let turn = Monitor<Turn?>(nil)

    init(_ work: @escaping (Connection) -> Void) { self.work = work }

    /// Carries it out; nothing of it is kept.
    func carryOut(_ connection: Connection) {
        work?(connection)
        work = nil
    }

    /// Tells its thread to go on.
    func end(_ turn: Turn) {
        self.turn.withLock { $0 = turn }
        self.turn.signal()
    }

    fileprivate func wait() -> Turn {
        let pause = WorkingThread.pause()
        defer { pause.end() }
        return turn.wait { $0 }
    }
}
