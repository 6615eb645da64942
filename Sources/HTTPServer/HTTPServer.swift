internal import CMicrohttpd
import Synchronization

/// An HTTP/1.1 server on one or more ports.
///
/// Each request is read whole, checked for its form, and given to the handler on one of the server's threads.
package final class HTTPServer: Sendable {
    private struct Running {
        let core: ServerCore
        let daemons: [ListenerDaemon]
        let timer: TimerThread
    }

    private enum State {
        case new
        case running(Running)
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
            exo_return_large_blocks()
            var limits = configuration.limits
            limits.fit(openFiles: OpenFiles.limit, listeners: configuration.listeners.count)
            let core = try ServerCore(
                handler: handler,
                limits: limits,
                workers: configuration.workers,
                isReserved: configuration.isReserved,
                tooLong: configuration.tooLong
            )
            let timer = TimerThread(core: core)
            var daemons: [ListenerDaemon] = []
            do {
                try timer.start()
                try core.workers.start()
                for listener in configuration.listeners {
                    daemons.append(
                        try ListenerDaemon(listener, threads: configuration.threadsPerListener, core: core)
                    )
                }
            } catch {
                Self.stop(Running(core: core, daemons: daemons, timer: timer), grace: .zero)
                throw error
            }
            state = .running(Running(core: core, daemons: daemons, timer: timer))
        }
    }

    /// The port a listener has; 0 when it is not listening.
    package func port(of name: String) -> Int {
        state.withLock { state in
            guard case .running(let running) = state else { return 0 }
            return running.daemons.first { $0.name == name }?.port ?? 0
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

    private func takeRunning() -> Running? {
        state.withLock { state in
            guard case .running(let running) = state else { return nil }
            state = .stopped
            return running
        }
    }

    // The order matters: a connection that is still suspended when its daemon stops ends the process.
    private static func stop(_ running: Running?, grace: Duration) {
        guard let running else { return }
        for daemon in running.daemons { daemon.quiesce() }
        running.core.waitUntilIdle(atMost: grace)
        running.core.schedule.close()
        running.core.workers.stop()
        running.timer.stop()
        running.core.lingering.close()
        for daemon in running.daemons { daemon.stop() }
    }
}
