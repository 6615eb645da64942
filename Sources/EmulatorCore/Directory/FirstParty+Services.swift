extension FirstParty {
    /// Where a token of this tenant is exchanged for one of an application that trusts its identity.
    package static let tokenExchange = "fb60f99c-7a34-4190-8149-302f77469936"
    private static let keyVault = "cfa8b339-82a2-471a-a3c9-0fc0be7a4093"
    private static let storage = "e406a681-f3d4-42a8-90b6-c2b029497af1"
    private static let sql = "022907d3-0f1b-48f7-badc-1ba6abab6d66"
    private static let serviceBus = "80a10ef9-8168-493d-abf9-3297c4ef6e3c"
    private static let eventHubs = "80369ed6-5f11-4dd9-bef3-692475845e77"
    private static let cognitiveServices = "7d312290-28c8-473c-a0ed-8e53749b6d6d"
    private static let monitor = "e933bd07-d2ee-4f1d-933c-3752b819567b"
    private static let logAnalytics = "ca7f3f0b-7d91-482c-8e09-c5d840d0eac5"
    private static let cosmos = "f8202e39-5162-4378-8714-8018bb911e5c"
    private static let openDatabases = "123cd850-d9df-40bd-94d5-c9f07b7fa203"
    private static let search = "880da380-985e-4198-81b9-e05b1cc53158"
    private static let management = "c5393580-f805-4401-95e8-94b7a6ef2fc2"
    private static let sharePoint = "00000003-0000-0ff1-ce00-000000000000"
    private static let devOps = "499b84ac-1321-427f-aa17-267ca6975798"
    private static let powerBI = "00000009-0000-0000-c000-000000000000"

    /// A service that is here as an audience of tokens and nothing else.
    private struct Service: Sendable {
        let appID: String
        let name: String
        /// What it is asked for by, without a slash at the end.
        let uri: String
        /// What Azure's command lines and Cloud Shell may do there without consent.
        var held: String? = "user_impersonation"
    }

    private static let services = [
        Service(
            appID: tokenExchange,
            name: "AAD Token Exchange Endpoint: Public",
            uri: "api://AzureADTokenExchange",
            held: nil
        ),
        Service(appID: keyVault, name: "Azure Key Vault", uri: "https://vault.azure.net"),
        Service(appID: storage, name: "Azure Storage", uri: "https://storage.azure.com"),
        Service(appID: sql, name: "Azure SQL Database", uri: "https://database.windows.net"),
        Service(appID: serviceBus, name: "Microsoft.ServiceBus", uri: "https://servicebus.azure.net"),
        Service(appID: eventHubs, name: "Microsoft.EventHubs", uri: "https://eventhubs.azure.net"),
        Service(
            appID: cognitiveServices,
            name: "Microsoft Cognitive Services",
            uri: "https://cognitiveservices.azure.com"
        ),
        Service(
            appID: monitor,
            name: "Azure Monitor Control Service",
            uri: "https://monitor.azure.com",
            held: "AMA.Ingest"
        ),
        Service(
            appID: logAnalytics,
            name: "Log Analytics API",
            uri: "https://api.loganalytics.io",
            held: "Data.Read"
        ),
        Service(appID: cosmos, name: "Azure Cosmos DB", uri: "https://cosmos.azure.com"),
        Service(
            appID: openDatabases,
            name: "OSSRDBMS AAD Server App",
            uri: "https://ossrdbms-aad.database.windows.net"
        ),
        Service(appID: search, name: "Azure Cognitive Search", uri: "https://search.azure.com"),
        Service(appID: management, name: "Office 365 Management APIs", uri: "https://manage.office.com", held: nil),
        Service(
            appID: sharePoint,
            name: "Office 365 SharePoint Online",
            uri: "https://microsoft.sharepoint-df.com",
            held: nil
        ),
        Service(appID: devOps, name: "Azure DevOps", uri: "https://app.vssps.visualstudio.com"),
        Service(
            appID: powerBI,
            name: "Power BI Service",
            uri: "https://analysis.windows.net/powerbi/api",
            held: nil
        ),
    ]

    static let serviceResources = services.map { (appID: $0.appID, name: $0.name) }

    static let serviceIdentifierURIs =
        services.flatMap { service in
            [service.uri, service.uri + "/"].map { IdentifierURIRecord(uri: $0, resourceAppID: service.appID) }
        }
        + ["https://api.loganalytics.azure.com", "https://api.loganalytics.azure.com/"].map {
            IdentifierURIRecord(uri: $0, resourceAppID: logAnalytics)
        }

    /// What a client of Azure's own may do at these services in a user's name.
    package static func servicesHeld(by client: String) -> [PreauthorizedClientRecord] {
        services.compactMap { service in
            service.held.map {
                PreauthorizedClientRecord(resourceAppID: service.appID, clientAppID: client, scope: $0)
            }
        }
    }

    /// Ends of the names that accounts of a service have, which it is asked for by as well.
    private static let accountNames: [(end: String, appID: String)] = [
        (".blob.core.windows.net", storage), (".dfs.core.windows.net", storage), (".file.core.windows.net", storage),
        (".queue.core.windows.net", storage), (".table.core.windows.net", storage),
        (".documents.azure.com", cosmos), (".servicebus.windows.net", serviceBus),
    ]

    /// The service that an account's or a tenant's own address belongs to.
    ///
    /// - Parameters:
    ///   - identifier: The address, without a slash at its end.
    ///   - isTenant: Whether a domain is a tenant's.
    /// - Returns: The service's client id, or `nil` when it is nobody's here.
    static func resource(ofAccount identifier: String, isTenant: (String) throws -> Bool) rethrows -> String? {
        let prefix = "https://"
        let text = identifier.lowercased()
        guard text.hasPrefix(prefix) else { return nil }
        let host = text.dropFirst(prefix.count)
        guard !host.contains("/"), let label = host.split(separator: ".").first else { return nil }
        if let account = accountNames.first(where: { host == label + $0.end }) { return account.appID }
        guard host == label + ".sharepoint.com" else { return nil }
        let ends = ["-admin", "-my"].filter { label.hasSuffix($0) }
        let tenant = label.dropLast(ends.first?.count ?? 0)
        return try isTenant("\(tenant).onmicrosoft.com") ? sharePoint : nil
    }

    static let servicePermissions = table.split(separator: "\n").map { line -> ExposedPermissionRecord in
        let fields = line.split(separator: " ", maxSplits: 4).map(String.init)
        let (resource, id, value, name) = (fields[0], fields[1], fields[2], fields[4])
        return switch fields[3] {
        case "role": role(resource, id, value, name)
        case "users": userScope(resource, id, value, name, name)
        default: scope(resource, id, value, name)
        }
    }

    // A line a permission: service, identifier, value, who holds it (an app as a role; users or an administrator agree to
    // a scope), name.
    private static let table = """
        \(keyVault) f53da476-18e3-4152-8e01-aec403e6edc0 user_impersonation users Have full access to Azure Key Vault
        \(storage) 03e0da56-190b-40ad-a80c-ea378c433f7f user_impersonation users Access Azure Storage
        \(sql) c39ef2d1-04ce-46dc-8b5f-e9a5c60f0fc9 user_impersonation users Access Azure SQL databases
        \(serviceBus) 40e16207-c5fd-4916-8ca4-64565f2367ca user_impersonation users Access Azure Service Bus
        \(eventHubs) 7d388411-3845-4cfc-aa69-33192f4b9735 user_impersonation users Access Azure Event Hubs
        \(cognitiveServices) 5f1e8914-a52b-429f-9324-91b92b81adaf user_impersonation users Access Cognitive Services
        \(monitor) 8a4fc8e7-d346-4d67-a1d3-e83b55cf3659 AMA.Ingest administrator Read data collection rules
        \(logAnalytics) e4aa47b9-9a69-4109-82ed-36ec70d85571 Data.Read users Read Log Analytics data
        \(logAnalytics) e8f6e161-84d0-4cd7-9441-2d46ec9ec3d5 Data.Read role Read Log Analytics data
        \(openDatabases) cef99a3a-4cd3-4408-8143-4375d1e38a17 user_impersonation users Access open-source databases
        \(search) a4165a31-5d9e-4120-bd1e-9d88c66fd3b8 user_impersonation users Access Azure Cognitive Search
        \(management) 594c1fb6-4f81-4475-ae41-0c394909246c ActivityFeed.Read role Read activity data
        \(management) 4807a72c-ad38-4250-94c9-4eabfe26cd55 ActivityFeed.ReadDlp role Read policy events
        \(management) e2cea78f-e743-4d8f-a16a-75b629a038ae ServiceHealth.Read role Read the services' health
        \(sharePoint) 4e0d77b0-96ba-4398-af14-3baa780278f4 AllSites.Read users Read items in all site collections
        \(sharePoint) 640ddd16-e5b7-4d71-9690-3f4022699ee7 AllSites.Write users Write items in all site collections
        \(sharePoint) 56680e0d-d2a3-4ae1-80d8-3c4f2100e3d0 AllSites.FullControl administrator Control all site collections
        \(sharePoint) 678536fe-1083-478a-9c59-b99265e6b0d3 Sites.FullControl.All role Control all site collections
        \(sharePoint) d13f72ca-a275-4b96-b789-48ebcc4da984 Sites.Read.All role Read items in all site collections
        \(sharePoint) 20d37865-089c-4dee-8c41-6967602d4ac8 Sites.Selected role Access selected site collections
        \(devOps) ee69721e-6c3a-468f-a9ec-302d16a4c599 user_impersonation users Have full access to Azure DevOps
        \(powerBI) 7f33e027-4039-419b-938e-2f8ca153e68e Dataset.Read.All users View all datasets
        \(powerBI) 4ae1bf56-f562-4747-b7bc-2fa0874ed46f Report.Read.All users View all reports
        \(powerBI) b2f1b2fa-f35c-407c-979c-a858a808ba85 Workspace.Read.All users View all workspaces
        \(powerBI) 654b31ae-d941-4e22-8798-7add8fdf049f Tenant.Read.All role View all content in the tenant
        """
}
