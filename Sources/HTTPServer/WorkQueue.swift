/// A queue between threads: those who put things in never wait, those who take wait for something.
package final class WorkQueue<Item: Sendable>: Sendable {
    private struct State: Sendable {
        var items = Ring<Item>()
        var isOpen = true
        var dropped = 0
    }

    private let state: Monitor<State>
    private let limit: Int

    /// - Parameter limit: How many items may wait; further ones are dropped and counted.
    package init(limit: Int = .max) {
        self.limit = limit
        state = Monitor(State())
    }

    /// Adds an item.
    ///
    /// - Returns: False when the queue is closed or full and did not take it.
    @discardableResult
    package func put(_ item: Item) -> Bool {
        let isTaken = state.withLock { state in
            guard state.isOpen else { return false }
            guard state.items.count < limit else {
                state.dropped += 1
                return false
            }
            state.items.append(item)
            return true
        }
        if isTaken { state.signal() }
        return isTaken
    }

    /// Waits for the next item; nil once the queue is closed.
    package func take() -> Item? {
        state.wait { state in
            guard state.isOpen else { return .some(nil) }
            return state.items.popFirst().map(Optional.some)
        }
    }

    /// Waits for items and takes all that are there; nil once the queue is closed and empty.
    ///
    /// - Returns: The items, and how many were dropped since the last time.
    package func takeAll() -> (items: [Item], dropped: Int)? {
        state.wait { state in
            guard state.items.isEmpty, state.dropped == 0 else {
                defer { state.dropped = 0 }
                return .some((state.items.removeAll(), state.dropped))
            }
            return state.isOpen ? nil : .some(nil)
        }
    }

    /// Whether it takes more.
    package var isOpen: Bool { state.withLock { $0.isOpen } }

    /// Takes nothing more and lets those go who wait.
    package func close() {
        state.withLock { $0.isOpen = false }
        state.broadcast()
    }

    /// Takes out everything nobody has taken.
    package func removeAll() -> [Item] { state.withLock { $0.items.removeAll() } }
}
