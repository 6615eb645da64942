#if os(Linux)
import Glibc

/// The signals that are handed on to a program in a box, held back so that they can be waited for.
struct HeldSignals: Sendable {
    enum Arrival {
        /// A child may have ended.
        case child
        /// The process outside has ended.
        case parentEnded
        /// To be handed on.
        case other(Int32)
    }

    /// Sent by the kernel when the process outside ends.
    static let parentEnded = SIGPWR
    private static let handedOn = [SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2]

    private let set: sigset_t

    /// Holds them back in this thread and those that it starts.
    init() {
        var set = sigset_t()
        // Both calls only fill the set.
        unsafe sigemptyset(&set)
        for number in Self.handedOn + [SIGCHLD, Self.parentEnded] { unsafe sigaddset(&set, number) }
        unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
        // Where children's ends are ignored, nobody hears of them.
        signal(SIGCHLD, SIG_DFL)
        self.set = set
    }

    /// Waits for the next one that has to be handed on or looked into.
    ///
    /// What a terminal sends goes to the whole group of processes, so the program in the box has it already.
    func next() -> Arrival {
        while true {
            var set = set
            var details = unsafe siginfo_t()
            switch unsafe sigwaitinfo(&set, &details) {
            case SIGCHLD: return .child
            case Self.parentEnded: return .parentEnded
            case let number where unsafe number > 0 && details.si_code != SI_KERNEL: return .other(number)
            default: continue
            }
        }
    }
}
#endif
