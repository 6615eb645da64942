internal import EntraTokens

/// What a command line brings to get tokens with.
enum SourceInput: Sendable {
    /// A token.
    case passed(AccessToken)
    /// A way to get one.
    case signIn(GivenSignIn)

    /// What options, else `EXO_ACCESS_TOKEN`, bring; `nil` where nothing does.
    ///
    /// - Throws: ``UsageError`` for several of them, ``CommandError`` or `TokenError` for what cannot be used.
    static func read(_ invocation: Invocation, _ context: CommandContext) throws -> SourceInput? {
        if TokenInput.isGiven(invocation), SignIn.isGiven(invocation) {
            throw invocation.usageError("a token and a way to get one were given; give one")
        }
        if let signIn = try GivenSignIn.read(invocation, context) { return .signIn(signIn) }
        return try TokenInput.read(invocation, context).map { .passed($0) }
    }

    /// Whether options or `EXO_ACCESS_TOKEN` bring anything; nothing is read.
    static func isGiven(_ invocation: Invocation, _ context: CommandContext) -> Bool {
        TokenInput.isGiven(invocation) || SignIn.isGiven(invocation) || context.variable("EXO_ACCESS_TOKEN") != nil
    }

    /// Whether it holds a token or secret that is nowhere else.
    var bringsSecret: Bool {
        switch self {
        case .passed: true
        case .signIn(let given): given.signIn.secret == .kept
        }
    }

    /// Whether a person takes part when it begins.
    var needsPerson: Bool {
        if case .signIn(let given) = self { given.signIn.way.needsPerson } else { false }
    }

    /// The source of tokens that it makes.
    func source(
        for target: ConnectionTarget,
        store: any TokenStore,
        allowsInteraction: Bool,
        _ context: CommandContext
    ) throws -> any TokenSource {
        switch self {
        case .passed(let token): PassedTokenSource(token, now: context.now)
        case .signIn(let given):
            try given.source(for: target, store: store, allowsInteraction: allowsInteraction, context)
        }
    }
}
