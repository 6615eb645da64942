import HTTPServer

/// Things that are made on a thread of their own, one ahead of who takes them.
struct MadeAhead<Item: Sendable>: Sendable {
    private struct State: Sendable {
        var ready: Item?
        var isOver = false
        var isWanted = true
    }

    private let state: Monitor<State>
    private let thread: NativeThread

    /// Starts to make them.
    ///
    /// - Parameter make: Makes them all; it hands over each, and ends where it is told that no more are wanted.
    /// - Throws: `ServerError` when there is no thread to be had.
    init(_ make: @escaping @Sendable (_ give: (Item) -> Bool) -> Void) throws {
        let state = Monitor(State())
        self.state = state
        thread = try NativeThread {
            make { item in
                let isTaken: Bool = state.wait { state in
                    guard state.isWanted else { return false }
                    guard state.ready == nil else { return nil }
                    state.ready = item
                    return true
                }
                state.broadcast()
                return isTaken
            }
            state.withLock { $0.isOver = true }
            state.broadcast()
        }
    }

    /// The next one; nil at the end.
    func next() -> Item? {
        let item: Item?? = state.wait { state in
            if let item = state.ready {
                state.ready = nil
                return .some(item)
            }
            return state.isOver ? .some(nil) : nil
        }
        state.broadcast()
        return item ?? nil
    }

    /// Lets nothing more be made; to be called exactly once.
    func end() {
        state.withLock { $0.isWanted = false }
        state.broadcast()
        thread.join()
    }
}
