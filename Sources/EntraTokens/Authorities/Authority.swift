/// An authority that issues tokens: a token service, and the tenant in it.
public struct Authority: Sendable, Hashable {
    /// How an authority's endpoints are found and spoken to.
    public enum Form: Sendable, Hashable {
        /// Entra ID's v2.0 endpoints, which take scopes.
        case entra
        /// Entra ID's v1.0 endpoints, which take a resource, for set-ups made for ADAL.
        case entraV1
        /// Any other OpenID provider.
        case openID
    }

    /// Scheme, host and port of the token service, without a slash at the end; of an OpenID provider its issuer, as it writes it.
    public var address: String
    /// The tenant's id, one of its domains, `organizations` or `common`; empty for an OpenID provider.
    public var tenant: String
    /// How it is spoken to.
    public var form: Form
    /// Hosts that mean the same token service, in lower case: what is cached under one is found under the others.
    public var aliases: [String]
    /// A PEM file with the only certificate authorities to trust; `nil` trusts those of the system.
    public var trustedAuthorities: String?
    /// Whether the endpoints are where Entra ID has them, so that the authority need not be asked for them.
    public var hasKnownEndpoints: Bool

    /// A tenant of a cloud.
    ///
    /// - Parameters:
    ///   - cloud: The cloud; one that ``Cloud/named(_:environment:)`` does not know is asked where its endpoints are.
    ///   - tenant: The tenant's id, one of its domains, `organizations` or `common`.
    ///   - form: `.entra`, or `.entraV1` for the v1.0 endpoints.
    public init(_ cloud: Cloud, tenant: String, form: Form = .entra) {
        address = cloud.authority
        self.tenant = tenant
        self.form = form
        aliases = cloud.authorityAliases
        trustedAuthorities = cloud.trustedAuthorities
        hasKnownEndpoints = Cloud.names.contains(cloud.name)
    }

    /// An OpenID provider that is not Entra ID (OpenID Connect Discovery 1.0).
    ///
    /// - Parameters:
    ///   - issuer: Its issuer, exactly as the provider writes it.
    ///   - trustedAuthorities: A PEM file with the only certificate authorities to trust; `nil` trusts those of the system.
    public init(openID issuer: String, trustedAuthorities: String? = nil) {
        address = issuer
        tenant = ""
        form = .openID
        aliases = []
        self.trustedAuthorities = trustedAuthorities
        hasKnownEndpoints = false
    }
}
