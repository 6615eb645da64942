#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The signals that end a program, held back so that they can be waited for.
///
/// Made before other threads start, which then hold them back too.
struct EndingSignals {
    private var signals = sigset_t()

    init() {
        // Both calls only fill the set that lies in this value.
        unsafe sigemptyset(&signals)
        for number in [SIGINT, SIGTERM, SIGHUP] { unsafe sigaddset(&signals, number) }
        unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
    }

    /// Waits for one of them.
    func wait() {
        var signals = signals
        var number: Int32 = 0
        while unsafe sigwait(&signals, &number) == EINTR {}
    }
}
