/// The service's own applications, which every tenant has.
enum FirstParty {
    /// The tenant the service's own applications are registered in.
    static let tenantID = "f8cdef31-a31e-4b4a-93e4-5f571e91255a"

    /// Office 365 Exchange Online.
    static let exchange = "00000002-0000-0ff1-ce00-000000000000"
    /// Microsoft Exchange Online Protection, the resource of Security & Compliance.
    static let protection = "00000007-0000-0ff1-ce00-000000000000"
    /// Microsoft Graph.
    static let graph = "00000003-0000-0000-c000-000000000000"
    /// The client of the official PowerShell module.
    static let powerShellModule = "fb78d390-0c51-40cd-8e17-fdbfab77341b"

    static let resources: [(appID: String, name: String)] = [
        (exchange, "Office 365 Exchange Online"),
        (protection, "Microsoft Exchange Online Protection"),
        (graph, "Microsoft Graph"),
    ]

    static let permissions: [ExposedPermissionRecord] = [
        scope(exchange, "ab4f2b77-0b06-4fc1-a9de-02113fc2ab7c", "Exchange.Manage", "Manage Exchange configuration"),
        scope(exchange, "44d6b5f2-d42b-4fa7-b999-1c5fcab98e4d", "Exchange.ManageV2", "Manage Exchange configuration"),
        role(
            exchange,
            "dc50a0fb-09a3-484d-be87-e023b12c6440",
            "Exchange.ManageAsApp",
            "Manage Exchange As Application"
        ),
        role(
            exchange,
            "ea3d980d-ebc7-4be4-8298-a167e5b8797c",
            "Exchange.ManageAsAppV2",
            "Manage Exchange As Application"
        ),
        role(exchange, "28b54159-e98b-4a00-9d52-10c8c7cbd7f3", "IMAP.AccessAsApp", "IMAP.AccessAsApp"),
        role(
            protection,
            "455e5cd2-84e8-4751-8344-5672145dfa17",
            "Exchange.ManageAsApp",
            "Manage Exchange As Application"
        ),
        scope(graph, "e1fe6dd8-ba31-4d61-89e7-88639da4683d", "User.Read", "Sign in and read user profile"),
        scope(graph, "37f7f235-527c-4136-accd-4a02d197296e", "openid", "Sign users in"),
        scope(graph, "14dad69e-099b-42c9-810b-d002981feec1", "profile", "View users' basic profile"),
        scope(graph, "64a6cdd6-aab1-4aaf-94b8-3cc8405e90d0", "email", "View users' email address"),
        scope(
            graph,
            "7427e0e9-2fba-42fe-b0c0-848c9e6a8182",
            "offline_access",
            "Maintain access to data you have given it access to"
        ),
    ]

    static let identifierURIs: [IdentifierURIRecord] =
        [
            "https://outlook.office365.com", "https://outlook.office365.com/", "https://outlook.office.com",
            "https://outlook.office.com/", "https://ps.outlook.com",
        ].map { IdentifierURIRecord(uri: $0, resourceAppID: exchange) }
        + [
            "https://ps.compliance.protection.outlook.com", "https://ps.compliance.protection.outlook.com/",
        ].map { IdentifierURIRecord(uri: $0, resourceAppID: protection) }
        + ["https://graph.microsoft.com", "https://graph.microsoft.com/"]
        .map { IdentifierURIRecord(uri: $0, resourceAppID: graph) }

    static let preauthorizedClients: [PreauthorizedClientRecord] = [
        PreauthorizedClientRecord(
            resourceAppID: exchange,
            clientAppID: powerShellModule,
            scope: """
                AdminApi.AccessAsUser.All FfoPowerShell.AccessAsUser.All Group.ReadWrite.All.Sdp \
                RemotePowerShell.AccessAsUser.All User-OnPremisesSyncBehavior.ReadWrite.All.Sdp \
                VivaFeatureAccessPolicy.Manage.All
                """
        ),
        PreauthorizedClientRecord(
            resourceAppID: protection,
            clientAppID: powerShellModule,
            scope: "AdminApi.AccessAsUser.All FfoPowerShell.AccessAsUser.All RemotePowerShell.AccessAsUser.All"
        ),
    ]

    private static func scope(
        _ resource: String,
        _ id: String,
        _ value: String,
        _ name: String
    )
        -> ExposedPermissionRecord
    {
        ExposedPermissionRecord(
            resourceAppID: resource,
            kind: .scope,
            permissionID: id,
            value: value,
            displayName: name
        )
    }

    private static func role(
        _ resource: String,
        _ id: String,
        _ value: String,
        _ name: String
    )
        -> ExposedPermissionRecord
    {
        ExposedPermissionRecord(resourceAppID: resource, kind: .role, permissionID: id, value: value, displayName: name)
    }
}
