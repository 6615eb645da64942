internal import Synchronization

/// Counts a body's bytes while they are read, and tells once how many they were: at its end, or when nobody reads it any more.
final class BodyCounter: Sendable {
    private struct State {
        var bytes = 0
        var isOver = false
    }

    private let state = Mutex(State())
    private let tell: @Sendable (_ bytes: Int, _ isWhole: Bool) -> Void

    init(_ tell: @escaping @Sendable (_ bytes: Int, _ isWhole: Bool) -> Void) { self.tell = tell }

    deinit { end(isWhole: false) }

    /// The body, counted as it is read.
    func counting(_ body: HTTPBody) -> HTTPBody {
        let parts = body.makeAsyncIterator()
        return HTTPBody { [self] in
            var parts = parts
            do {
                guard let part = try await parts.next() else {
                    end(isWhole: true)
                    return nil
                }
                state.withLock { $0.bytes += part.count }
                return part
            } catch {
                end(isWhole: false)
                throw error
            }
        }
    }

    private func end(isWhole: Bool) {
        let bytes: Int? = state.withLock { state in
            defer { state.isOver = true }
            return state.isOver ? nil : state.bytes
        }
        if let bytes { tell(bytes, isWhole) }
    }
}
