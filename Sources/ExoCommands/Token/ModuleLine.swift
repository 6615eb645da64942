internal import EntraTokens
internal import ExchangeOnline

/// The line by which PowerShell hands the token of a connection to the official module; the token itself is not in it.
enum ModuleLine {
    static func text(_ connection: ServiceConnection) throws -> String {
        guard let stored = connection.stored else {
            throw CommandError(
                .usage,
                "--for module names a stored connection, from which PowerShell gets the token",
                repair: "exo connect …, then: exo token get --for module"
            )
        }
        let target = connection.target
        var words = [target.service == .exchange ? "Connect-ExchangeOnline" : "Connect-IPPSSession"]
        words.append("-AccessToken (exo token get --connection \(quoted(stored.name.text)))")
        switch target.identity {
        case .userPrincipalName(let name): words.append("-UserPrincipalName \(quoted(name))")
        case .organization(let name): words.append("-Organization \(quoted(name))")
        case .delegatedOrganization(let name): words.append("-DelegatedOrganization \(quoted(name))")
        }
        if let environment = try environmentName(target.cloud) {
            words.append("-ExchangeEnvironmentName \(environment)")
        }
        return words.joined(separator: " ")
    }

    /// What the module calls the cloud; nothing for the one that it takes by itself.
    private static func environmentName(_ cloud: Cloud) throws -> String? {
        switch cloud.name {
        case "commercial": return nil
        case "gcc-high": return "O365USGovGCCHigh"
        case "dod": return "O365USGovDoD"
        case "china": return "O365China"
        default:
            throw CommandError(
                .usage,
                "the module has no name for the cloud '\(cloud.name)'",
                details: ["it finds the emulator where the service's own names lead there: exo-emulator run"]
            )
        }
    }

    /// A text in PowerShell's single quotes.
    private static func quoted(_ text: String) -> String { "'\(text.replacing("'", with: "''"))'" }
}
