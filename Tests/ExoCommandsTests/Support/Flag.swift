import Synchronization

/// Something that happens once.
final class Flag: Sendable {
    private let isTaken = Mutex(false)

    /// Whether this is the first time.
    func take() -> Bool {
        isTaken.withLock { isTaken in
            defer { isTaken = true }
            return !isTaken
        }
    }
}
