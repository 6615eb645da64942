internal import EntraTokens
internal import ExchangeOnline
internal import ExoTransport
internal import ExoJSON

/// The module's own commands for connections, by their PowerShell names and parameters, for people who paste.
enum PowerShellSession {
    typealias Command = @Sendable ([String], Invocation, CommandContext) async throws -> ExitCode

    /// The command of that name, in any letter case.
    static func command(named name: String) -> Command? {
        switch name.lowercased() {
        case "connect-exchangeonline": { try await connect($0, .exchange, $1, $2) }
        case "connect-ippssession": { try await connect($0, .compliance, $1, $2) }
        case "disconnect-exchangeonline": { try disconnect($0, $1, $2) }
        case "get-connectioninformation": { try await information($0, $1, $2) }
        default: nil
        }
    }

    // MARK: Connect

    private static let connectParameters = [
        "AccessToken", "UserPrincipalName", "Organization", "DelegatedOrganization", "ExchangeEnvironmentName",
        "ConnectionUri", "AzureADAuthorizationEndpointUri", "PageSize", "ShowBanner", "ShowProgress",
        "SkipLoadingFormatData", "SkipLoadingCmdletHelp", "LoadCmdletHelp", "DisableWAM", "BypassMailboxAnchoring",
        "UseMultithreading", "TrackPerformance", "CommandName", "FormatTypeName", "Prefix", "AppId", "Certificate",
        "CertificateFilePath", "CertificatePassword", "CertificateThumbprint", "ManagedIdentity",
        "ManagedIdentityAccountId", "Credential", "Device", "InlineCredential", "UseRPSSession", "PSSessionOption",
        "SigningCertificate", "EnableErrorReporting", "LogDirectoryPath", "LogLevel", "EnableSearchOnlySession",
    ]
    /// Parameters that say how the module loads itself; here there is nothing to load.
    private static let withoutEffect: Set = [
        "ShowBanner", "ShowProgress", "SkipLoadingFormatData", "SkipLoadingCmdletHelp", "LoadCmdletHelp", "DisableWAM",
        "BypassMailboxAnchoring", "UseMultithreading", "TrackPerformance", "CommandName", "FormatTypeName", "AppId",
    ]
    private static let switches: Set = [
        "SkipLoadingFormatData", "SkipLoadingCmdletHelp", "LoadCmdletHelp", "DisableWAM", "BypassMailboxAnchoring",
        "ShowBanner", "Device", "InlineCredential", "ManagedIdentity", "UseRPSSession", "EnableErrorReporting",
        "EnableSearchOnlySession",
    ]

    private static func connect(
        _ words: [String],
        _ service: AdminService,
        _ invocation: Invocation,
        _ context: CommandContext
    ) async throws -> ExitCode {
        let name = service == .exchange ? "Connect-ExchangeOnline" : "Connect-IPPSSession"
        // Before anything is read, so that no message can hold it.
        for word in words where word.lowercased().hasPrefix("-ac") {
            throw UsageError("-AccessToken is refused: \(OptionSpec.refusalOfArguments)", path: invocation.path)
        }
        var given = try SessionParameters(name, words, parameters: connectParameters, switches: switches)
        for parameter in withoutEffect { _ = given.take(parameter) }
        let identities = ConnectionTarget.identities(
            user: given.take("UserPrincipalName")?.text ?? invocation.value("user-principal-name"),
            organization: given.take("Organization")?.text ?? invocation.value("organization"),
            delegated: given.take("DelegatedOrganization")?.text ?? invocation.value("delegated-organization")
        )
        let cloud = try cloud(&given)
        let pageSize = given.take("PageSize")?.text
        if let left = given.names.first {
            throw CommandError(
                .usage,
                "-\(left) of \(name) is not built; exo takes a ready access token",
                repair: "exo \(name) -Organization <domain> --access-token-stdin"
            )
        }
        guard let identity = identities.first else {
            throw CommandError(
                .usage,
                "whose token is it? Give one of -UserPrincipalName, -Organization and -DelegatedOrganization"
            )
        }
        guard identities.count == 1 else {
            throw CommandError(
                .usage,
                "name one only of -UserPrincipalName, -Organization and -DelegatedOrganization",
                details: ["a token is for one user, or for one organization"]
            )
        }
        var target = try ConnectionTarget.make(
            identity,
            invocation,
            context,
            cloud: cloud,
            service: service.rawValue
        )
        if let pageSize {
            guard let size = Int(pageSize), size >= 0 else { throw CommandError(.usage, "-PageSize is a whole number") }
            // The module takes any number and asks for 1 to 1000 rows.
            target.pageSize = (1...1000).contains(size) ? size : 1000
        }
        return try await ConnectCommand.connect(
            target,
            name: invocation.value("connection"),
            store: .file,
            invocation,
            context
        )
    }

    /// The cloud that an environment's name or an address means.
    private static func cloud(_ given: inout SessionParameters) throws -> String? {
        let authority = given.take("AzureADAuthorizationEndpointUri")?.text
        let environment = given.take("ExchangeEnvironmentName")?.text
        guard let address = given.take("ConnectionUri")?.text else {
            guard authority == nil else {
                throw CommandError(.usage, "-AzureADAuthorizationEndpointUri needs -ConnectionUri beside it")
            }
            return environment
        }
        let url: HTTPURL?
        do { url = try HTTPURL(address) } catch is TransportError { url = nil }
        guard let url, url.scheme == "https" else {
            throw CommandError(.usage, "-ConnectionUri '\(address)' is not an https address")
        }
        let name = url.host
        if name == "localhost" { return "emulator" }
        let clouds: [Cloud] = [.commercial, .gccHigh, .dod, .china]
        let found = clouds.first { $0.exchange.isOwnHost(name) || $0.compliance.isOwnHost(name) }
        guard let found else {
            throw CommandError(
                .usage,
                "-ConnectionUri names '\(name)', which is no host of a cloud that is known",
                details: ["clouds: \(Cloud.names.joined(separator: ", "))"],
                repair: "use --cloud <cloud> instead"
            )
        }
        return found.name
    }

    // MARK: Disconnect

    private static func disconnect(
        _ words: [String],
        _ invocation: Invocation,
        _ context: CommandContext
    ) throws -> ExitCode {
        var given = try SessionParameters(
            "Disconnect-ExchangeOnline",
            words,
            parameters: ["ConnectionId", "ModulePrefix", "Confirm", "WhatIf"],
            switches: ["Confirm", "WhatIf"]
        )
        if given.take("ModulePrefix") != nil {
            throw CommandError(
                .usage,
                "-ModulePrefix is not built; connections have names",
                repair: "exo disconnect <name>"
            )
        }
        let store = try ConnectionStore(context)
        let identifiers = given.take("ConnectionId")?.texts
        let names = try store.names().filter { name in
            guard let identifiers else { return true }
            guard let id = try store.connection(name).connectionID else { return false }
            return identifiers.contains { $0.lowercased() == id.lowercased() }
        }
        let question = "This forgets the tokens of: \(names.map(\.text).joined(separator: ", "))"
        if given.take("WhatIf")?.isTrue == true {
            context.errors.write("What if: \(question)")
            return .done
        }
        let confirm = given.take("Confirm").map(\.isTrue)
        guard names.isEmpty || invocation.has("yes") || confirm == false else {
            try ConfirmationPrompt.requireTerminal(for: "Disconnect-ExchangeOnline", context)
            guard try ConfirmationPrompt.ask(question, context) else {
                throw CommandError(.interrupted, "nothing was done")
            }
            return try forget(names, store, context)
        }
        return try forget(names, store, context)
    }

    private static func forget(
        _ names: [ConnectionName],
        _ store: ConnectionStore,
        _ context: CommandContext
    ) throws -> ExitCode {
        for name in names { _ = try store.removeToken(name) }
        context.errors.note("Disconnected successfully !")
        return .done
    }

    // MARK: Information

    private static func information(
        _ words: [String],
        _ invocation: Invocation,
        _ context: CommandContext
    ) async throws -> ExitCode {
        let settings = try OutputSettings(invocation, context)
        var given = try SessionParameters(
            "Get-ConnectionInformation",
            words,
            parameters: ["ConnectionId", "ModulePrefix"],
            switches: []
        )
        if given.take("ModulePrefix") != nil {
            throw CommandError(
                .usage,
                "-ModulePrefix is not built; connections have names",
                repair: "exo connection list"
            )
        }
        let identifiers = given.take("ConnectionId")?.texts
        let store = try ConnectionStore(context)
        let client = ServiceConnection.client(context)
        var listSettings = settings
        if listSettings.form == .table, listSettings.columns.isEmpty { listSettings.form = .list }
        var printer = listSettings.printer(to: context.output)
        for (place, name) in try store.names().enumerated() {
            let stored = try store.connection(name)
            if let identifiers, !identifiers.contains(where: { $0.lowercased() == stored.connectionID?.lowercased() }) {
                continue
            }
            guard let bytes = try store.token(name) else { continue }
            let target = try ConnectionTarget(stored, invocation, context)
            let status = try ConnectionList.tokenStatus(stored, store, context)
            var state = "Broken"
            if status == .active {
                do {
                    let token = try AccessToken(bytes: bytes)
                    let connection = try await client.connect(
                        target.request(token, context, verifiesAccess: false)
                    )
                    if try await connection.check().reason == nil { state = "Connected" }
                } catch let error as ExchangeError {
                    context.errors.warning("\(name.text): \(error.message)")
                }
            }
            let facts = try ConnectionShow.members(
                stored,
                id: place + 1,
                state: state,
                tokenStatus: status.rawValue,
                context
            )
            try printer.print([facts])
        }
        try printer.finish()
        return .done
    }
}
