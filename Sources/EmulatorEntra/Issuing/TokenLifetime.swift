import EmulatorCore

/// How long a token lives.
struct TokenLifetime: Sendable {
    /// Seconds from now to its end.
    let seconds: Int
    /// Seconds from now to the moment at which a client should ask again, where there is one.
    let refreshIn: Int?

    /// Chooses a lifetime: the switch's, else the service's spread.
    ///
    /// - Parameters:
    ///   - settings: The switches.
    ///   - isLongLived: Whether the client announced that it can be told of a revocation.
    init(_ settings: EmulatorSettings.Values, isLongLived: Bool) {
        seconds = settings.tokenLifetime ?? Int.random(in: isLongLived ? 72_000...100_800 : 3600...5399)
        refreshIn = seconds >= 7200 ? seconds / 2 : nil
    }

    /// What a reply tells the client: one second less, so that it never uses a dead token.
    var expiresIn: Int { max(seconds - 1, 0) }
}
