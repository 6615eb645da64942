internal import EntraTokens

/// A sign-in together with the secret by which it proves itself, for as long as a command runs.
struct GivenSignIn: Sendable {
    var signIn: SignIn
    /// The client's secret, the user's password, the certificate's password or the refresh token.
    private let secretBytes: HiddenBytes?

    /// The secret, to be kept in the store of the connection.
    var secret: [UInt8]? { secretBytes?.bytes }

    /// A sign-in with a secret that is at hand.
    init(_ signIn: SignIn, secret: [UInt8]?) {
        self.signIn = signIn
        secretBytes = secret.map(HiddenBytes.init)
    }

    /// The sign-in that options choose, with the secret that they lead to; `nil` where none is chosen.
    static func read(_ invocation: Invocation, _ context: CommandContext) throws -> GivenSignIn? {
        guard let signIn = try SignIn.read(invocation) else { return nil }
        return try GivenSignIn(signIn, invocation, context)
    }

    /// A sign-in with the secret that options or the terminal give.
    init(_ signIn: SignIn, _ invocation: Invocation, _ context: CommandContext) throws {
        var signIn = signIn
        let what = Self.secretName(of: signIn)
        switch signIn.secret {
        case .file(let path): self.init(signIn, secret: try SecretInput.read(file: path, what: what))
        case .variable(let name):
            self.init(signIn, secret: try SecretInput.read(variable: name, what: what, context.environment))
        case .kept:
            var descriptor: Int32? =
                ["client-secret-stdin", "password-stdin", "refresh-token-stdin"].contains { invocation.has($0) }
                ? 0 : nil
            if let text = invocation.value("client-secret-fd") {
                guard let number = Int32(text), number >= 0 else {
                    throw invocation.usageError("--client-secret-fd takes the number of an open descriptor")
                }
                descriptor = number
            }
            guard let descriptor = descriptor ?? (context.terminal.inputIsTerminal ? 0 : nil) else {
                throw invocation.usageError("\(what) is missing", details: ["ways to give it: exo help sign-in"])
            }
            self.init(signIn, secret: try SecretInput.read(descriptor: descriptor, what: what, context))
        case nil:
            var secret: [UInt8]?
            if signIn.way == .certificate, SignInPrompt.canAsk(context), let file = signIn.file,
                try CertificatePassword.isNeeded(file)
            {
                signIn.secret = .kept
                secret = try SecretInput.ask(for: what, context)
            }
            self.init(signIn, secret: secret)
        }
    }

    /// The sign-in of a stored connection, with the secret where that lies.
    ///
    /// - Throws: ``CommandError`` when it is not there any more.
    init(
        of connection: StoredConnection,
        _ signIn: SignIn,
        in store: ConnectionStore,
        _ environment: [String: String]
    ) throws {
        let what = Self.secretName(of: signIn)
        switch signIn.secret {
        case .file(let path): self.init(signIn, secret: try SecretInput.read(file: path, what: what))
        case .variable(let name):
            self.init(signIn, secret: try SecretInput.read(variable: name, what: what, environment))
        case .kept:
            guard let secret = try store.secret(connection.name) else {
                throw CommandError(
                    .notConnected,
                    "connection '\(connection.name.text)' does not keep \(what)",
                    repair: connection.connectCommand
                )
            }
            self.init(signIn, secret: secret)
        case nil: self.init(signIn, secret: nil)
        }
    }

    private static func secretName(of signIn: SignIn) -> String {
        switch signIn.way {
        case .password: "the password of \(signIn.username ?? "the user")"
        case .certificate: "the certificate's password"
        case .refreshToken: "the refresh token"
        default: "the client's secret"
        }
    }
}

/// Bytes that no description shows.
private struct HiddenBytes: Sendable, CustomStringConvertible, CustomReflectable {
    let bytes: [UInt8]

    var description: String { "[secret]" }
    var customMirror: Mirror { Mirror(self, children: []) }
}
