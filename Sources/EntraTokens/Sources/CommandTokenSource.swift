#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Tokens that a program prints, kept until they are near their end.
///
/// The program is run without a shell, reads nothing, and is ended with all that it began when its time is over or the caller
/// is cancelled. It prints the token alone or the JSON that ``AccessToken/init(printedBy:)`` knows: that of Azure CLI, of the Azure
/// Developer CLI, of `Get-AzAccessToken`, of a credential plugin of kubectl.
public final class CommandTokenSource: TokenSource {
    private let program: TokenProgram
    private let held: HeldTokens

    /// Makes a source; nothing is run yet.
    ///
    /// - Parameters:
    ///   - command: The program's name or path, and its arguments.
    ///   - environment: Its variables; `PATH` says where it is looked for.
    ///   - showsErrors: Whether what it writes to standard error goes where ours goes; else it is dropped, since it may hold a
    ///     secret.
    ///   - time: How long it may run.
    ///   - clock: What that is measured with.
    ///   - now: The time.
    public init(
        _ command: [String],
        environment: [String: String] = ProcessInfo.processInfo.environment,
        showsErrors: Bool = false,
        time: Duration = .seconds(60),
        clock: any Clock<Duration> = ContinuousClock(),
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        program = TokenProgram(
            command: command,
            environment: environment,
            errors: showsErrors ? .shown : .dropped,
            time: time,
            clock: clock
        )
        held = HeldTokens(now: now)
    }

    /// By itself.
    public var renewal: TokenRenewal { .silent }

    /// The token that is held, or a new one.
    ///
    /// - Throws: ``TokenError`` with code `sourceUnavailable` when there is no such program, `unavailable` when it fails or does
    ///   not end, `unexpectedResponse` when it prints nothing or too much; as ``AccessToken/init(printedBy:)`` throws it; with
    ///   code `expired` or `cannotRenew`. `CancellationError`.
    public func token(for request: TokenRequest) async throws -> AccessToken {
        try await held.token(for: request, from: program.name) { try await program.token() }
    }
}
