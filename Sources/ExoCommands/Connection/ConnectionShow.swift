internal import EntraTokens
internal import ExoJSON

/// `exo connection show`: the facts of `Get-ConnectionInformation`, without asking the service.
enum ConnectionShow {
    static func run(_ invocation: Invocation, _ context: CommandContext) throws -> ExitCode {
        let settings = try OutputSettings(invocation, context)
        let store = try ConnectionStore(context)
        let name = try ConnectionChoice.name(invocation.argument(0), store, context)
        let connection = try store.connection(name)
        let status = try ConnectionList.tokenStatus(connection, store, context)
        let facts = try members(connection, id: 1, state: nil, tokenStatus: status.rawValue, context)
        try settings.printOne(facts, to: context.output)
        return .done
    }

    /// The members in the order of `Get-ConnectionInformation`.
    ///
    /// - Parameters:
    ///   - connection: The connection.
    ///   - id: Its number among those shown.
    ///   - state: Whether the service answered; `nil` when it was not asked.
    ///   - tokenStatus: What is known of the token.
    ///   - context: What the command may touch.
    /// - Returns: The members.
    /// - Throws: `TokenError` when the cloud is unknown.
    static func members(
        _ connection: StoredConnection,
        id: Int,
        state: String?,
        tokenStatus: String,
        _ context: CommandContext
    ) throws -> JSONObject {
        let cloud = try Cloud.named(connection.cloud, environment: context.environment)
        var organization: String?
        var delegated: String?
        var user = "OAuthUser@\(connection.identity.value)"
        switch connection.identity {
        case .userPrincipalName(let name): user = name
        case .organization(let name): organization = name
        case .delegatedOrganization(let name): delegated = name
        }
        func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
        return [
            "ConnectionId": text(connection.connectionID),
            "State": text(state),
            "Id": .integer(Int64(id)),
            "Name": .string(connection.name),
            "UserPrincipalName": .string(user),
            "ConnectionUri": text(connection.connectionURI),
            "AzureAdAuthorizationEndpointUri": .string("\(cloud.authority)/organizations"),
            "TokenExpiryTimeUTC": text(connection.tokenExpiresOn.map { UTCTime.text($0) }),
            "CertificateAuthentication": false,
            "ModuleName": .null,
            "ModulePrefix": .null,
            "Organization": text(organization),
            "DelegatedOrganization": text(delegated),
            "AppId": text(connection.applicationID),
            "PageSize": .integer(Int64(connection.pageSize ?? 1000)),
            "TenantID": text(connection.tenantID),
            "TokenStatus": .string(tokenStatus),
            "ConnectionUsedForInbuiltCmdlets": .bool(connection.service == "exchange"),
            "IsEopSession": .bool(connection.service == "compliance"),
        ]
    }
}
