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
}
