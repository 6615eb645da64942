public import EntraTokens
public import ExoJSON

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// The facts of a connection, those of `Get-ConnectionInformation`; the token's expiry is the true one.
public struct ConnectionInformation: Sendable {
    /// What a connection or its token is good for.
    public struct State: Hashable, Sendable {
        /// The name shown.
        public let name: String

        /// The service answers.
        public static var connected: Self { Self(name: "Connected") }
        /// The service does not answer as it should.
        public static var broken: Self { Self(name: "Broken") }
        /// It was closed, and runs nothing any more.
        public static var closed: Self { Self(name: "Closed") }
        /// The token can be used.
        public static var active: Self { Self(name: "Active") }
        /// The token's time is over.
        public static var expired: Self { Self(name: "Expired") }
        /// There is no token.
        package static var absent: Self { Self(name: "None") }
        /// Nobody asked yet.
        package static var unknown: Self { Self(name: "") }
    }

    /// The id sent as `connection-id`.
    public var connectionID: String
    /// Whether the service answered when it was last asked.
    public var state: State
    /// The user, or `OAuthUser@` and the organization.
    public var userPrincipalName: String
    /// The address of the service, after redirects.
    public var connectionURI: String
    /// The address where the cloud issues tokens.
    public var authorizationEndpointURI: String
    /// When the token ends; `nil` when it does not say.
    public var tokenExpiry: Date?
    /// Whether the token can be used now.
    public var tokenStatus: State
    /// Whether a new token is got by itself when this one ends.
    public var renewsToken: Bool
    /// The organization asked for.
    public var organization: String?
    /// The organization administered by delegation.
    public var delegatedOrganization: String?
    /// The application that the token was issued to.
    public var applicationID: String?
    /// Whether the application proved itself by a certificate, or another signed assertion, when it got the token.
    public var isByCertificate: Bool
    /// The most rows of a page.
    public var pageSize: Int
    /// The tenant's id.
    public var tenantID: String
    /// The service.
    public var service: AdminService
    /// The cloud's name.
    public var cloud: String

    /// Makes the facts of a connection that is in use, or of one that is kept and was not asked.
    package init(
        connectionID: String,
        state: State = .unknown,
        identity: ConnectionIdentity,
        connectionURI: String,
        cloud: Cloud,
        service: AdminService,
        tokenExpiry: Date?,
        tokenStatus: State,
        renewsToken: Bool = false,
        applicationID: String?,
        isByCertificate: Bool = false,
        pageSize: Int,
        tenantID: String
    ) {
        self.connectionID = connectionID
        self.state = state
        self.connectionURI = connectionURI
        // Where we get tokens ourselves they come from the tenant's own endpoint.
        authorizationEndpointURI =
            cloud.authority + "/" + (renewsToken && !tenantID.isEmpty ? tenantID : "organizations")
        self.tokenExpiry = tokenExpiry
        self.tokenStatus = tokenStatus
        self.renewsToken = renewsToken
        self.applicationID = applicationID
        self.isByCertificate = isByCertificate
        self.pageSize = pageSize
        self.tenantID = tenantID
        self.service = service
        self.cloud = cloud.name
        userPrincipalName = "OAuthUser@\(identity.value)"
        switch identity {
        case .userPrincipalName(let name): userPrincipalName = name
        case .organization(let name): organization = name
        case .delegatedOrganization(let name): delegatedOrganization = name
        }
    }

    /// The facts under the names and in the order of `Get-ConnectionInformation`; `null` stands for what is not known.
    ///
    /// Nothing is loaded into a shell here, so `ModuleName` and `ModulePrefix` are `null`.
    ///
    /// - Parameters:
    ///   - id: The connection's number among those shown.
    ///   - name: The connection's name.
    ///   - servesInbuiltCmdlets: Whether it is the one that the nine Get-EXO* cmdlets run on when none is named.
    /// - Returns: The members.
    public func members(id: Int, name: String, servesInbuiltCmdlets: Bool = true) -> JSONObject {
        func known(_ text: String) -> JSONValue { text.isEmpty ? .null : .string(text) }
        return [
            "ConnectionId": known(connectionID),
            "State": known(state.name),
            "Id": .integer(Int64(id)),
            "Name": .string(name),
            "UserPrincipalName": .string(userPrincipalName),
            "ConnectionUri": known(connectionURI),
            "AzureAdAuthorizationEndpointUri": .string(authorizationEndpointURI),
            "TokenExpiryTimeUTC": tokenExpiry.map { .string(Timestamp.text($0)) } ?? .null,
            "CertificateAuthentication": .bool(isByCertificate),
            "ModuleName": .null,
            "ModulePrefix": .null,
            "Organization": organization.map { .string($0) } ?? .null,
            "DelegatedOrganization": delegatedOrganization.map { .string($0) } ?? .null,
            "AppId": applicationID.map { .string($0) } ?? .null,
            "PageSize": .integer(Int64(pageSize)),
            "TenantID": known(tenantID),
            "TokenStatus": .string(tokenStatus.name),
            "ConnectionUsedForInbuiltCmdlets": .bool(service == .exchange && servesInbuiltCmdlets),
            "IsEopSession": .bool(service == .compliance),
        ]
    }
}
