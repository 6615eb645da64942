/// Where a server listens and what it puts up with.
package struct ServerConfiguration: Sendable {
    package var listeners: [ServerListener]
    package var limits: ServerLimits
    /// How many threads read and write for each listener.
    package var threadsPerListener: Int
    /// How many threads run the handler.
    package var workers: Int
    /// Whether a request has a thread kept for it and its kind, so that it is answered while all others are busy.
    package var isReserved: @Sendable (ServerRequest) -> Bool
    /// What a request, given without its body, is told whose body is too long; `nil` for a line of plain text.
    ///
    /// It is asked on a thread that reads and writes for many, and so waits for nothing.
    package var tooLong: @Sendable (ServerRequest) -> ServerResponse?

    package init(
        listeners: [ServerListener],
        limits: ServerLimits = ServerLimits(),
        threadsPerListener: Int = 2,
        workers: Int = 16,
        isReserved: @escaping @Sendable (ServerRequest) -> Bool = { _ in false },
        tooLong: @escaping @Sendable (ServerRequest) -> ServerResponse? = { _ in nil }
    ) {
        self.listeners = listeners
        self.limits = limits
        self.threadsPerListener = threadsPerListener
        self.workers = workers
        self.isReserved = isReserved
        self.tooLong = tooLong
    }
}
