/// What a token is wanted for.
public struct TokenTarget: Sendable {
    /// The cloud.
    public var cloud: Cloud
    /// The service.
    public var service: AdminService
    /// In whose name, and to which organization.
    public var identity: ConnectionIdentity
    /// The id of the tenant that the organization's or the user's domain belongs to, or that was named, once it is known.
    public var resolvedTenantID: String?

    /// Makes a target.
    public init(
        cloud: Cloud,
        service: AdminService = .exchange,
        identity: ConnectionIdentity,
        resolvedTenantID: String? = nil
    ) {
        self.cloud = cloud
        self.service = service
        self.identity = identity
        self.resolvedTenantID = resolvedTenantID
    }

    /// Where the service is.
    public var endpoint: ServiceEndpoint { cloud.endpoint(of: service) }

    /// The tenant id the token must have: the resolved one, else the one that was named.
    public var expectedTenantID: String? {
        if let resolvedTenantID { return resolvedTenantID.lowercased() }
        switch identity {
        case .userPrincipalName: return nil
        case .organization(let value), .delegatedOrganization(let value):
            return GUID.isGUID(value) ? value.lowercased() : nil
        }
    }
}
