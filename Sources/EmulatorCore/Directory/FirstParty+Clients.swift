extension FirstParty {
    /// Azure CLI.
    static let azureCLI = "04b07795-8ddb-461a-bbee-02f9e1bf7b46"
    /// Azure PowerShell.
    static let azurePowerShell = "1950a258-227b-4e31-a9cf-717495945fc2"
    /// Microsoft Graph PowerShell, which needs consent like anybody's app.
    package static let graphPowerShell = "14d82eec-204b-4c2f-b7e8-296a70dab67e"
    /// Microsoft Office.
    package static let office = "d3590ed6-52b3-4102-aeff-aad2292ab01c"
    /// Microsoft Teams.
    static let teams = "1fec8e78-bce4-4aaf-ab1b-5451cc387264"
    /// Outlook on mobile devices.
    static let outlookMobile = "27922004-5251-4030-b22d-91ecd9a37ea4"
    /// OneDrive's program that keeps files alike.
    static let fileSynchronization = "ab9b8c07-8f02-4f72-87fa-80105867a763"
    /// The client of the module before the present one; Microsoft has disabled it.
    static let oldPowerShellModule = "a0c73c16-a7e3-4564-9a95-2bdf47383716"
    /// The Azure portal, under whose name the emulator's own pages sign in.
    package static let azurePortal = "c44b4083-3bb0-49c1-b47d-974e53cbdf3c"

    /// The clients that redeem each other's refresh tokens.
    package static let family: Set = [office, teams, outlookMobile, fileSynchronization, azureCLI, azurePowerShell]

    /// A client with the addresses replies to it may go to.
    package struct Client: Sendable {
        package var record: ApplicationRecord
        package var redirectURIs: [RedirectURIRecord]

        package init(record: ApplicationRecord, redirectURIs: [RedirectURIRecord]) {
            self.record = record
            self.redirectURIs = redirectURIs
        }
    }

    package static let clients: [Client] = [
        client(
            powerShellModule,
            "Microsoft Exchange REST API Based Powershell",
            [
                "http://localhost", "ms-appx-web://microsoft.aad.brokerplugin/\(powerShellModule)",
                "https://login.microsoftonline.com/organizations/oauth2/nativeclient",
                "https://login.microsoftonline.com/common/oauth2/nativeclient",
                "https://login.microsoftonline.us/organizations/oauth2/nativeclient",
                "https://login.microsoftonline.us/common/oauth2/nativeclient",
                "https://localhost:8443/organizations/oauth2/nativeclient",
                "https://localhost:8443/common/oauth2/nativeclient",
            ]
        ),
        client(
            azureCLI,
            "Microsoft Azure CLI",
            [
                "http://localhost", "http://localhost:8400", "urn:ietf:wg:oauth:2.0:oob",
                "https://login.microsoftonline.com/common/oauth2/nativeclient",
                "ms-appx-web://microsoft.aad.brokerplugin/\(azureCLI)",
            ]
        ),
        client(
            azurePowerShell,
            "Microsoft Azure PowerShell",
            [
                "http://localhost", "urn:ietf:wg:oauth:2.0:oob",
                "https://login.microsoftonline.com/common/oauth2/nativeclient",
                "ms-appx-web://microsoft.aad.brokerplugin/\(azurePowerShell)",
            ]
        ),
        client(
            graphPowerShell,
            "Microsoft Graph Command Line Tools",
            [
                "http://localhost", "https://login.microsoftonline.com/common/oauth2/nativeclient",
                "ms-appx-web://microsoft.aad.brokerplugin/\(graphPowerShell)",
            ]
        ),
        client(
            office,
            "Microsoft Office",
            ["http://localhost", "urn:ietf:wg:oauth:2.0:oob", "ms-appx-web://microsoft.aad.brokerplugin/\(office)"]
        ),
        client(
            teams,
            "Microsoft Teams",
            [
                "https://login.microsoftonline.com/common/oauth2/nativeclient",
                "ms-appx-web://microsoft.aad.brokerplugin/\(teams)", "msauth.com.microsoft.teams://auth",
            ]
        ),
        client(
            outlookMobile,
            "Outlook Mobile",
            ["urn:ietf:wg:oauth:2.0:oob", "msauth.com.microsoft.Outlook://auth"]
        ),
        client(
            fileSynchronization,
            "OneDrive SyncEngine",
            ["https://login.windows.net/common/oauth2/nativeclient", "urn:ietf:wg:oauth:2.0:oob"]
        ),
        client(
            oldPowerShellModule,
            "Microsoft Exchange Online Remote PowerShell",
            ["urn:ietf:wg:oauth:2.0:oob"],
            isDisabled: true
        ),
        portal,
    ]

    private static let portal = Client(
        record: ApplicationRecord(
            appID: azurePortal,
            objectID: SeedIdentifier.make("application", azurePortal),
            tenantID: tenantID,
            displayName: "Azure Portal",
            signInAudience: "AzureADMultipleOrgs",
            isFallbackPublicClient: false,
            issuesIDTokens: true
        ),
        redirectURIs: [
            RedirectURIRecord(appID: azurePortal, kind: .web, uri: "https://localhost:8443/portal/signin")
        ]
    )

    private static func client(
        _ appID: String,
        _ name: String,
        _ redirectURIs: [String],
        isDisabled: Bool = false
    ) -> Client {
        Client(
            record: ApplicationRecord(
                appID: appID,
                objectID: SeedIdentifier.make("application", appID),
                tenantID: tenantID,
                displayName: name,
                signInAudience: "AzureADMultipleOrgs",
                isFallbackPublicClient: true,
                isDisabledByMicrosoft: isDisabled
            ),
            redirectURIs: redirectURIs.map { RedirectURIRecord(appID: appID, kind: .publicClient, uri: $0) }
        )
    }
}
