import Synchronization

/// The newest sign-ins, in memory: a busy token endpoint writes here without waiting for a disk.
final class SignInLog: Sendable {
    private struct Ring {
        var entries: [SignInEntry] = []
        /// Where the next entry goes once the ring is full.
        var next = 0
    }

    /// How many entries are kept.
    static let capacity = 10_000

    private let ring = Mutex(Ring())

    /// Adds an entry in place of the oldest, once there are too many.
    func add(_ entry: SignInEntry) {
        ring.withLock { ring in
            guard ring.entries.count >= Self.capacity else {
                ring.entries.append(entry)
                return
            }
            ring.entries[ring.next] = entry
            ring.next = (ring.next + 1) % Self.capacity
        }
    }

    /// The newest entries, newest first.
    ///
    /// - Parameters:
    ///   - tenantID: Only those of this tenant; `nil` for all, with those that came to no tenant.
    ///   - filter: What they have to match.
    ///   - limit: How many at most.
    /// - Returns: The entries.
    func entries(
        of tenantID: String? = nil,
        matching filter: SignInFilter = SignInFilter(),
        limit: Int = 100
    ) -> [SignInEntry] {
        // The entries are looked at outside the lock, which requests wait for.
        let (entries, oldest) = ring.withLock { ($0.entries, $0.next) }
        var found: [SignInEntry] = []
        for entry in entries[..<oldest].reversed() + entries[oldest...].reversed() {
            guard found.count < limit else { break }
            guard tenantID == nil || entry.tenantID == tenantID, filter.matches(entry) else { continue }
            found.append(entry)
        }
        return found
    }

    /// Forgets all.
    func removeAll() { ring.withLock { $0 = Ring() } }
}
