/// What one client may take of a server.
package struct ServerLimits: Sendable {
    /// Bytes of request line and header fields; more is answered 431.
    package var maximumHeaderBytes = 32 * 1024
    /// Header fields; more are answered 431.
    package var maximumHeaderFields = 256
    /// Bytes of path and query; more is answered 414.
    package var maximumTargetBytes = 16 * 1024
    /// Bytes of a body; more is answered 413, at once where the length is announced.
    ///
    /// A body without announced length is read to its end for that answer, four times this many bytes at most.
    package var maximumBodyBytes = 16 * 1024 * 1024
    /// Bytes of the body of a reserved request from this machine, of which those beyond the next limit lie in a file.
    package var maximumReservedBodyBytes = 1 << 40
    /// Bytes of a body that are held in memory; only reserved requests have more.
    package var maximumBodyBytesInMemory = 16 * 1024 * 1024
    /// Open connections of one listener, fewer where the process may not open so many files; more wait to be accepted.
    package var maximumConnections = 1000
    /// Open connections of one address to one listener; further ones are closed at once.
    package var maximumConnectionsPerAddress = 800
    /// How long a connection may be silent; rounded up to whole seconds.
    package var idleTimeout: Duration = .seconds(30)
    /// How long the hand-shake and the header may take.
    package var headerDeadline: Duration = .seconds(30)
    /// How long the body may take once the header has arrived.
    package var bodyDeadline: Duration = .seconds(120)
    /// How long the peer may take to read the reply.
    package var replyDeadline: Duration = .seconds(600)
    /// How long a peer that was refused may go on sending, so that it gets to read why.
    package var lingering: Duration = .seconds(2)

    package init() {}

    /// Leaves a process that may open only so many files some for its own use.
    mutating func fit(openFiles: Int, listeners: Int) {
        maximumConnections = min(maximumConnections, max(openFiles - 128, 16) / max(listeners, 1))
    }
}
