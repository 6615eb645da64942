internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// A process that runs, in a process group of its own so that it is ended with all that it began.
///
/// A thread reads what it prints and waits for its end; nothing else does either, so each descriptor has one reader and one who
/// closes it.
final class ChildProcess: Sendable {
    private struct State {
        var isReaped = false
        var outcome: ChildProgram.Outcome?
        var waiter: CheckedContinuation<ChildProgram.Outcome, Never>?
    }

    /// How often it is looked whether it has ended while nothing comes from it, in milliseconds.
    private static let interval: Int32 = 50

    private let id: pid_t
    private let limit: Int
    /// What the thread reads: output, standard error where it is taken, and the pipe that wakes it.
    private let output: ChildPipe
    private let errors: ChildPipe?
    private let wake: ChildPipe
    private let state = Mutex(State())

    /// Begins a program.
    ///
    /// - Throws: ``TokenError`` with code `sourceUnavailable`.
    init(_ program: ChildProgram) throws {
        limit = program.limit
        let output = try ChildPipe()
        let errors = program.errors == .taken ? try ChildPipe() : nil
        wake = try ChildPipe()
        self.output = output
        self.errors = errors
        id = try ChildSpawn.begin(program, output: output.writingEnd, errors: errors?.writingEnd)
        output.closeWritingEnd()
        errors?.closeWritingEnd()
        do { try ChildThread.start { self.watch() } } catch {
            var outcome = ChildProgram.Outcome()
            end()
            reap(&outcome)
            throw error
        }
    }

    /// Waits for its end; a cancelled task ends it.
    func outcome() async -> ChildProgram.Outcome {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let outcome = state.withLock { state in
                    if state.outcome == nil { state.waiter = continuation }
                    return state.outcome
                }
                if let outcome { continuation.resume(returning: outcome) }
            }
        } onCancel: {
            end()
        }
    }

    /// Ends it and what it began.
    private func end() {
        // Once it is reaped, its number may be another's.
        state.withLock { state in
            guard !state.isReaped else { return }
            _ = kill(-id, SIGKILL)
            wake.wake()
        }
    }

    /// Runs in the thread.
    private func watch() {
        var outcome = ChildProgram.Outcome()
        var open = [output.readingEnd] + (errors.map { [$0.readingEnd] } ?? [])
        while !open.isEmpty {
            var waiting = (open + [wake.readingEnd]).map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            let count = unsafe poll(&waiting, nfds_t(waiting.count), Self.interval)
            guard count >= 0 || errno == EINTR else { break }
            // What it began may go on and keep the pipe open, with nothing more to say.
            if count == 0, hasEnded { break }
            if waiting[waiting.count - 1].revents != 0 { break }
            for descriptor in waiting.dropLast().filter({ $0.revents != 0 }).map(\.fd) {
                guard let part = ChildPipe.part(of: descriptor) else {
                    open.removeAll { $0 == descriptor }
                    continue
                }
                if descriptor == output.readingEnd {
                    outcome.output += part
                } else if outcome.errors.count < limit {
                    outcome.errors += part
                }
            }
            guard outcome.output.count <= limit else {
                outcome.isTooLong = true
                end()
                break
            }
        }
        reap(&outcome)
        let waiter = state.withLock { state in
            state.outcome = outcome
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume(returning: outcome)
    }

    private var hasEnded: Bool {
        var facts = unsafe siginfo_t()
        return unsafe waitid(P_PID, id_t(id), &facts, WEXITED | WNOWAIT | WNOHANG) == 0 && facts.si_signo != 0
    }

    private func reap(_ outcome: inout ChildProgram.Outcome) {
        var facts = unsafe siginfo_t()
        while unsafe waitid(P_PID, id_t(id), &facts, WEXITED | WNOWAIT) != 0, errno == EINTR {}
        var status: Int32 = 0
        state.withLock { state in
            while unsafe waitpid(id, &status, 0) < 0, errno == EINTR {}
            state.isReaped = true
        }
        let signal = status & 0x7F
        if signal == 0 { outcome.exitCode = status >> 8 & 0xFF } else { outcome.signal = signal }
    }
}
