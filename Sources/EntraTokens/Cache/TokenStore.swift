/// Where tokens are kept beyond one source: memory, a file, a keyring.
///
/// Anything may happen to what is kept between two calls, since other processes use it too.
public protocol TokenStore: Sendable {
    /// What is kept.
    ///
    /// - Throws: ``TokenError`` with code `storeFailed`.
    func read() async throws -> TokenCache

    /// Changes what is kept, with nobody else changing it in between.
    ///
    /// - Throws: ``TokenError`` with code `storeFailed`; what was kept before is then still there.
    func update(_ change: @Sendable (inout TokenCache) throws -> Void) async throws

    /// Does something that only one at a time may do for a key, across tasks and processes: redeeming a refresh token that can be
    /// redeemed once. Never held while a person is waited for.
    ///
    /// - Throws: What the work throws; ``TokenError`` with code `storeFailed` when the turn does not come.
    func exclusively<Value: Sendable>(
        _ key: TokenCacheKey,
        _ work: @Sendable () async throws -> Value
    ) async throws -> Value
}
