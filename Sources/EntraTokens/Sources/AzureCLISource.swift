#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// The tokens of whoever is signed in to Azure CLI (`az`), for the tenant and resource of each request.
public final class AzureCLISource: TokenSource {
    private let program: TokenProgram
    private let held: HeldTokens

    /// Makes a source; nothing is run yet.
    ///
    /// - Parameters:
    ///   - environment: Variables of Azure CLI; `PATH` says where it is looked for.
    ///   - time: How long it may run.
    ///   - clock: What that is measured with.
    ///   - now: The time.
    public init(
        environment: [String: String] = ProcessInfo.processInfo.environment,
        time: Duration = .seconds(60),
        clock: any Clock<Duration> = ContinuousClock(),
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        program = TokenProgram(command: ["az"], environment: environment, errors: .taken, time: time, clock: clock)
        held = HeldTokens(now: now)
    }

    /// By itself.
    public var renewal: TokenRenewal { .silent }

    /// The token that is held, or a new one.
    ///
    /// - Throws: ``TokenError`` as ``CommandTokenSource``; with code `sourceUnavailable` also when nobody is signed in.
    public func token(for request: TokenRequest) async throws -> AccessToken {
        try await held.token(for: request, from: "Azure CLI") {
            var program = program
            program.command += ["account", "get-access-token", "--output", "json"]
            if let scope = request.scopes.first, scope.hasSuffix("/.default") {
                program.command += ["--resource", try request.resource()]
            } else {
                program.command += ["--scope"] + request.scopes
            }
            program.command += try Self.tenant(of: request).map { ["--tenant", $0] } ?? []
            return try await program.token { errors in
                guard errors.contains("az login") || errors.contains("az account set") else { return nil }
                return TokenError(
                    code: .sourceUnavailable,
                    message: "nobody is signed in to Azure CLI who can get this token",
                    repair: "az login\(request.authority.tenant.isEmpty ? "" : " --tenant \(request.authority.tenant)")"
                )
            }
        }
    }

    /// The tenant, where one is named; only what cannot be taken for an option.
    static func tenant(of request: TokenRequest) throws -> String? {
        let tenant = request.authority.tenant
        guard !tenant.isEmpty, tenant != "organizations", tenant != "common" else { return nil }
        return try TenantName.checked(tenant)
    }
}
