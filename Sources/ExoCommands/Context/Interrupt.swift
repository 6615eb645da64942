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
/// The handler writes one byte into a pipe, which is all that is safe there; a thread of its own reads the other end. Blocking
/// the signals instead is no way, since the runtime parks the first thread with an empty mask. The second signal ends the
/// process at once.
enum Interrupt {
    private static let waiting = Mutex<(hasCome: Bool, continuation: CheckedContinuation<Void, Never>?)>((false, nil))
    /// The end that the handler writes to; set before the handler is installed.
    private static let writingEnd = Atomic<Int32>(-1)
    private static let readingEnd = Atomic<Int32>(-1)

    /// Whether input is being read, which a cancelled task would not notice: then the first signal ends the process.
    static let isReading = Atomic<Bool>(false)

    /// How the terminal is set again when what is typed may be seen.
    static let shownTerminal = Mutex<termios?>(nil)

    /// Lets the terminal show again what is typed.
    static func showTerminal() {
        shownTerminal.withLock { shown in
            guard var settings = shown else { return }
            tcsetattr(0, TCSAFLUSH, &settings)
            shown = nil
        }
    }

    /// Installs the handlers; called once, before the work begins.
    static func prepare() {
        signal(SIGPIPE, SIG_IGN)
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return }  // Without descriptors Ctrl-C ends the process, as it would anyway.
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        readingEnd.store(ends[0], ordering: .sequentiallyConsistent)
        writingEnd.store(ends[1], ordering: .sequentiallyConsistent)
        #if canImport(Darwin)
        var thread: pthread_t?
        pthread_create(&thread, nil, { _ in Interrupt.take() }, nil)
        #else
        var thread = pthread_t()
        pthread_create(&thread, nil, { _ in Interrupt.take() }, nil)
        #endif
        for number in [SIGINT, SIGTERM, SIGHUP] { signal(number) { _ in Interrupt.pass() } }
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

    /// Runs in the handler: no allocation, no lock.
    private static func pass() {
        let before = errno
        var byte: UInt8 = 1
        _ = write(writingEnd.load(ordering: .relaxed), &byte, 1)
        errno = before
    }

    private static func take() -> UnsafeMutableRawPointer? {
        var byte: UInt8 = 0
        while true {
            guard read(readingEnd.load(ordering: .relaxed), &byte, 1) == 1 else { continue }
            let (isSecond, continuation) = waiting.withLock { state in
                defer { state = (true, nil) }
                return (state.hasCome, state.continuation)
            }
            if isSecond || isReading.load(ordering: .relaxed) {
                showTerminal()
                _exit(ExitCode.interrupted.rawValue)
            }
            continuation?.resume()
        }
    }
}
