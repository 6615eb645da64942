import EmulatorCore

extension Seed {
    static let contosoApplications: [SeedApplication] = [
        SeedApplication(
            record: application(1, "Exchange Admin Console App", isPublic: true),
            redirectURIs: [
                "http://localhost", "https://localhost:8443/common/oauth2/nativeclient",
                "https://login.microsoftonline.com/common/oauth2/nativeclient",
            ].map { RedirectURIRecord(appID: appID(1), kind: .publicClient, uri: $0) },
            tenantIDs: [contosoID, fabrikamID],
            delegatedScopes: [
                FirstParty.exchange: "Exchange.Manage",
                ResourceAPI.exchangeProtection: "Exchange.Manage",
                FirstParty.graph: "User.Read email offline_access openid profile",
            ]
        ),
        SeedApplication(
            record: application(2, "Exchange Automation"),
            secret: "emulator-automation-secret",
            tenantIDs: [contosoID, fabrikamID],
            exchangeRoles: ["Exchange.ManageAsApp"],
            directoryRoles: [DirectoryRoleID.exchangeAdministrator]
        ),
        SeedApplication(
            record: application(3, "No Permission"),
            secret: "emulator-nopermission-secret",
            tenantIDs: [contosoID]
        ),
        SeedApplication(
            record: application(4, "Role Missing"),
            secret: "emulator-norole-secret",
            tenantIDs: [contosoID],
            exchangeRoles: ["Exchange.ManageAsApp"]
        ),
    ]

    /// The client id of the seed's app with this number.
    static func appID(_ number: Int) -> String { "aaaaaaaa-0000-4000-8000-00000000000\(number)" }

    private static func application(_ number: Int, _ name: String, isPublic: Bool = false) -> ApplicationRecord {
        ApplicationRecord(
            appID: appID(number),
            objectID: SeedIdentifier.make("application", appID(number)),
            tenantID: contosoID,
            displayName: name,
            signInAudience: "AzureADMultipleOrgs",
            isFallbackPublicClient: isPublic
        )
    }
}
