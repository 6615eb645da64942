#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif
import Synchronization

/// Turns Ctrl-C and a request to end into something that can be awaited.
///
/// The signals are blocked in every thread and taken by one that does nothing else, so no code runs in a signal handler. The
/// second signal ends the process at once.
enum Interrupt {
    private static let waiting = Mutex<(hasCome: Bool, continuation: CheckedContinuation<Void, Never>?)>((false, nil))

    /// Blocks the signals; called before any other thread exists.
    static func prepare() {
        signal(SIGPIPE, SIG_IGN)
        var signals = interrupts()
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        #if canImport(Darwin)
        var thread: pthread_t?
        pthread_create(&thread, nil, { _ in Interrupt.take() }, nil)
        #else
        var thread = pthread_t()
        pthread_create(&thread, nil, { _ in Interrupt.take() }, nil)
        #endif
    }

    /// Returns when the first signal comes.
    static func wait() async {
        await withCheckedContinuation { continuation in
            let hasCome = waiting.withLock { state in
                if !state.hasCome { state.continuation = continuation }
                return state.hasCome
            }
            if hasCome { continuation.resume() }
        }
    }

    private static func interrupts() -> sigset_t {
        var signals = sigset_t()
        sigemptyset(&signals)
        for number in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, number) }
        return signals
    }

    private static func take() -> UnsafeMutableRawPointer? {
        var signals = interrupts()
        var number: Int32 = 0
        while true {
            guard sigwait(&signals, &number) == 0 else { continue }
            let (isSecond, continuation) = waiting.withLock { state in
                defer { state = (true, nil) }
                return (state.hasCome, state.continuation)
            }
            if isSecond { _exit(ExitCode.interrupted.rawValue) }
            continuation?.resume()
        }
    }
}
