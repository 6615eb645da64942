/// What one client may take of a server.
package struct ServerLimits: Sendable {
    /// Bytes of request line and header fields; more is answered 431.
    package var maximumHeaderBytes = 32 * 1024
    /// Bytes of a body; more is answered 413, at once where the length is announced.
    package var maximumBodyBytes = 16 * 1024 * 1024
    /// Open connections of one listener; more wait to be accepted.
    package var maximumConnections = 1000
    /// How long a connection may be silent; rounded up to whole seconds.
    package var idleTimeout: Duration = .seconds(30)
    /// How long the hand-shake and the header may take.
    package var headerDeadline: Duration = .seconds(30)
    /// How long the body may take once the header has arrived.
    package var bodyDeadline: Duration = .seconds(120)

    package init() {}
}
