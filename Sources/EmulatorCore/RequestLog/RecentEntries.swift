import Synchronization

/// The newest entries of something that is written down, in memory: whoever writes waits for no disk.
package final class RecentEntries<Entry: Sendable>: Sendable {
    private struct Ring {
        var entries: [Entry] = []
        /// Where the next entry goes once the ring is full.
        var next = 0
        /// How many there ever were.
        var total = 0
    }

    private let capacity: Int
    private let ring = Mutex(Ring())

    /// - Parameter capacity: How many entries are kept, at least one.
    init(capacity: Int) { self.capacity = max(capacity, 1) }

    /// Adds an entry in place of the oldest, once there are too many.
    package func add(_ entry: Entry) {
        ring.withLock { ring in
            ring.total += 1
            guard ring.entries.count >= capacity else {
                ring.entries.append(entry)
                return
            }
            ring.entries[ring.next] = entry
            ring.next = (ring.next + 1) % capacity
        }
    }

    /// The newest entries that match, newest first.
    ///
    /// - Parameters:
    ///   - limit: How many at most.
    ///   - isWanted: Whether an entry matches.
    /// - Returns: The entries.
    package func newest(_ limit: Int, where isWanted: (Entry) -> Bool = { _ in true }) -> [Entry] {
        // The entries are looked at outside the lock, which writers wait for.
        let (entries, oldest) = ring.withLock { ($0.entries, $0.next) }
        var found: [Entry] = []
        for part in [entries[..<oldest], entries[oldest...]] {
            for entry in part.reversed() {
                guard found.count < limit else { return found }
                if isWanted(entry) { found.append(entry) }
            }
        }
        return found
    }

    /// How many were added since the last time that all were forgotten.
    package var total: Int { ring.withLock { $0.total } }

    /// Forgets all.
    package func removeAll() { ring.withLock { $0 = Ring() } }
}
