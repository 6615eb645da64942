/// In whose name a connection is made, and to which organization.
public enum ConnectionIdentity: Sendable, Hashable {
    /// As a user, to the user's own organization.
    case userPrincipalName(String)
    /// As an application, to an organization: a domain of it or its tenant id.
    case organization(String)
    /// To a customer's organization that delegated its administration: a domain of it or its tenant id.
    case delegatedOrganization(String)

    /// The user's name or the organization's.
    public var value: String {
        switch self {
        case .userPrincipalName(let value), .organization(let value), .delegatedOrganization(let value): value
        }
    }

    /// The domain or id that names the tenant: the organization, or the domain of the user's name.
    ///
    /// A guest's tenant is another one than that of the user's domain.
    public var tenantName: String {
        switch self {
        case .userPrincipalName(let name): name.split(separator: "@").last.map(String.init) ?? name
        case .organization(let name), .delegatedOrganization(let name): name
        }
    }
}
