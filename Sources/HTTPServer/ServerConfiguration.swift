/// Where a server listens and what it puts up with.
package struct ServerConfiguration: Sendable {
    package var listeners: [ServerListener]
    package var limits: ServerLimits
    /// How many threads read and write for each listener.
    package var threadsPerListener: Int
    /// How many threads run the handler.
    package var workers: Int

    package init(
        listeners: [ServerListener],
        limits: ServerLimits = ServerLimits(),
        threadsPerListener: Int = 2,
        workers: Int = 4
    ) {
        self.listeners = listeners
        self.limits = limits
        self.threadsPerListener = threadsPerListener
        self.workers = workers
    }
}
