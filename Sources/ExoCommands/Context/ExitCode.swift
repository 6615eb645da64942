/// What the process reports to its caller.
package enum ExitCode: Int32, Sendable {
    /// Done.
    case done = 0
    /// The service refused or failed.
    case failed = 1
    /// Some of many failed, or a listing ended before its end.
    case incomplete = 2
    /// Not connected, or the token has expired or was refused before sending.
    case notConnected = 3
    /// The service does not authorise this.
    case notAuthorised = 4
    /// Interrupted.
    case interrupted = 5
    /// The command line is wrong.
    case usage = 64
    /// A fault of this program.
    case bug = 70
}
