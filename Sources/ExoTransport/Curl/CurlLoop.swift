internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Darwin)
internal import Darwin
#endif

/// The transport's thread and the list through which others tell it what to do.
final class CurlLoop: Sendable {
    private enum Command {
        case start(CurlTransfer)
        case cancel(CurlTransfer)
        case resume(CurlTransfer)
        case forget(session: Int)
        case stop
    }

    private enum Phase { case idle, running, stopping, stopped }

    private struct State {
        var phase = Phase.idle
        var commands: [Command] = []
        /// Set while the thread runs, so that it can be woken.
        var multi: CurlMulti?
        var thread: LoopThread?
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private let configuration: TransportConfiguration
    private let state = Mutex(State())

    init(_ configuration: TransportConfiguration) { self.configuration = configuration }

    /// Begins a transfer; the first one begins the thread too.
    ///
    /// - Throws: ``TransportError`` `closed` or `other`.
    func start(_ transfer: CurlTransfer) throws {
        try state.withLock { state in
            if state.phase == .idle {
                state.multi = try CurlMulti(configuration)
                state.thread = try LoopThread { [self] in run() }
                state.phase = .running
            }
        }
        guard tell(.start(transfer)) else {
            throw TransportError(code: .closed, message: "the transport was shut down")
        }
    }

    /// Ends a transfer that nobody waits for.
    func cancel(_ transfer: CurlTransfer) {
        if transfer.cancel() { tell(.cancel(transfer)) }
    }

    /// Goes on with a transfer whose reader has caught up.
    func resume(_ transfer: CurlTransfer) { tell(.resume(transfer)) }

    /// Ends the thread and all transfers without waiting.
    func stop() {
        tell(.stop)
        let thread = state.withLock { state in
            if state.phase == .idle { state.phase = .stopped }
            return state.thread.take()
        }
        thread?.detach()
    }

    /// Ends the thread and all transfers, and waits until everything is freed.
    func shutDown() async {
        tell(.stop)
        await withCheckedContinuation { waiter in
            let isOver = state.withLock { state in
                if state.phase == .idle { state.phase = .stopped }
                if state.phase == .stopped { return true }
                state.waiters.append(waiter)
                return false
            }
            if isOver { waiter.resume() }
        }
        // The thread is past its last step, so this does not wait.
        state.withLock { $0.thread.take() }?.join()
    }

    @discardableResult
    private func tell(_ command: Command) -> Bool {
        let (isTaken, sleeper) = state.withLock { state -> (Bool, CurlMulti?) in
            guard state.phase == .running else { return (false, nil) }
            state.commands.append(command)
            return (true, state.commands.count == 1 ? state.multi : nil)
        }
        // Outside the lock, which the thread takes as soon as it is awake.
        sleeper?.wake()
        return isTaken
    }

    private func run() {
        work()
        // Everything was freed with the multi handle, so those who wait may go on.
        let waiters = state.withLock { state in
            defer { state.waiters = [] }
            state.phase = .stopped
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    private func work() {
        guard var multi = state.withLock({ $0.multi }) else { return }
        while obey(multi) { multi.turn() }
        multi.endAll()
        let rest = state.withLock { state in
            defer { state.commands = [] }
            state.multi = nil
            state.phase = .stopping
            return state.commands
        }
        // Whoever is about to wake it lets go of it soon; then it is freed here and nowhere else.
        while !isKnownUniquelyReferenced(&multi) { sched_yield() }
        for case .start(let transfer) in rest {
            transfer.finish(.failure(TransportError(code: .closed, message: "the transport was shut down")))
        }
    }

    /// Carries out the commands; `false` when the thread is to end.
    private func obey(_ multi: CurlMulti) -> Bool {
        let commands = state.withLock { state in
            defer { state.commands = [] }
            return state.commands
        }
        for (place, command) in commands.enumerated() {
            switch command {
            case .start(let transfer):
                if multi.start(transfer), let session = transfer.request.session {
                    session.whenReleased { [weak self, number = session.number] in self?.tell(.forget(session: number))
                    }
                }
            case .cancel(let transfer): multi.end(transfer, CancellationError())
            case .resume(let transfer): multi.resume(transfer)
            case .forget(let session): multi.forget(session: session)
            case .stop:
                // What came after is answered with the rest.
                state.withLock { $0.commands.insert(contentsOf: commands[(place + 1)...], at: 0) }
                return false
            }
        }
        return true
    }
}
