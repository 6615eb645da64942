internal import Synchronization

/// What the transport's thread and the one who asked share about one request.
///
/// The thread writes head, body and end; the other side waits for them. Continuations are resumed outside the lock.
final class CurlTransfer: Sendable {
    /// The head of a reply.
    struct Head: Sendable {
        var status: Int
        var headers: HTTPHeaders
    }

    /// A part on its way to the reader that waits for it.
    private struct HandOver {
        var reader: CheckedContinuation<[UInt8]?, any Error>
        var part: [UInt8]
        var wasPaused: Bool
    }

    private struct State {
        var head: Result<Head, any Error>?
        var headWaiter: CheckedContinuation<Head, any Error>?
        var buffer: [UInt8] = []
        /// How much was handed over last, as the best guess of what comes next.
        var lastCount = 0
        var reader: CheckedContinuation<[UInt8]?, any Error>?
        var end: Result<Void, any Error>?
        var isPaused = false
        var isCancelled = false
    }

    /// How many bytes a waiting reader is woken for at once; fewer are handed over when the thread has nothing more to do.
    private let worthWaking: Int

    let request: HTTPRequest
    let target: HTTPURL
    let proxy: ProxyChoice
    private let capacity: Int
    private let state = Mutex(State())

    init(_ request: HTTPRequest, target: HTTPURL, proxy: ProxyChoice, capacity: Int) {
        self.request = request
        self.target = target
        self.proxy = proxy
        self.capacity = capacity
        worthWaking = min(128 << 10, capacity)
    }

    // MARK: The side of the one who asked

    /// Waits for the head.
    func head() async throws -> Head {
        try await withCheckedThrowingContinuation { waiter in
            let head = state.withLock { state in
                if state.head == nil { state.headWaiter = waiter }
                return state.head
            }
            if let head { waiter.resume(with: head) }
        }
    }

    /// Waits for more of the body.
    ///
    /// - Parameter resume: Called when the thread must be told to go on.
    /// - Returns: What arrived since the last call, or `nil` at the end.
    /// - Throws: What ended the transfer.
    func next(resume: () -> Void) async throws -> [UInt8]? {
        switch take(resume: resume) {
        case .some(let outcome): return try outcome.get()
        case .none: break
        }
        return try await withCheckedThrowingContinuation { waiter in
            if let outcome = take(orWait: waiter, resume: resume) { waiter.resume(with: outcome) }
        }
    }

    /// Notes that nobody waits any more.
    ///
    /// - Returns: Whether there is something left to end.
    func cancel() -> Bool {
        state.withLock { state in
            state.isCancelled = true
            return state.end == nil
        }
    }

    /// Whether nobody waits any more.
    var isCancelled: Bool { state.withLock { $0.isCancelled } }

    private func take(
        orWait waiter: CheckedContinuation<[UInt8]?, any Error>? = nil,
        resume: () -> Void
    ) -> Result<[UInt8]?, any Error>? {
        var mustResume = false
        let outcome: Result<[UInt8]?, any Error>? = state.withLock { state in
            if !state.buffer.isEmpty {
                let part = state.buffer
                state.buffer = []
                state.lastCount = part.count
                mustResume = state.isPaused
                state.isPaused = false
                return .success(part)
            }
            if let end = state.end { return end.map { nil } }
            if state.reader != nil {
                return .failure(TransportError(code: .other, message: "a body cannot be read twice at once"))
            }
            state.reader = waiter
            return nil
        }
        if mustResume { resume() }
        return outcome
    }

    // MARK: The thread's side

    /// Hands over the head.
    func deliver(_ head: Head) {
        let waiter = state.withLock { state in
            if state.head == nil { state.head = .success(head) }
            defer { state.headWaiter = nil }
            return state.headWaiter
        }
        waiter?.resume(returning: head)
    }

    /// Takes a part of the body.
    ///
    /// - Returns: `false` when the part was not taken because the reader is behind.
    func accept(_ part: UnsafeBufferPointer<UInt8>) -> Bool {
        let (isTaken, isEnough) = state.withLock { state in
            guard state.buffer.count < capacity else {
                state.isPaused = true
                return (false, false)
            }
            // A little more than last time: the pieces are never cut the same, and a reader adds what was left before.
            if state.buffer.isEmpty { state.buffer.reserveCapacity(max(part.count, state.lastCount) + (16 << 10)) }
            unsafe state.buffer.append(contentsOf: part)
            return (true, state.buffer.count >= worthWaking)
        }
        if isEnough { flush() }
        return isTaken
    }

    /// Hands what has arrived to a reader that waits.
    ///
    /// - Returns: Whether the transfer was paused and must be told to go on, since the reader has caught up.
    @discardableResult func flush() -> Bool {
        let handOver = state.withLock { state -> HandOver? in
            guard let reader = state.reader, !state.buffer.isEmpty else { return nil }
            defer {
                state.reader = nil
                state.lastCount = state.buffer.count
                state.buffer = []
                state.isPaused = false
            }
            return HandOver(reader: reader, part: state.buffer, wasPaused: state.isPaused)
        }
        guard let handOver else { return false }
        handOver.reader.resume(returning: handOver.part)
        return handOver.wasPaused
    }

    /// Ends the exchange; what arrived before can still be read, unless it was cancelled.
    ///
    /// - Parameters:
    ///   - end: How it ended.
    ///   - head: The head, where it comes with the end.
    func finish(_ end: Result<Void, any Error>, head: Head? = nil) {
        flush()
        let (headWaiter, outcome, reader) = state.withLock { state in
            defer {
                state.headWaiter = nil
                state.reader = nil
            }
            if let head, state.head == nil { state.head = .success(head) }
            if state.end == nil {
                state.end = end
                if state.isCancelled { state.buffer = [] }
                if state.head == nil, case .failure(let error) = end { state.head = .failure(error) }
            }
            return (state.headWaiter, state.head, state.reader)
        }
        if let outcome { headWaiter?.resume(with: outcome) }
        reader?.resume(with: end.map { nil })
    }
}
