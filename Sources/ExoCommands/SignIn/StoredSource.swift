internal import EntraTokens

/// Where the tokens of a stored connection come from: the way that it signs in by, or the token that was passed in.
enum StoredSource {
    /// The source; no person is asked to sign in.
    ///
    /// - Parameters:
    ///   - connection: The connection.
    ///   - target: What its tokens are for, options included.
    ///   - store: Where its secrets are.
    ///   - refusesExpired: Whether a token that was passed in and has expired is an error.
    ///   - context: What the command may touch.
    /// - Returns: The source.
    /// - Throws: ``CommandError`` when there is none.
    static func open(
        _ connection: StoredConnection,
        _ target: ConnectionTarget,
        in store: ConnectionStore,
        refusesExpired: Bool,
        _ context: CommandContext
    ) throws -> any TokenSource {
        let name = connection.name.text
        guard let signIn = connection.signIn else {
            return PassedTokenSource(
                try passed(connection, in: store, refusesExpired: refusesExpired, context),
                now: context.now
            )
        }
        guard !connection.isDisconnected else {
            throw CommandError(
                .notConnected,
                "connection '\(name)' was disconnected",
                repair: connection.connectCommand
            )
        }
        return try GivenSignIn(of: connection, signIn, in: store, context.environment)
            .source(for: target, store: store.tokens(of: connection), allowsInteraction: false, context)
    }

    private static func passed(
        _ connection: StoredConnection,
        in store: ConnectionStore,
        refusesExpired: Bool,
        _ context: CommandContext
    ) throws -> AccessToken {
        let name = connection.name.text
        guard let bytes = try store.token(connection.name) else {
            throw CommandError(
                .notConnected,
                connection.store == .none
                    ? "connection '\(name)' keeps no token, and none came with the command"
                    : "connection '\(name)' was disconnected: its token is gone",
                repair: connection.store == .none
                    ? "set EXO_ACCESS_TOKEN or add --access-token-stdin" : connection.connectCommand
            )
        }
        let token: AccessToken
        do { token = try AccessToken(bytes: bytes) } catch let error as TokenError {
            throw CommandError(
                .notConnected,
                "the stored token of connection '\(name)' is damaged",
                details: [error.message],
                repair: connection.connectCommand
            )
        }
        if refusesExpired, let expiry = token.expiresOn, expiry <= context.now() {
            throw CommandError(
                .notConnected,
                "the token of connection '\(name)' expired at \(UTCTime.text(expiry)); nothing was sent",
                repair: connection.connectCommand
            )
        }
        return token
    }
}
