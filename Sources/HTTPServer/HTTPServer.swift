import Synchronization

/// An HTTP/1.1 server on one or more ports.
///
/// Each request is read whole, checked for its form, and given to the handler on one of the server's threads.
package final class HTTPServer: Sendable {
    private enum State {
        case new
        case running([ListenerDaemon], TimerThread)
        case stopped
    }

    private let configuration: ServerConfiguration
    private let handler: RequestHandler
    private let state = Mutex(State.new)

    /// Describes a server; nothing is opened before `start()`.
    package init(_ configuration: ServerConfiguration, handler: @escaping RequestHandler) {
        self.configuration = configuration
        self.handler = handler
    }

    deinit {
        Self.stop(takeRunning(), grace: .zero)
    }

    /// Opens all listeners; a server starts once.
    ///
    /// - Throws: `ServerError`; then none of the listeners is open.
    package func start() throws {
        try state.withLock { state in
            guard case .new = state else { throw ServerError(.alreadyStarted, "the server was started before") }
            var limits = configuration.limits
            limits.fit(openFiles: OpenFiles.limit, listeners: configuration.listeners.count)
            let core = try ServerCore(handler: handler, limits: limits)
            let timer = TimerThread(core: core)
            try timer.start()
            var daemons: [ListenerDaemon] = []
            do {
                for listener in configuration.listeners {
                    daemons.append(
                        try ListenerDaemon(listener, threads: configuration.threadsPerListener, core: core)
                    )
                }
            } catch {
                Self.stop((daemons, timer), grace: .zero)
                throw error
            }
            state = .running(daemons, timer)
        }
    }

    /// The port a listener has; 0 when it is not listening.
    package func port(of name: String) -> Int {
        state.withLock { state in
            guard case .running(let daemons, _) = state else { return 0 }
            return daemons.first { $0.name == name }?.port ?? 0
        }
    }

    /// Stops accepting, lets running requests end, then closes everything.
    ///
    /// Replies that still wait when the grace is over are sent at once or cut off. Stopping twice does nothing.
    ///
    /// - Parameter grace: How long running requests may take.
    package func stop(grace: Duration = .seconds(5)) async {
        guard let running = takeRunning() else { return }
        // Waiting for threads to end would hold a thread of Swift's pool, so a thread of its own does it.
        await withCheckedContinuation { continuation in
            let work: @Sendable () -> Void = {
                Self.stop(running, grace: grace)
                continuation.resume()
            }
            do { try NativeThread(work).detach() } catch { work() }
        }
    }

    private func takeRunning() -> ([ListenerDaemon], TimerThread)? {
        state.withLock { state in
            guard case .running(let daemons, let timer) = state else { return nil }
            state = .stopped
            return (daemons, timer)
        }
    }

    // The order matters: a connection that is still suspended when its daemon stops ends the process.
    private static func stop(_ running: ([ListenerDaemon], TimerThread)?, grace: Duration) {
        guard let (daemons, timer) = running else { return }
        for daemon in daemons { daemon.quiesce() }
        if let core = daemons.first?.core {
            core.waitUntilIdle(atMost: grace)
            core.schedule.close()
        }
        timer.stop()
        daemons.first?.core.lingering.close()
        for daemon in daemons { daemon.stop() }
    }
}
