import Synchronization

/// A transaction that several writes share, so that pages which all of them change are written once.
final class SharedTransaction: Sendable {
    /// How many rows the connection had changed before it began.
    let begin: Int64
    private let outcome = Mutex<Result<UInt64?, any Error>?>(nil)

    init(begin: Int64) { self.begin = begin }

    /// Notes what became of it.
    ///
    /// - Parameter outcome: The number of the commit, nil where nothing was changed.
    func end(_ outcome: Result<UInt64?, any Error>) { self.outcome.withLock { $0 = outcome } }

    /// The number of the commit, nil where nothing was changed.
    ///
    /// - Throws: What kept it from being committed; then nothing of it happened.
    func commit() throws -> UInt64? {
        guard let outcome = outcome.withLock({ $0 }) else {
            throw DatabaseError(.failed, message: "the transaction is gone")
        }
        return try outcome.get()
    }
}
