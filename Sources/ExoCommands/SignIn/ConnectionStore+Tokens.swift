internal import EntraTokens

extension ConnectionStore {
    /// Where the tokens lie that a connection got by itself.
    func tokens(of connection: StoredConnection) -> any TokenStore {
        guard connection.store == .file else { return MemoryTokenStore() }
        return FileTokenStore(path: tokensPath(connection.name), clock: clock)
    }

    /// Keeps tokens that a connection got, in place of those that it had.
    func keep(_ cache: TokenCache, of connection: StoredConnection) async throws {
        guard connection.store != .none else { return }
        try await tokens(of: connection).update { $0 = cache }
    }
}
