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
    private struct Waiters {
        /// Whether a signal came that ends the program.
        var hasCome = false
        var waiting: [(id: Int, continuation: CheckedContinuation<Void, Never>)] = []
        /// Those that were cancelled before they waited.
        var cancelled: Set<Int> = []
        var nextID = 0
    }

    private static let waiters = Mutex(Waiters())
    /// The end that the handler writes to; set before the handler is installed.
    private static let writingEnd = Atomic<Int32>(-1)
    private static let readingEnd = Atomic<Int32>(-1)

    /// Whether input is being read, which a cancelled task would not notice: then the first signal ends the process.
    static let isReading = Atomic<Bool>(false)

    /// Whether a pager has the terminal, to which Ctrl-C goes too and means something else there: then no signal ends the process.
    static let isPaging = Atomic<Bool>(false)

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

    /// Reads from the terminal; a signal to end meanwhile ends the process, with the terminal as it was before.
    static func whileReading<Value>(_ read: () -> Value) -> Value {
        var shown = termios()
        if tcgetattr(0, &shown) == 0 { shownTerminal.withLock { $0 = shown } }
        isReading.store(true, ordering: .relaxed)
        defer {
            isReading.store(false, ordering: .relaxed)
            shownTerminal.withLock { $0 = nil }
        }
        return read()
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
        for number in [SIGINT, SIGTERM, SIGHUP] { signal(number) { Interrupt.pass($0) } }
    }

    /// Whether a signal has come that ends the program.
    static var hasCome: Bool { waiters.withLock { $0.hasCome } }

    /// Whether Ctrl-C is for a line of the shell, not for the program.
    static var isForOneLine: Bool { waiters.withLock { $0.waiting.count > 1 } }

    /// Returns when a signal comes, or the task is cancelled.
    ///
    /// Who waits last is the one whom Ctrl-C is for; other signals are for all.
    static func wait() async {
        let id = waiters.withLock { waiters in
            waiters.nextID += 1
            return waiters.nextID
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = waiters.withLock { waiters in
                    let isOver = waiters.cancelled.remove(id) != nil || waiters.hasCome
                    if !isOver { waiters.waiting.append((id, continuation)) }
                    return isOver
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            let continuation = waiters.withLock { waiters in
                guard let place = waiters.waiting.firstIndex(where: { $0.id == id }) else {
                    waiters.cancelled.insert(id)
                    return CheckedContinuation<Void, Never>?.none
                }
                return waiters.waiting.remove(at: place).continuation
            }
            continuation?.resume()
        }
    }

    /// Runs in the handler: no allocation, no lock.
    private static func pass(_ signal: Int32) {
        let before = errno
        var byte = UInt8(truncatingIfNeeded: signal)
        _ = write(writingEnd.load(ordering: .relaxed), &byte, 1)
        errno = before
    }

    private static func take() -> UnsafeMutableRawPointer? {
        var byte: UInt8 = 0
        while true {
            guard read(readingEnd.load(ordering: .relaxed), &byte, 1) == 1 else { continue }
            let isForOne = Int32(byte) == SIGINT
            let (isSecond, woken) = waiters.withLock { waiters in
                let isSecond = waiters.hasCome
                let woken = isForOne ? waiters.waiting.suffix(1) : waiters.waiting[...]
                waiters.waiting.removeLast(woken.count)
                if waiters.waiting.isEmpty { waiters.hasCome = true }
                return (isSecond, woken.map(\.continuation))
            }
            if isSecond && !isPaging.load(ordering: .relaxed) || isReading.load(ordering: .relaxed) {
                showTerminal()
                _exit(ExitCode.interrupted.rawValue)
            }
            for continuation in woken { continuation.resume() }
        }
    }
}
