internal import Synchronization

/// Standard output through a pager that begins with the first bytes; what goes to standard error meanwhile waits until it ends.
final class PagedOutput: ByteSink, Sendable {
    private enum State {
        case waiting
        case open(any Pager)
        /// No pager could be begun.
        case direct
        case closed
    }

    private let makePager: @Sendable () throws -> any Pager
    private let output: OutputWriter
    private let status: StatusLine?
    private let state = Mutex(State.waiting)
    private let messages = Mutex<[UInt8]>([])
    /// What the pager was given, until that is more than a pipe holds, so that somebody must have read it.
    private let given = Mutex<[UInt8]?>([])
    private static let mostGiven = 1 << 20

    /// Makes an output whose pager has not begun.
    ///
    /// - Parameters:
    ///   - output: What is written to where there is no pager after all.
    ///   - status: The line that must not disturb it.
    ///   - makePager: Begins the pager.
    init(instead output: OutputWriter, status: StatusLine?, _ makePager: @escaping @Sendable () throws -> any Pager) {
        self.output = output
        self.status = status
        self.makePager = makePager
    }

    func write(_ bytes: [UInt8]) throws {
        let pager: (any Pager)? = state.withLock { state in
            if case .waiting = state {
                status?.end()
                do { state = .open(try makePager()) } catch { state = .direct }
            }
            if case .open(let pager) = state { return pager }
            return nil
        }
        guard let pager else { return try writeDirectly(bytes) }
        given.withLock { $0?.append(contentsOf: bytes) }
        do {
            try pager.write(bytes)
            given.withLock { given in if let count = given?.count, count > Self.mostGiven { given = nil } }
        } catch let error as OutputEnded {
            // Whoever left it has seen enough; where there is no such program nobody has seen anything.
            state.withLock { $0 = .closed }
            guard !pager.close() else { throw error }
            try writeWhatWasGiven()
        }
    }

    private func writeDirectly(_ bytes: [UInt8]) throws {
        try output.write(bytes)
        try output.flush()
    }

    private func writeWhatWasGiven() throws {
        state.withLock { $0 = .direct }
        messages.withLock { $0 += Array("warning: the pager cannot be run; rows are written without one\n".utf8) }
        let bytes = given.withLock { given in
            defer { given = nil }
            return given
        }
        if let bytes { try writeDirectly(bytes) }
    }

    /// Waits for the pager, and then lets go what was held back; the sink is where messages go.
    ///
    /// - Throws: What writing throws, where there was no pager after all.
    func close(_ sink: any ByteSink) throws {
        let pager: (any Pager)? = state.withLock { state in
            defer { state = .closed }
            if case .open(let pager) = state { return pager }
            return nil
        }
        defer { release(sink) }
        if let pager, !pager.close() { try writeWhatWasGiven() }
    }

    private func release(_ sink: any ByteSink) {
        let held = messages.withLock { held in
            defer { held = [] }
            return held
        }
        guard !held.isEmpty else { return }
        do { try sink.write(held) } catch { return }  // Nobody reads standard error: nobody to tell.
    }

    /// Whether a message must wait; then it is kept.
    fileprivate func holds(_ bytes: [UInt8]) -> Bool {
        let isOpen = state.withLock { state in
            if case .open = state { return true }
            return false
        }
        guard isOpen else { return false }
        messages.withLock { $0 += bytes }
        return true
    }
}

/// Standard error while a pager may have the terminal.
struct PatientMessages: ByteSink {
    let output: PagedOutput
    let sink: any ByteSink

    func write(_ bytes: [UInt8]) throws { if !output.holds(bytes) { try sink.write(bytes) } }
}
