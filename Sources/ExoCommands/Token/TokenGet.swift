internal import EntraTokens

/// `exo token get`: prints a token for another program, since it was asked for.
enum TokenGet {
    static func run(_ invocation: Invocation, _ context: CommandContext) async throws -> ExitCode {
        if invocation.has("output"), invocation.has("format") {
            throw invocation.usageError("--output and --format are the same; give one")
        }
        let word = invocation.value("output") ?? invocation.value("format") ?? "plain"
        guard let shape = TokenShape(rawValue: word) else {
            throw invocation.usageError(
                "--output is one of \(TokenShape.allCases.map(\.rawValue).joined(separator: ", ")), not '\(word)'"
            )
        }
        let scope = invocation.value("scope")
        if let scope, scope.isEmpty || scope.utf8.contains(where: { $0 <= 0x20 || $0 >= 0x7F }) {
            throw invocation.usageError("--scope is one permission, such as https://graph.microsoft.com/.default")
        }
        let connection = try ServiceConnection(invocation, context)
        if let program = invocation.value("for") {
            guard program == "module" else { throw invocation.usageError("--for is module, not '\(program)'") }
            try context.output.line(try ModuleLine.text(connection))
            return .done
        }
        if scope != nil, connection.source.renewal == .none {
            throw CommandError(
                .usage,
                "a token that was passed in is for one service; it gets none with another scope",
                repair: "connect with a way to sign in: exo help sign-in"
            )
        }
        let request = connection.target.tokenRequest(scope: scope)
        let token: AccessToken
        do { token = try await connection.source.token(for: request) } catch let error as TokenError {
            throw connection.advised(error)
        }
        try context.output.line(shape.text(token, now: context.now()))
        if context.terminal.outputIsTerminal {
            context.errors.warning("whoever sees the token can use it until it ends; do not leave it on the screen")
        }
        return .done
    }
}
