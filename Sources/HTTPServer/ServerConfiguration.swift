/// Where a server listens and what it puts up with.
package struct ServerConfiguration: Sendable {
    package var listeners: [ServerListener]
    package var limits: ServerLimits
    /// How many threads serve each listener.
    package var threadsPerListener: Int

    package init(listeners: [ServerListener], limits: ServerLimits = ServerLimits(), threadsPerListener: Int = 4) {
        self.listeners = listeners
        self.limits = limits
        self.threadsPerListener = threadsPerListener
    }
}
