internal import Synchronization

/// Listens on this machine's own addresses for one answer that a browser brings.
///
/// A thread of its own serves any number of connections at once, so that a silent or slow one holds up nobody. It reads one
/// request of each, of at most 8 kB.
package final class LoopbackListener: Sendable {
    private struct State {
        /// Where connections come from, until the thread takes them.
        var sockets: [Descriptor]
        var orders = LoopbackLoop.Orders()
        var accepted: LoopbackRequest?
        var waiter: CheckedContinuation<LoopbackRequest, any Error>?
        var isCancelled = false
        var hasEnded = false
        var closers: [CheckedContinuation<Void, Never>] = []
    }

    /// The port.
    package let port: UInt16
    private let judge: @Sendable (LoopbackRequest) -> LoopbackReply?
    /// What wakes the thread; the end that it reads stays open here, so that a late word breaks no pipe.
    private let wake: (reading: Descriptor, writing: Descriptor)
    private let state: Mutex<State>

    /// Listens from now on; ``close()`` has to be called in the end.
    ///
    /// - Parameters:
    ///   - port: The port; 0 takes a free one.
    ///   - judge: What answers a request at once, on the listener's thread; for the one that is waited for it returns `nil`.
    /// - Throws: ``LoopbackError``.
    package init(port: UInt16, judge: @escaping @Sendable (LoopbackRequest) -> LoopbackReply?) throws {
        let listening = try ListeningSocket.pair(on: port)
        self.port = listening.port
        self.judge = judge
        wake = try Descriptor.pipe()
        state = Mutex(State(sockets: listening.sockets))
        do {
            try LoopThread { [self] in
                serve()
                end()
            }.detach()
        } catch let error as TransportError {
            throw LoopbackError.system(error.message)
        }
    }

    /// The first request that was not answered at once.
    ///
    /// - Throws: `CancellationError`.
    package func accepted() async throws -> LoopbackRequest {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let result = state.withLock { state -> Result<LoopbackRequest, any Error>? in
                    if let request = state.accepted { return .success(request) }
                    if state.isCancelled || state.hasEnded { return .failure(CancellationError()) }
                    state.waiter = continuation
                    return nil
                }
                if let result { continuation.resume(with: result) }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                state.isCancelled = true
                return state.waiter.take()
            }
            waiter?.resume(throwing: CancellationError())
        }
    }

    /// Answers every request that was held, and those that are yet to be.
    package func answer(_ reply: LoopbackReply) { tell { $0.reply = reply } }

    /// Ends listening, and waits until what was answered is out and the port is free.
    package func close() async {
        tell { $0.isOver = true }
        await withCheckedContinuation { closer in
            let isOver = state.withLock { state in
                if state.hasEnded { return true }
                state.closers.append(closer)
                return false
            }
            if isOver { closer.resume() }
        }
    }

    private func tell(_ order: (inout LoopbackLoop.Orders) -> Void) {
        state.withLock { order(&$0.orders) }
        // A full pipe wakes as well as another byte would.
        do { _ = try wake.writing.write([0]) } catch {}
    }

    /// The thread's work; the sockets are closed when it returns.
    private func serve() {
        let sockets = state.withLock { state in
            defer { state.sockets = [] }
            return state.sockets
        }
        LoopbackLoop(
            sockets: sockets,
            wake: wake.reading,
            orders: { self.state.withLock { $0.orders } },
            judge: { request in
                let reply = self.judge(request)
                if reply == nil { self.accept(request) }
                return reply
            }
        ).run()
    }

    private func accept(_ request: LoopbackRequest) {
        let waiter = state.withLock { state -> CheckedContinuation<LoopbackRequest, any Error>? in
            guard state.accepted == nil else { return nil }
            state.accepted = request
            return state.waiter.take()
        }
        waiter?.resume(returning: request)
    }

    private func end() {
        let closers = state.withLock { state in
            defer { state.closers = [] }
            state.hasEnded = true
            return state.closers
        }
        for closer in closers { closer.resume() }
    }
}
