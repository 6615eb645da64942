import EmulatorAdministration
import EmulatorCore
import EmulatorEntra
import EmulatorExchange
import EmulatorGraph

extension Seed {
    /// The application in whose name Cloud Shell asks for tokens.
    static let cloudShell = ApplicationRecord(
        appID: CloudShellIdentity.client,
        objectID: SeedIdentifier.make("application", CloudShellIdentity.client),
        tenantID: FirstParty.tenantID,
        displayName: "Azure Portal Console App",
        signInAudience: "AzureADMultipleOrgs",
        isFallbackPublicClient: false
    )

    /// What it may do without anybody's consent: on Exchange and its protection service what the module may, and what Azure's
    /// command lines may elsewhere.
    static let cloudShellPermissions: [PreauthorizedClientRecord] =
        FirstParty.preauthorizedClients.filter { $0.clientAppID == FirstParty.powerShellModule }.map {
            PreauthorizedClientRecord(
                resourceAppID: $0.resourceAppID,
                clientAppID: CloudShellIdentity.client,
                scope: $0.scope
            )
        } + [
            PreauthorizedClientRecord(
                resourceAppID: FirstParty.graph,
                clientAppID: CloudShellIdentity.client,
                scope: "Directory.AccessAsUser.All User.Read"
            ),
            PreauthorizedClientRecord(
                resourceAppID: FirstParty.resourceManager,
                clientAppID: CloudShellIdentity.client,
                scope: "user_impersonation"
            ),
        ] + FirstParty.servicesHeld(by: CloudShellIdentity.client)
}
