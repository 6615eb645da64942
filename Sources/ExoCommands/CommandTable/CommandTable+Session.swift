internal import EntraTokens

/// Commands under their PowerShell names, for people who paste: the module's own for connections, and two of the shell.
extension CommandTable {
    static let session: [CommandSpec.Entry] = [
        .init("Connect-ExchangeOnline") { connectExchangeOnline },
        .init("Connect-IPPSSession") { connectIPPSSession },
        .init("Disconnect-ExchangeOnline") { disconnectExchangeOnline },
        .init("Get-ConnectionInformation") { information },
        .init("Get-Help") { getHelp }, .init("Get-Command") { getCommand },
    ]

    private static let connectOptions =
        OptionSpec.token + OptionSpec.signIn + (OptionSpec.guards + [.lazy]).map(\.unlisted) + OptionSpec.identity
        + [.name, .cloud, .pageSize] + OptionSpec.network
        + OptionSpec.output
        + OptionSpec.common

    private static let connectExchangeOnline: CommandSpec = {
        var spec = session("Connect-ExchangeOnline", "Connect to Exchange Online, as 'exo connect' does.")
        spec.discussion = """
            Counted are -UserPrincipalName, -Organization, -DelegatedOrganization, -ConnectionUri, \
            -ExchangeEnvironmentName, -PageSize, and to sign in -Device, -AppId with -CertificateFilePath, \
            -ManagedIdentity, -ManagedIdentityAccountId and -InlineCredential. Parameters on how the module loads itself \
            have no effect. The options of 'exo connect' work too: exo help sign-in.
            """
        spec.options = connectOptions
        spec.examples = [
            .init("exo Connect-ExchangeOnline -Organization contoso.com --access-token-stdin < token.txt")
        ]
        spec.body = { try await ConnectExchangeOnline.run(.exchange, $0, $1) }
        return spec
    }()

    private static let connectIPPSSession: CommandSpec = {
        var spec = session("Connect-IPPSSession", "Connect to Security & Compliance, as 'exo connect' does.")
        spec.discussion = "Its parameters are those of Connect-ExchangeOnline."
        spec.options = connectOptions
        spec.examples = [
            .init("exo Connect-IPPSSession -UserPrincipalName admin@contoso.com --access-token-file token.txt")
        ]
        spec.body = { try await ConnectExchangeOnline.run(.compliance, $0, $1) }
        return spec
    }()

    private static let disconnectExchangeOnline: CommandSpec = {
        var spec = session("Disconnect-ExchangeOnline", "Forget the tokens of all connections, or of -ConnectionId.")
        spec.discussion = "It asks first; -Confirm:false or --yes does not."
        spec.options = [.yes] + OptionSpec.common
        spec.examples = [.init("exo Disconnect-ExchangeOnline -Confirm:false")]
        spec.body = { try await DisconnectExchangeOnline.run($0, $1) }
        return spec
    }()

    private static let information: CommandSpec = {
        var spec = session(
            "Get-ConnectionInformation",
            "Ask the service about every connection with a token, or about -ConnectionId."
        )
        spec.options = OptionSpec.network + OptionSpec.output + OptionSpec.common
        spec.examples = [.init("exo Get-ConnectionInformation --output table --columns Name,State,TenantID")]
        spec.body = { try await GetConnectionInformation.run($0, $1) }
        return spec
    }()

    private static let getHelp: CommandSpec = {
        var spec = session("Get-Help", "Show help of a cmdlet, as 'exo help' does.")
        spec.arguments = [.init("name", "a cmdlet or a command", isOptional: true, completion: .commands)]
        spec.isHelp = true
        return spec
    }()

    private static let getCommand: CommandSpec = {
        var spec = session("Get-Command", "List the cmdlets, as 'exo cmdlet list' does.")
        spec.options = OptionSpec.output + OptionSpec.common
        spec.body = { try await CmdletList.run($0, $1) }
        return spec
    }()

    private static func session(_ name: String, _ summary: String) -> CommandSpec {
        var spec = CommandSpec(name, summary)
        spec.words = .parameters
        spec.isHidden = true
        return spec
    }
}
