internal import Synchronization

/// Tokens that are kept as long as the process lives.
public final class MemoryTokenStore: TokenStore {
    private let cache = Mutex(TokenCache())

    /// Makes an empty store.
    public init() {}

    /// What is kept.
    public func read() async throws -> TokenCache { cache.withLock { $0 } }

    /// Changes what is kept.
    public func update(_ change: @Sendable (inout TokenCache) throws -> Void) async throws {
        try cache.withLock { try change(&$0) }
    }

    /// Does the work at once: a source does one at a time for a key by itself.
    public func exclusively<Value: Sendable>(
        _ key: TokenCacheKey,
        _ work: @Sendable () async throws -> Value
    ) async throws -> Value {
        try await work()
    }
}
