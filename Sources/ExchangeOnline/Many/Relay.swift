import Synchronization

/// Hands values of several tasks to one, with little room between them: who sends waits until there is some.
final class Relay<Value: Sendable>: Sendable {
    private struct State {
        var values: [Value] = []
        var senders: [(value: Value, continuation: CheckedContinuation<Void, Never>)] = []
        var receiver: CheckedContinuation<Value?, Never>?
        var sendersLeft: Int
        var isClosed = false

        /// The next value and who may go on for it.
        mutating func pop() -> (Value, CheckedContinuation<Void, Never>?)? {
            guard !values.isEmpty else { return nil }
            let value = values.removeFirst()
            guard !senders.isEmpty else { return (value, nil) }
            let sender = senders.removeFirst()
            values.append(sender.value)
            return (value, sender.continuation)
        }
    }

    /// What who asks for a value gets.
    private enum Outcome {
        case value(Value, CheckedContinuation<Void, Never>?), ended, waiting
    }

    private let room: Int
    private let state: Mutex<State>

    /// Makes a relay.
    ///
    /// - Parameters:
    ///   - senders: How many tasks send.
    ///   - room: How many values may wait.
    init(senders: Int, room: Int) {
        self.room = room
        state = Mutex(State(sendersLeft: senders))
    }

    /// Whether nobody takes values any more.
    var isClosed: Bool { state.withLock { $0.isClosed } }

    /// Sends a value, after waiting for room; after the end it is dropped.
    func send(_ value: Value) async {
        await withCheckedContinuation { continuation in
            let (receiver, goesOn) = state.withLock { state -> (CheckedContinuation<Value?, Never>?, Bool) in
                if state.isClosed { return (nil, true) }
                if let receiver = state.receiver {
                    state.receiver = nil
                    return (receiver, true)
                }
                guard state.values.count < room else {
                    state.senders.append((value, continuation))
                    return (nil, false)
                }
                state.values.append(value)
                return (nil, true)
            }
            receiver?.resume(returning: value)
            if goesOn { continuation.resume() }
        }
    }

    /// Says that one of the tasks sends no more.
    func finish() {
        let receiver = state.withLock { state -> CheckedContinuation<Value?, Never>? in
            state.sendersLeft -= 1
            guard state.sendersLeft == 0 else { return nil }
            return state.receiver.take()
        }
        receiver?.resume(returning: nil)
    }

    /// The next value, or `nil` when all have finished.
    func next() async -> Value? {
        await withCheckedContinuation { continuation in
            let outcome = state.withLock { state -> Outcome in
                if let (value, sender) = state.pop() { return .value(value, sender) }
                guard state.sendersLeft > 0, !state.isClosed else { return .ended }
                state.receiver = continuation
                return .waiting
            }
            switch outcome {
            case .value(let value, let sender):
                sender?.resume()
                continuation.resume(returning: value)
            case .ended: continuation.resume(returning: nil)
            case .waiting: break
            }
        }
    }

    /// Takes no more values; who waits for room goes on.
    func close() {
        let senders = state.withLock { state in
            defer {
                state.isClosed = true
                state.values = []
                state.senders = []
            }
            return state.senders
        }
        for sender in senders { sender.continuation.resume() }
    }
}
