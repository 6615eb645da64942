internal import ExoTransport
import Synchronization

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// The pace of one tenant: who may begin, who waits, in the order in which they came.
final class TenantPace: Sendable {
    private struct Waiter {
        var id: Int
        var continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var control: PaceControl
        var underWay = 0
        var waiters: [Waiter] = []
        var nextID = 0
        /// Waiters that were cancelled before they fell asleep.
        var cancelled: Set<Int> = []

        /// Lets in as many waiters as there is room for.
        mutating func admitted() -> [Waiter] {
            let room = max(0, control.concurrency - underWay)
            guard room > 0, !waiters.isEmpty else { return [] }
            let admitted = Array(waiters.prefix(room))
            waiters.removeFirst(admitted.count)
            underWay += admitted.count
            return admitted
        }

        /// Whether there was room, which is taken then.
        mutating func takesPlace() -> Bool {
            guard waiters.isEmpty, underWay < control.concurrency else { return false }
            underWay += 1
            return true
        }
    }

    private let clock: any Clock<Duration>
    private let stopwatch: Stopwatch
    private let now: @Sendable () -> Date
    private let state: Mutex<State>

    init(_ limits: RequestPace.Limits, clock: any Clock<Duration>, now: @escaping @Sendable () -> Date) {
        self.clock = clock
        self.now = now
        stopwatch = Stopwatch(clock)
        state = Mutex(State(control: PaceControl(limits)))
    }

    /// How it is doing.
    var snapshot: PaceState {
        let time = stopwatch.elapsed
        return state.withLock { state in
            PaceState(
                concurrency: state.control.concurrency,
                underWay: state.underWay,
                waiting: state.waiters.count,
                pause: state.control.closedUntil > time ? state.control.closedUntil - time : nil,
                budgetLeft: state.control.budgetLeft,
                refusals: state.control.refusals
            )
        }
    }

    /// Waits for a place, and then until the service takes requests.
    func enter(waiting: @Sendable (Duration) -> Void) async throws -> GatePass {
        try await takePlace()
        do {
            let start = state.withLock { $0.control.reserveStart(at: stopwatch.elapsed) }
            while true {
                let wait = state.withLock { max(start, $0.control.closedUntil) } - stopwatch.elapsed
                guard wait > .zero else { return GatePass(since: stopwatch.elapsed) }
                waiting(wait)
                try await clock.sleep(for: wait)
            }
        } catch {
            giveBack { _ in }
            throw error
        }
    }

    /// Takes a place back and learns from the attempt.
    func leave(_ pass: GatePass, after outcome: AttemptOutcome, kind: String) {
        let time = stopwatch.elapsed
        let budget = outcome.headers.flatMap { RateBudget($0, now: now()) }
        giveBack { state in
            // Only who uses what is allowed learns whether more would do.
            let isFull = state.underWay * 2 >= state.control.concurrency
            if let budget { state.control.note(budget, at: time) }
            state.control.note(outcome.verdict, begun: pass.since, ended: time, kind: kind, isFull: isFull)
        }
    }

    /// Learns from a refusal that came inside the reply to something else.
    ///
    /// - Parameter pause: For how long the service takes no more, where it says so.
    func hold(for pause: Duration?) {
        let time = stopwatch.elapsed
        state.withLock {
            $0.control.note(.throttled(retryAfter: pause), begun: time, ended: time, kind: "", isFull: false)
        }
    }

    private func giveBack(_ change: (inout State) -> Void) {
        let admitted = state.withLock { state in
            change(&state)
            state.underWay -= 1
            return state.admitted()
        }
        for waiter in admitted { waiter.continuation.resume() }
    }

    private func takePlace() async throws {
        let id: Int? = state.withLock { state in
            if state.takesPlace() { return nil }
            state.nextID += 1
            return state.nextID
        }
        guard let id else { return }
        defer { state.withLock { _ = $0.cancelled.remove(id) } }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { wait(as: Waiter(id: id, continuation: $0)) }
        } onCancel: {
            cancel(id)
        }
    }

    private func wait(as waiter: Waiter) {
        enum Outcome { case admitted, cancelled, waiting }
        let outcome = state.withLock { state -> Outcome in
            if state.cancelled.contains(waiter.id) { return .cancelled }
            if state.takesPlace() { return .admitted }
            state.waiters.append(waiter)
            return .waiting
        }
        switch outcome {
        case .admitted: waiter.continuation.resume()
        case .cancelled: waiter.continuation.resume(throwing: CancellationError())
        case .waiting: break
        }
    }

    private func cancel(_ id: Int) {
        let waiter = state.withLock { state -> Waiter? in
            guard let place = state.waiters.firstIndex(where: { $0.id == id }) else {
                state.cancelled.insert(id)
                return nil
            }
            return state.waiters.remove(at: place)
        }
        waiter?.continuation.resume(throwing: CancellationError())
    }
}

/// The gate of one call: what is learnt from its attempts is compared with others of its kind.
struct PacedCall: RequestGate {
    let pace: TenantPace
    /// What is run; some cmdlets take a hundred times as long as others.
    let kind: String

    func enter(waiting: @Sendable (Duration) -> Void) async throws -> GatePass {
        try await pace.enter(waiting: waiting)
    }

    func leave(_ pass: GatePass, after outcome: AttemptOutcome) { pace.leave(pass, after: outcome, kind: kind) }
}
