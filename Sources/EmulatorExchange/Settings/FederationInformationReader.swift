import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Get-FederationInformation: what another organization tells of itself to those who want to share with it.
///
/// Those that can be asked are the emulator's.
struct FederationInformationReader: CmdletHandler {
    static let noun = "FederationInformation"
    /// What every organization of the service says of itself.
    static let applicationURI = "outlook.com"
    static let autodiscover = "https://autodiscover-s.outlook.com/autodiscover/autodiscover.svc/WSSecurity"

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let domain = call.text("DomainName") ?? ""
        guard let tenant = try scope.context.directory.tenant(matching: domain) else {
            throw AdminAPIError(
                exceptionType:
                    "Microsoft.Exchange.Management.SystemConfigurationTasks.GetFederationInformationFailedException",
                message: "Federation information could not be received from the external organization.",
                targetType: Self.noun
            )
        }
        let names = try scope.context.directory.domains(of: tenant.id).map(\.name)
        let row = ObjectShape.of(noun: Self.noun).row(
            domain,
            [
                "Identity": .string(domain), "TargetApplicationUri": .string(Self.applicationURI),
                "DomainNames": .array(names.map { .string($0) }),
                "TargetAutodiscoverEpr": .string(Self.autodiscover),
                "TokenIssuerUris": ["urn:federation:MicrosoftOnline"],
            ]
        )
        return .row(Self.noun, scope, row)
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(
            beside: ["DomainName", "BypassAdditionalDomainValidation", "Force", "TrustedHostnames"],
            shape: nil
        )
    }
}
