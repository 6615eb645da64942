#if os(Linux)
import Glibc

/// The terminal that this process has in the foreground, if it has one.
struct Terminal: Sendable {
    private let descriptor: Int32?

    /// Looks for it among the standard descriptors.
    init() { descriptor = [0, 1, 2].first { tcgetpgrp($0) == getpgrp() } }

    /// Takes it back from a program that took it and left, as shells do.
    func takeBack() {
        guard let descriptor, tcgetpgrp(descriptor) != getpgrp() else { return }
        // Who is in the background and reaches for the terminal would be stopped.
        signal(SIGTTOU, SIG_IGN)
        tcsetpgrp(descriptor, getpgrp())
    }
}
#endif
