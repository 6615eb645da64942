#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// The tokens of whoever is signed in to the Azure Developer CLI (`azd`), for the tenant and scopes of each request.
public final class AzureDeveloperCLISource: TokenSource {
    private let program: TokenProgram
    private let held: HeldTokens

    /// Makes a source; nothing is run yet.
    ///
    /// - Parameters:
    ///   - environment: Variables of the Azure Developer CLI; `PATH` says where it is looked for.
    ///   - time: How long it may run.
    ///   - clock: What that is measured with.
    ///   - now: The time.
    public init(
        environment: [String: String] = ProcessInfo.processInfo.environment,
        time: Duration = .seconds(60),
        clock: any Clock<Duration> = ContinuousClock(),
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        program = TokenProgram(command: ["azd"], environment: environment, errors: .taken, time: time, clock: clock)
        held = HeldTokens(now: now)
    }

    /// By itself.
    public var renewal: TokenRenewal { .silent }

    /// The token that is held, or a new one.
    ///
    /// - Throws: ``TokenError`` as ``CommandTokenSource``; with code `sourceUnavailable` also when nobody is signed in.
    public func token(for request: TokenRequest) async throws -> AccessToken {
        try await held.token(for: request, from: "the Azure Developer CLI") {
            var program = program
            program.command += ["auth", "token", "--output", "json"] + request.scopes.flatMap { ["--scope", $0] }
            program.command += try AzureCLISource.tenant(of: request).map { ["--tenant-id", $0] } ?? []
            return try await program.token { errors in
                guard errors.contains("azd auth login") else { return nil }
                return TokenError(
                    code: .sourceUnavailable,
                    message: "nobody is signed in to the Azure Developer CLI who can get this token",
                    repair: "azd auth login"
                )
            }
        }
    }
}
