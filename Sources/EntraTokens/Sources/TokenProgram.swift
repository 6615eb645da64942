#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// A program that prints tokens, and what to make of what it does.
struct TokenProgram: Sendable {
    /// Its name or path, and its arguments.
    var command: [String]
    /// Its variables; `PATH` says where it is looked for.
    var environment: [String: String]
    /// Where its standard error goes.
    var errors: ChildProgram.Errors
    /// How long it may run.
    var time: Duration
    /// What that is measured with.
    var clock: any Clock<Duration>

    /// What it is called in errors: its arguments may be secret.
    var name: String {
        SanitizedText.shown(command.first.map { String($0.split(separator: "/").last ?? "") } ?? "")
    }

    /// Runs it and reads the token that it prints.
    ///
    /// - Parameter explain: What a failure means, where what it wrote to standard error tells that.
    /// - Returns: The token.
    /// - Throws: ``TokenError`` or `CancellationError`.
    func token(explain: (String) throws -> TokenError? = { _ in nil }) async throws -> AccessToken {
        guard let word = command.first, !word.isEmpty else {
            throw TokenError(code: .invalidRequest, message: "the command that prints a token is empty")
        }
        guard let path = ExecutableSearch.path(of: word, in: environment) else {
            throw TokenError(
                code: .sourceUnavailable,
                message: "there is no program '\(SanitizedText.shown(word))' that can be run",
                repair: "check its name and the variable PATH"
            )
        }
        let program = ChildProgram(
            path: path,
            arguments: Array(command.dropFirst()),
            environment: environment,
            errors: errors
        )
        guard let outcome = try await program.run(for: time, by: clock) else {
            throw TokenError(
                code: .unavailable,
                message: "\(name) did not end within \(PlainTime.words(Double(time.components.seconds))) and was ended"
            )
        }
        guard !outcome.isTooLong else {
            throw TokenError(
                code: .unexpectedResponse,
                message: "\(name) printed more than \(program.limit >> 20) MiB, which is no token, and was ended"
            )
        }
        guard outcome.exitCode == 0 else {
            throw try explain(String(decoding: outcome.errors, as: UTF8.self)) ?? failure(outcome)
        }
        guard outcome.output.contains(where: { $0 > 0x20 }) else {
            throw TokenError(code: .unexpectedResponse, message: "\(name) ended well and printed nothing\(withheld)")
        }
        do { return try AccessToken(printedBy: outcome.output) } catch var error as TokenError {
            error.message = "what \(name) printed is no access token: \(error.message)"
            throw error
        }
    }

    private func failure(_ outcome: ChildProgram.Outcome) -> TokenError {
        let how = outcome.exitCode.map { "failed with exit code \($0)" } ?? "was ended by signal \(outcome.signal ?? 0)"
        return TokenError(
            code: .unavailable,
            message: "\(name) \(how)\(withheld)",
            repair: errors == .shown ? nil : "run the command by itself to see what it says"
        )
    }

    private var withheld: String {
        errors == .shown ? "" : "; what it wrote to standard error is not shown, since it may hold a secret"
    }
}
