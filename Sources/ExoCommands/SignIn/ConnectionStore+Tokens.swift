internal import EntraTokens

extension ConnectionStore {
    /// Where the tokens lie that a connection got by itself.
    func tokens(of connection: StoredConnection) -> any TokenStore {
        let path = tokensPath(connection.name)
        return switch connection.store {
        case .file: FileTokenStore(path: path, clock: clock)
        case .keyring: KeyringTokenStore(path: path, label: "exo: \(connection.name.text)", clock: clock)
        case .none: MemoryTokenStore()
        }
    }

    /// Makes sure that there is a keyring and that it is open, before anybody signs in for a connection that is to use it.
    ///
    /// - Throws: `TokenError` with code `storeFailed`.
    func requireKeyring() async throws {
        _ = try await KeyringTokenStore(path: tokensPath(try ConnectionName("keyring")), clock: clock).read()
    }

    /// Keeps tokens that a connection got, in place of those that it had.
    func keep(_ cache: TokenCache, of connection: StoredConnection) async throws {
        guard connection.store != .none else { return }
        try await tokens(of: connection).update { $0 = cache }
    }

    /// Removes the secrets of a connection, those in the keyring too, and keeps its description; whether it had a token or could get
    /// one.
    func forget(_ name: ConnectionName) async throws -> Bool {
        let before: StoredConnection?
        // What a damaged description means cannot be told; its files go all the same.
        do { before = try connection(name) } catch is CommandError { before = nil }
        let hadToken = try removeSecrets(name)
        if let before, before.store == .keyring { try await keep(TokenCache(), of: before) }
        return hadToken
    }
}
