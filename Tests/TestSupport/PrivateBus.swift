#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A message bus of a test's own, on which there is nobody but the bus itself.
package final class PrivateBus {
    private let daemon: RunningProgram
    /// Where it is.
    package let address: String

    /// Starts it.
    package init() throws {
        daemon = try BuiltProgram(installed: "/usr/bin/dbus-daemon").start(
            ["--session", "--nofork", "--nopidfile", "--print-address", "--address=unix:tmpdir=/tmp"],
            environment: [:]
        )
        address = daemon.line(from: 1)
    }

    deinit {
        // It inherited the mask of a thread that blocks signals; this one cannot be blocked.
        daemon.signal(SIGKILL)
        _ = daemon.wait()
    }
}
