internal import EntraTokens
internal import ExchangeOnline
internal import ExoTransport

/// `Connect-ExchangeOnline` and `Connect-IPPSSession`.
enum ConnectExchangeOnline {
    /// Parameters that say how the module loads itself; here there is nothing to load.
    private static let withoutEffect: Set = [
        "ShowBanner", "ShowProgress", "SkipLoadingFormatData", "SkipLoadingCmdletHelp", "LoadCmdletHelp", "DisableWAM",
        "BypassMailboxAnchoring", "UseMultithreading", "TrackPerformance", "CommandName", "FormatTypeName",
    ]
    private static let used: Set = [
        "UserPrincipalName", "Organization", "DelegatedOrganization", "ConnectionUri", "ExchangeEnvironmentName",
        "AzureADAuthorizationEndpointUri", "PageSize",
    ]
    private static let identities = "-UserPrincipalName, -Organization and -DelegatedOrganization"

    static func run(
        _ service: AdminService,
        _ invocation: Invocation,
        _ context: CommandContext
    ) async throws -> ExitCode {
        let name = service == .exchange ? "Connect-ExchangeOnline" : "Connect-IPPSSession"
        // Before anything is read, so that no message can hold it.
        for word in invocation.cmdletWords where word.lowercased().hasPrefix("-ac") {
            throw invocation.usageError("-AccessToken is refused: \(OptionSpec.refusalOfArguments)")
        }
        let call = try SessionCall(name, invocation) { parameter in
            if used.contains(parameter) || signIns.contains(parameter) || withoutEffect.contains(parameter) {
                return nil
            }
            return refusal(of: parameter, in: name) ?? prefix(parameter)
                ?? CommandError(
                    .usage,
                    "-\(parameter) of \(name) is not built",
                    repair: "exo help sign-in   names the ways to sign in"
                )
        }
        let identity = try identity(call, invocation)
        guard try identity != nil || call.flag("Device") == true || ConnectCommand.mayTellWho(invocation, context)
        else {
            throw CommandError(.usage, "whose token is it? Give one of \(identities)")
        }
        var target = try ConnectionTarget(
            identity ?? ConnectCommand.anybody,
            cloud: cloud(call) ?? invocation.value("cloud"),
            service: service.rawValue,
            invocation,
            context
        )
        if case .delegatedOrganization = target.identity, let user = call.text("UserPrincipalName") {
            target.administrator = ConnectionIdentity.trimmed(user)
        }
        if let size = call.text("PageSize") {
            // The module takes any number and asks for 1 to 1000 rows.
            target.pageSize = Int(size).map { (1...1000).contains($0) ? $0 : 1000 } ?? 1000
        }
        let given = try signIn(call, invocation, context)
        let input = try given.map { .signIn($0) } ?? ConnectCommand.source(for: target.identity, invocation, context)
        return try await ConnectCommand.connect(target, input, store: .file, invocation, context)
    }

    /// The refusal of `-Prefix`, which tells connections apart by the names of cmdlets.
    private static func prefix(_ parameter: String) -> CommandError? {
        guard parameter == "Prefix" else { return nil }
        return CommandError(
            .usage,
            "-Prefix is not built: cmdlets keep their names, and connections have names of their own",
            repair: "use --name NAME here, and --connection NAME with each cmdlet"
        )
    }

    /// Whose token it is: a parameter, else the option of that name.
    private static func identity(_ call: SessionCall, _ invocation: Invocation) throws -> ConnectionIdentity? {
        let given = ConnectionIdentity.all(
            user: call.text("UserPrincipalName") ?? invocation.value("user-principal-name"),
            organization: call.text("Organization") ?? invocation.value("organization"),
            delegated: call.text("DelegatedOrganization") ?? invocation.value("delegated-organization")
        )
        guard given.count <= 1 else {
            throw CommandError(
                .usage,
                "name one only of \(identities)",
                details: [
                    "a token is for one user, or for one organization; a partner's user may stand beside -DelegatedOrganization"
                ]
            )
        }
        return given.first
    }

    /// The cloud that an environment's name or an address means.
    private static func cloud(_ call: SessionCall) throws -> String? {
        guard let address = call.text("ConnectionUri") else {
            guard call.text("AzureADAuthorizationEndpointUri") == nil else {
                throw CommandError(.usage, "-AzureADAuthorizationEndpointUri needs -ConnectionUri beside it")
            }
            return call.text("ExchangeEnvironmentName")
        }
        let url: HTTPURL?
        do { url = try HTTPURL(address) } catch let error as TransportError where error.code == .invalidRequest {
            url = nil
        }
        guard let url, url.scheme == "https" else {
            throw CommandError(.usage, "-ConnectionUri is not an https address")
        }
        let host = url.host
        if host == "localhost" { return "emulator" }
        let clouds: [Cloud] = [.commercial, .gccHigh, .dod, .china]
        guard let found = clouds.first(where: { $0.exchange.isOwnHost(host) || $0.compliance.isOwnHost(host) }) else {
            throw CommandError(
                .usage,
                "-ConnectionUri names '\(host)', which is no host of a cloud that is known",
                details: ["clouds: \(Cloud.names.joined(separator: ", "))"],
                repair: "use --cloud <cloud> instead"
            )
        }
        return found.name
    }
}
