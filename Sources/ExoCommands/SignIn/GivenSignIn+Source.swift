internal import EntraTokens
internal import ExchangeOnline

extension GivenSignIn {
    /// The source of tokens that it makes.
    ///
    /// - Parameters:
    ///   - target: What the tokens are for.
    ///   - store: Where they are kept.
    ///   - allowsInteraction: Whether a person may be asked to sign in.
    ///   - context: What the command may touch.
    /// - Returns: The source.
    /// - Throws: ``CommandError`` or `TokenError`.
    func source(
        for target: ConnectionTarget,
        store: any TokenStore,
        allowsInteraction: Bool,
        _ context: CommandContext
    ) throws -> any TokenSource {
        let source = try plainSource(for: target, store: store, allowsInteraction: allowsInteraction, context)
        guard AdvisingSource.ways.contains(signIn.way) else { return source }
        return AdvisingSource(source: source, signIn: signIn, identity: target.identity)
    }

    private func plainSource(
        for target: ConnectionTarget,
        store: any TokenStore,
        allowsInteraction: Bool,
        _ context: CommandContext
    ) throws -> any TokenSource {
        switch signIn.way {
        case .tokenCommand:
            return CommandTokenSource(
                signIn.command,
                environment: context.environment,
                showsErrors: context.terminal.errorIsTerminal,
                clock: context.clock,
                now: context.now
            )
        case .azureCLI, .azureDeveloperCLI:
            return AzureToolSource(
                signIn.way == .azureCLI ? .azureCLI : .azureDeveloperCLI,
                environment: context.environment,
                clock: context.clock,
                now: context.now
            )
        case .tokenFile:
            let path = signIn.file ?? ""
            _ = try PrivateFile.read(path, what: "the token file", privacy: .notWorldReadable)
            return FileTokenSource(path, now: context.now) { facts in
                try PrivateFile.check(facts, path, what: "the token file", privacy: .notWorldReadable)
            }
        default:
            let client = AuthorityClient(
                transport: context.makeTransport(),
                proxy: target.proxy?.text,
                clock: context.clock,
                now: context.now,
                observer: context.observer.ofSignIn
            )
            let source = CachedTokenSource(
                try flow(for: target, client, allowsInteraction: allowsInteraction, context),
                client: client,
                store: store,
                allowsInteraction: allowsInteraction
            )
            guard signIn.isV1 || signIn.issuer != nil else { return source }
            return ReaddressedSource(source: source, isV1: signIn.isV1, issuer: signIn.issuer)
        }
    }
}

/// A source that is asked at another kind of authority than Entra ID's v2.0 endpoints.
private struct ReaddressedSource: TokenSource {
    var source: any TokenSource
    var isV1: Bool
    var issuer: String?

    var renewal: TokenRenewal { source.renewal }

    func token(for request: TokenRequest) async throws -> AccessToken {
        var request = request
        if let issuer {
            let trusted = request.authority.trustedAuthorities
            request.authority = Authority(openID: issuer, trustedAuthorities: trusted)
        } else if isV1 {
            request.authority.form = .entraV1
        }
        return try await source.token(for: request)
    }
}
