/// The service's own applications, which every tenant has.
package enum FirstParty {
    /// The tenant the service's own applications are registered in.
    package static let tenantID = "f8cdef31-a31e-4b4a-93e4-5f571e91255a"

    /// Office 365 Exchange Online.
    package static let exchange = "00000002-0000-0ff1-ce00-000000000000"
    /// Microsoft Exchange Online Protection, the resource of Security & Compliance.
    static let protection = "00000007-0000-0ff1-ce00-000000000000"
    /// Microsoft Graph.
    package static let graph = "00000003-0000-0000-c000-000000000000"
    /// Windows Azure Service Management API, which Azure Resource Manager answers to.
    package static let resourceManager = "797f4846-ba00-4fd7-ba43-dac1f8f63013"
    /// Azure AD Graph, Graph's predecessor.
    static let directoryGraph = "00000002-0000-0000-c000-000000000000"
    /// Microsoft Partner Center.
    static let partnerCenter = "fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd"
    /// The client of the official PowerShell module.
    package static let powerShellModule = "fb78d390-0c51-40cd-8e17-fdbfab77341b"

    package static let resources: [(appID: String, name: String)] =
        [
            (exchange, "Office 365 Exchange Online"),
            (protection, "Microsoft Exchange Online Protection"),
            (graph, "Microsoft Graph"),
            (resourceManager, "Windows Azure Service Management API"),
            (directoryGraph, "Windows Azure Active Directory"),
            (partnerCenter, "Microsoft Partner Center"),
        ] + serviceResources

    /// Whether an application is one of these services.
    package static func isResource(_ appID: String) -> Bool { resourceIDs.contains(appID) }

    private static let resourceIDs = Set(resources.map(\.appID))

    /// The services that want access tokens of version 2.0.
    static let version2Resources: Set = [tokenExchange]

    /// The app roles and scopes of all resources.
    package static let permissions =
        resourcePermissions + exchangeRoles + graphPermissions + clientPermissions + servicePermissions

    package static let identifierURIs =
        [
            names(
                exchange,
                "https://outlook.office365.com",
                "https://outlook.office365.com/",
                "https://outlook.office.com",
                "https://outlook.office.com/",
                "https://ps.outlook.com"
            ),
            names(
                protection,
                "https://ps.compliance.protection.outlook.com",
                "https://ps.compliance.protection.outlook.com/",
                "https://dataservice.o365filtering.com",
                "https://dataservice.o365filtering.com/"
            ),
            names(graph, "https://graph.microsoft.com", "https://graph.microsoft.com/"),
            names(
                resourceManager,
                "https://management.core.windows.net",
                "https://management.core.windows.net/",
                "https://management.azure.com",
                "https://management.azure.com/"
            ),
            names(directoryGraph, "https://graph.windows.net", "https://graph.windows.net/"),
            names(partnerCenter, "https://api.partnercenter.microsoft.com", "https://api.partnercenter.microsoft.com/"),
        ].flatMap { $0 } + serviceIdentifierURIs

    /// The service principals of all resources and clients in a tenant.
    package static func servicePrincipals(in tenantID: String) -> [ServicePrincipalRecord] {
        let apps = resources + clients.map { ($0.record.appID, $0.record.displayName) }
        return apps.map { appID, name in
            ServicePrincipalRecord(
                objectID: SeedIdentifier.make("servicePrincipal", tenantID, appID),
                appID: appID,
                tenantID: tenantID,
                displayName: name,
                accountEnabled: true,
                appRoleAssignmentRequired: false
            )
        }
    }

    private static func names(_ resource: String, _ uris: String...) -> [IdentifierURIRecord] {
        uris.map { IdentifierURIRecord(uri: $0, resourceAppID: resource) }
    }
}
