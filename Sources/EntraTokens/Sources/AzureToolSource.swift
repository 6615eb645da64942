#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// The tokens of whoever is signed in to Azure CLI or the Azure Developer CLI, for the tenant and permissions of each request.
public final class AzureToolSource: TokenSource {
    private let tool: AzureTool
    private let program: TokenProgram
    private let held: HeldTokens

    /// Makes a source; nothing is run yet.
    ///
    /// - Parameters:
    ///   - tool: Whose tokens.
    ///   - environment: Variables of the program; `PATH` says where it is looked for.
    ///   - time: How long it may run.
    ///   - clock: What that is measured with.
    ///   - now: The time.
    public init(
        _ tool: AzureTool,
        environment: [String: String] = ProcessInfo.processInfo.environment,
        time: Duration = .seconds(60),
        clock: any Clock<Duration> = ContinuousClock(),
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.tool = tool
        program = TokenProgram(
            command: [tool.program],
            environment: environment,
            errors: .taken,
            time: time,
            clock: clock
        )
        held = HeldTokens(now: now)
    }

    /// By itself.
    public var renewal: TokenRenewal { .silent }

    /// The token that is held, or a new one.
    ///
    /// - Throws: ``TokenError`` as ``CommandTokenSource``; with code `sourceUnavailable` also when nobody is signed in.
    public func token(for request: TokenRequest) async throws -> AccessToken {
        try await held.token(for: request, from: tool.title) {
            var program = program
            program.command += try tool.arguments(for: request)
            return try await program.token { errors in
                guard let command = try tool.signIn(askedForBy: errors, request) else { return nil }
                return TokenError(
                    code: .sourceUnavailable,
                    message: "nobody is signed in to \(tool.title) who can get this token",
                    repair: .advice(command)
                )
            }
        }
    }
}
