import Synchronization

/// A database as it was at a moment: whoever reads through it does not see what was written since.
///
/// It borrows one of the database's readers until it ends.
package final class DelayedView: Sendable {
    private let slot: ConnectionSlot
    private let isOpen = Mutex(false)

    init(_ slot: ConnectionSlot) { self.slot = slot }

    /// Moves the view to the present.
    ///
    /// - Throws: `DatabaseError`.
    package func refresh() throws {
        try slot.use { connection in
            let wasOpen = isOpen.withLock { $0 }
            if wasOpen { try connection.execute("COMMIT") }
            isOpen.withLock { $0 = false }
            try connection.execute("BEGIN DEFERRED")
            // The first read decides what the transaction sees.
            _ = try connection.first("SELECT count(*) FROM sqlite_schema") { try $0.integer() }
            isOpen.withLock { $0 = true }
        }
    }

    /// Runs `body` with all its reads from the view; what it writes goes where all writes go.
    package func read<Result: Sendable>(_ body: () throws -> Result) rethrows -> Result {
        try slot.use { _ in try body() }
    }

    /// Gives the reader back.
    func end() {
        slot.use { connection in
            let wasOpen = isOpen.withLock { isOpen in
                defer { isOpen = false }
                return isOpen
            }
            // It only read: there is nothing that a failure could lose.
            if wasOpen { _ = try? connection.execute("ROLLBACK") }
        }
    }
}
