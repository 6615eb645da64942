#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Jobs for a number of threads, of which no more are awake than the machine has cores, and one more for each that waits for
/// something or has been at a job for long.
///
/// A thread that is woken for every job takes the core from another one in the midst of its work, often with a lock held:
/// with a few that go on from job to job, both cores do nothing but work.
final class JobQueue: Sendable {
    private struct State: Sendable {
        var jobs = Ring<WorkerPool.Job>()
        var isOpen = true
        /// Threads that have a job, look for one, or were called.
        var awake: Int
        var asleep = 0
        /// Sleepers that were called and have not come yet.
        var called = 0
        /// How many jobs were taken.
        var taken: UInt64 = 0
        /// Whether somebody looks now and then whether the jobs that wait are taken.
        var isWatched = false

        /// Calls a sleeper.
        mutating func call() {
            asleep -= 1
            awake += 1
            called += 1
        }

        /// Calls a sleeper where there is work and a core for one.
        mutating func callForWork(_ limit: Int) -> Bool {
            guard !jobs.isEmpty, asleep > 0, awake < limit else { return false }
            call()
            return true
        }
    }

    /// Whether there is a backlog to look after; nil once there will be none any more.
    private typealias Backlog = Bool?

    private let state: Monitor<State>
    private let backlog = Monitor<Backlog>(false)
    private let limit: Int
    /// How long jobs wait while none is taken before another thread is called: a few thousandths of a second.
    private static let patience: useconds_t = 2000

    /// - Parameter threads: How many take jobs.
    init(threads: Int) {
        state = Monitor(State(awake: threads))
        limit = max(2, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    }

    /// Adds a job.
    ///
    /// - Returns: False when the queue is closed and did not take it.
    func put(_ job: WorkerPool.Job) -> Bool {
        let (isTaken, calls, isBehind) = state.withLock { state in
            guard state.isOpen else { return (false, false, false) }
            state.jobs.append(job)
            if state.callForWork(limit) { return (true, true, false) }
            guard !state.isWatched, state.asleep > 0 else { return (true, false, false) }
            state.isWatched = true
            return (true, false, true)
        }
        if calls { state.signal() }
        if isBehind {
            backlog.withLock { if $0 == false { $0 = true } }
            backlog.signal()
        }
        return isTaken
    }

    /// Waits for the next job; nil once the queue is closed.
    func take() -> WorkerPool.Job? {
        var isAsleep = false
        let job: WorkerPool.Job?? = state.wait { state in
            guard state.isOpen else { return .some(nil) }
            if isAsleep {
                guard state.called > 0 else { return nil }
                state.called -= 1
                isAsleep = false
            }
            if let job = state.jobs.popFirst() {
                state.taken &+= 1
                return .some(job)
            }
            state.awake -= 1
            state.asleep += 1
            isAsleep = true
            return nil
        }
        return job ?? nil
    }

    /// The calling thread waits for something: another one may take its core.
    func leave() {
        let calls = state.withLock { state in
            state.awake -= 1
            return state.callForWork(limit)
        }
        if calls { state.signal() }
    }

    /// The calling thread goes on.
    func comeBack() { state.withLock { $0.awake += 1 } }

    /// Looks after jobs that wait, until the queue is closed; on a thread of its own.
    func watch() {
        while true {
            let goesOn: Bool = backlog.wait { backlog in
                guard let isThere = backlog else { return false }
                guard isThere else { return nil }
                backlog = false
                return true
            }
            guard goesOn else { return }
            var taken: UInt64?
            repeat {
                usleep(Self.patience)
            } while isBehind(&taken)
        }
    }

    /// Calls a thread where no job was taken for a while.
    ///
    /// - Parameter taken: How many jobs had been taken at the last look.
    /// - Returns: Whether jobs wait.
    private func isBehind(_ taken: inout UInt64?) -> Bool {
        let before = taken
        let (now, calls, goesOn): (UInt64, Bool, Bool) = state.withLock { state in
            guard state.isOpen, !state.jobs.isEmpty, state.asleep > 0 else {
                state.isWatched = false
                return (state.taken, false, false)
            }
            guard state.taken == before else { return (state.taken, false, true) }
            state.call()
            return (state.taken, true, true)
        }
        taken = now
        if calls { state.signal() }
        return goesOn
    }

    /// Takes nothing more and lets those go who wait.
    func close() {
        state.withLock { $0.isOpen = false }
        state.broadcast()
        backlog.withLock { $0 = nil }
        backlog.broadcast()
    }

    /// Takes out everything nobody has taken.
    func removeAll() -> [WorkerPool.Job] { state.withLock { $0.jobs.removeAll() } }
}
