internal import EntraTokens

/// Where a command line gets its access token from; never from an argument.
enum TokenInput {
    /// The token of the one option given, else of `EXO_ACCESS_TOKEN`, else `nil`.
    ///
    /// - Throws: ``UsageError`` when two options are given, ``CommandError`` or `TokenError` when there is no good token.
    static func read(_ invocation: Invocation, _ context: CommandContext) throws -> AccessToken? {
        let fromInput = invocation.has("access-token-stdin")
        let file = invocation.value("access-token-file")
        let descriptor = invocation.value("access-token-fd")
        guard [fromInput, file != nil, descriptor != nil].count(where: \.self) <= 1 else {
            throw invocation.usageError("the token can come one way only: by standard input, file or descriptor")
        }
        if fromInput {
            if context.terminal.inputIsTerminal {
                context.errors.note("paste the access token and press Return, then Ctrl-D")
            }
            return try token(try context.input.readAll(descriptor: 0, limit: limit), from: "standard input")
        }
        if let file {
            let read = try PrivateFile.read(file, what: "the token file", privacy: .notWorldReadable)
            guard let read else {
                throw CommandError(
                    .notConnected,
                    "there is no token file \(file)",
                    repair: "write the token to a file that only you can read: (umask 077; get-my-token > FILE)"
                )
            }
            return try token(read, from: file)
        }
        if let descriptor {
            guard let number = Int32(descriptor), number >= 0 else {
                throw invocation.usageError(
                    "--access-token-fd takes the number of an open descriptor: --access-token-fd 3"
                )
            }
            let read = try context.input.readAll(descriptor: number, limit: limit)
            return try token(read, from: "file descriptor \(number)")
        }
        return try context.variable("EXO_ACCESS_TOKEN").map { try token(Array($0.utf8), from: "EXO_ACCESS_TOKEN") }
    }

    /// Whether a token option was given.
    static func isGiven(_ invocation: Invocation) -> Bool {
        invocation.has("access-token-stdin") || invocation.has("access-token-file") || invocation.has("access-token-fd")
    }

    private static let limit = 1 << 21

    /// Reads a token as tools print it: bare, or in a JSON object.
    private static func token(_ bytes: [UInt8], from place: String) throws -> AccessToken {
        do {
            return try AccessToken(printedBy: bytes)
        } catch let error as TokenError {
            throw CommandError(
                .notConnected,
                "what came from \(place) is no usable access token",
                details: [error.message],
                repair: error.repair.map(RepairText.text)
            )
        }
    }
}
